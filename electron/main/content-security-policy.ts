const DIRECTIVES = {
  'default-src': "'none'",
  'script-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'none'",
  'frame-src': "'none'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
} as const

/**
 * The policy of every answer over app://. Captured bytes are strangers' bytes: nothing inline runs, nothing is fetched.
 * @param nonce lets the page's own libraries (CodeMirror, react-aria) add their style elements
 */
export function contentSecurityPolicy(nonce: string): string {
  const fixed = Object.entries(DIRECTIVES).map(([name, value]) => `${name} ${value}`)
  return [...fixed, `style-src 'self' 'nonce-${nonce}'`].join('; ')
}

/** The headers of every answer, whatever its status. */
export function securityHeaders(nonce: string): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(nonce),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  }
}

import { expect, it } from 'vitest'
import { contentSecurityPolicy, securityHeaders } from './content-security-policy.ts'

// Item 7, and T6: the whole policy, word for word.
it('lets nothing in but the app’s own files', () => {
  expect(contentSecurityPolicy('abc').split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'none'",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "style-src 'self' 'nonce-abc'",
  ])
})

it('never allows inline script, eval or another origin', () => {
  expect(contentSecurityPolicy('n')).not.toMatch(/unsafe-|https?:|wss?:|\*/)
})

it('goes with nosniff and no referrer', () => {
  expect(securityHeaders('n')).toMatchObject({ 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' })
})

import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, isAbsolute, relative, resolve } from 'node:path'
import { securityHeaders } from './content-security-policy.ts'
import { HOST, SCHEME } from './page-address.ts'

/** Stands in the built index.html wherever the nonce belongs (vite.config.ts, html.cspNonce). */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.map': 'application/json',
}

/** Before app.whenReady: makes app:// a standard, secure scheme with an origin and a code cache of its own. */
export const SCHEME_PRIVILEGES = {
  scheme: SCHEME,
  privileges: { standard: true, secure: true, codeCache: true },
} as const

/**
 * Finds the file that an address of the page means.
 * @param folder the built page
 * @param address as the browser asked for it
 * @returns its absolute path, or the status to refuse with
 */
export function findPageFile(folder: string, address: string): { file: string; type: string } | { status: 400 | 404 } {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || url.protocol !== `${SCHEME}:` || url.host !== HOST) return { status: 400 }
  const path = decode(url.pathname)
  if (path === null || /[\0\\]/.test(path)) return { status: 400 }
  const file = resolve(folder, `.${path}`)
  const inside = relative(folder, file)
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return { status: 400 }
  const type = TYPES[extname(file)]
  return type === undefined ? { status: 404 } : { file, type }
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

const refusal = (status: number, text: string, headers: Record<string, string>): Response =>
  new Response(text, { status, headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' } })

/** The handler of app://: answers files of the built page, each answer with the security headers. */
export function pageHandler(folder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const nonce = randomBytes(16).toString('base64')
    const headers = securityHeaders(nonce)
    if (request.method !== 'GET') return refusal(405, 'Only GET.', headers)
    const found = findPageFile(folder, request.url)
    if ('status' in found) return refusal(found.status, 'There is no such page.', headers)
    const bytes = await readFile(found.file).catch(() => null)
    if (bytes === null) return refusal(404, 'The page is missing: run "npm run build" and start again.', headers)
    const body = found.type.startsWith('text/html')
      ? bytes.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce)
      : bytes
    return new Response(typeof body === 'string' ? body : new Uint8Array(body), {
      headers: { ...headers, 'Content-Type': found.type },
    })
  }
}

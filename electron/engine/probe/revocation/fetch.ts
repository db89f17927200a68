import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { http } from '../../http-module.ts'
import { addressRange } from '../url-facts.ts'

/* What a certificate names (OCSP, CRL, its issuer) is fetched, but a certificate must not steer us around in the network: plain
   http on public addresses only, or on the very address that is being checked. No redirects, no cookies, bounded. */

export type Fetched =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly refused: boolean; readonly reason: string }

const failed = (reason: string, refused = false): Fetched => ({ ok: false, refused, reason })

/** The address to ask, or why it may not be asked. */
async function addressFor(host: string, own: string): Promise<string | Fetched> {
  const bare = host.replace(/^\[|\]$/g, '')
  try {
    const address = isIP(bare) === 0 ? (await lookup(bare)).address : bare
    if (address === own || addressRange(address) === 'public') return address
    return failed(`${bare} leads to ${address}, which is not a public address`, true)
  } catch {
    return failed(`${bare} cannot be resolved`)
  }
}

interface Wish {
  readonly url: string
  /** The address that is being checked: it may be asked whatever it is. */
  readonly own: string
  readonly body: Buffer | null
  readonly type: string | null
  readonly limit: number
}

function ask(url: URL, address: string, { body, type, limit }: Wish, signal: AbortSignal): Promise<Fetched> {
  return new Promise((resolve) => {
    const call = http.request({
      host: address,
      port: url.port === '' ? 80 : Number(url.port),
      path: `${url.pathname}${url.search}`,
      method: body === null ? 'GET' : 'POST',
      headers: { Host: url.host, ...(type === null ? {} : { 'Content-Type': type }) },
      agent: false,
      signal,
    })
    call.on('error', (error: NodeJS.ErrnoException) =>
      resolve(failed(signal.aborted ? 'no answer in time' : (error.code ?? error.message))),
    )
    call.on('response', (answer) => {
      const pieces: Buffer[] = []
      let size = 0
      if (answer.statusCode !== 200) {
        resolve(failed(`it answers ${String(answer.statusCode)}`))
        answer.destroy()
        return
      }
      answer.on('data', (piece: Buffer) => {
        size += piece.length
        if (size <= limit) return pieces.push(piece)
        resolve(failed(`its answer is larger than ${String(limit)} bytes`))
        return answer.destroy()
      })
      answer.on('error', () => resolve(failed('the answer was cut')))
      answer.on('end', () => resolve({ ok: true, bytes: Buffer.concat(pieces) }))
    })
    call.end(body ?? undefined)
  })
}

/** Fetches what a certificate names, or says why not. Never rejects; ends with the signal. */
export async function fetchNamed(wish: Wish, signal: AbortSignal): Promise<Fetched> {
  if (!URL.canParse(wish.url)) return failed('it is no address', true)
  const url = new URL(wish.url)
  if (url.protocol !== 'http:') return failed(`the scheme ${url.protocol.slice(0, -1)} is not asked`, true)
  const address = await addressFor(url.hostname, wish.own)
  if (typeof address !== 'string') return address
  return ask(url, address, wish, signal)
}

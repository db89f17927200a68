import { toBase64 } from '../export/base64.ts'
import { encodeUtf8 } from '../export/encode-utf8.ts'
import { loanEvent } from './bodies.ts'
import type { PlayedCallback } from './bodies.ts'
import type { FaultId } from './faults.ts'

/** Signs text with the simulator's own RSA key (RS256); gives the signature in base64url. */
export type Sign = (text: string) => string

/** The key of the simulator. It is registered for simulated callbacks only, and never stands for the bank's. */
export const SIMULATOR_KEY_ID = 'callback-inspector-simulator'
export const SIMULATOR_NAME = 'Simulator'

/** A token holds this long, seconds. */
const VALID_SECONDS = 7 * 86_400
const HOUR = 3600

function base64Url(text: string): string {
  return toBase64(encodeUtf8(text)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/**
 * A compact JWS over the event of a loan callback. What the bank's tokens hold beyond `iss` is not published (domain.md §3): this one
 * holds the event, so that it can be compared with the body.
 */
function loanToken(callback: PlayedCallback, faults: ReadonlySet<FaultId>, sign: Sign): string {
  const unsigned = faults.has('alg-none')
  const keyId = faults.has('unknown-kid') ? 'another-key' : SIMULATOR_KEY_ID
  const header = `{"typ":"JWT","kid":${JSON.stringify(keyId)},"alg":"${unsigned ? 'none' : 'RS256'}"}`
  const issued = Math.floor(callback.created / 1000)
  const times = faults.has('expired-token')
    ? `"iat":${String(issued - 2 * HOUR)},"exp":${String(issued - HOUR)}`
    : `"iat":${String(issued)},"exp":${String(issued + VALID_SECONDS)}`
  const payload = `{"iss":"callback-inspector-simulator",${times},"externalApplicationEvent":${loanEvent(callback)}}`
  const signed = `${base64Url(header)}.${base64Url(payload)}`
  return `${signed}.${unsigned ? '' : sign(signed)}`
}

/**
 * The body of a loan callback. A blank stands before the token, as in four of the five documented examples (domain.md §3). Changed on
 * the way: the body says another reference than the token.
 */
export function loanBody(callback: PlayedCallback, faults: ReadonlySet<FaultId>, sign: Sign): string {
  const sent = faults.has('tampered') ? { ...callback, reference: `${callback.reference}-changed` } : callback
  const blank = callback.event === 'SIGNED' ? '' : ' '
  return `{"externalApplicationEvent":${loanEvent(sent)},"jwsData":"${blank}${loanToken(callback, faults, sign)}"}`
}

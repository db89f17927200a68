import type { CallbackDetail } from '../../shared/protocol/views.ts'
import { clockTime, fullTime, span } from './units.ts'

type Jws = NonNullable<CallbackDetail['jws']>
export type TimeStatement = Jws['times'][number]

/** A name of the header or the payload as people call it; undefined: it is not a registered one. */
export const CLAIM_NAMES: Readonly<Record<string, string>> = {
  iss: 'Issuer',
  sub: 'Subject',
  aud: 'Audience',
  exp: 'Expires',
  nbf: 'Valid from',
  iat: 'Issued',
  jti: 'Number of the token',
  externalApplicationEvent: 'The event, as signed',
  alg: 'Algorithm',
  kid: 'Key',
  typ: 'Type',
  cty: 'Type of the content',
  crit: 'Must be understood',
  b64: 'Payload is encoded',
  jku: 'Address of keys: ignored',
  jwk: 'A key: ignored',
  x5u: 'Address of a certificate: ignored',
  x5c: 'Certificates: ignored',
  x5t: 'Certificate fingerprint: ignored',
  'x5t#S256': 'Certificate fingerprint: ignored',
}

/** The zone of an instant on this machine: `UTC`, `UTC+1`, `UTC+5:30`. */
export function zoneOf(at: number): string {
  const minutes = -new Date(at).getTimezoneOffset()
  if (minutes === 0) return 'UTC'
  const whole = Math.floor(Math.abs(minutes) / 60)
  const rest = Math.abs(minutes) % 60
  return `UTC${minutes < 0 ? '−' : '+'}${whole}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`
}

const instant = (at: number): string =>
  `${fullTime(at).slice(0, -clockTime(at).length)}${clockTime(at).slice(0, 8)} ${zoneOf(at)}`

/** `3 m before it arrived`, `1 h after it arrived`; of a pasted token `3 m ago`, `in 1 h`. */
function distance(at: number, arrival: number, pasted: boolean): string {
  const apart = Math.abs(arrival - at)
  if (pasted) return at < arrival ? `${span(apart)} ago` : `in ${span(apart)}`
  if (apart < 1000) return 'when it arrived'
  return `${span(apart)} ${at < arrival ? 'before' : 'after'} it arrived`
}

function verb({ claim, state }: TimeStatement): string {
  if (claim === 'exp') return state === 'expired' ? 'Expired' : 'Expires'
  if (claim === 'nbf') return state === 'not-yet' ? 'Not valid before' : 'Valid from'
  return 'Issued'
}

/**
 * One time claim as a sentence, in the zone of this machine. `arrival` in ms since 1970; of a pasted token the present.
 * In: what the engine states of the claim. Out: `Expired 21 Nov 2026, 14:00:00 UTC+1, 3 m before it arrived`.
 */
export function timeWords(statement: TimeStatement, arrival: number, pasted = false): string {
  const { at, state, written } = statement
  if (state === 'no-number') return `${verb(statement)}: not a number (${written})`
  if (state === 'milliseconds') return `${verb(statement)}: ${written} looks like milliseconds; times are in seconds`
  if (at === null || state === 'out-of-range') return `${verb(statement)}: ${written} is beyond any calendar`
  const future = state === 'issued-later' ? ', which is in the future' : ''
  return `${verb(statement)} ${instant(at)}, ${distance(at, arrival, pasted)}${future}`
}

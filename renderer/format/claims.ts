import { ago, fullTime, span } from './units.ts'

export interface TimeClaim {
  readonly name: string
  readonly words: string
}

const NAMES = { exp: 'Expires', iat: 'Issued', nbf: 'Valid from' } as const

/** Takes the payload's text, gives its time claims in words; `now` in ms since 1970. Text that is no JSON has none. */
export function timeClaims(payload: string, now: number): readonly TimeClaim[] {
  const claims = parsed(payload)
  return Object.entries(NAMES).flatMap(([key, name]) => {
    const seconds = claims[key]
    if (typeof seconds !== 'number' || !Number.isFinite(seconds) || Math.abs(seconds) > 8.64e12) return []
    const at = seconds * 1000
    const distance = at > now ? `in ${span(at - now)}` : ago(at, now)
    const past = key === 'exp' && at <= now ? 'expired ' : ''
    return [{ name, words: `${fullTime(at).slice(0, -4)} (${past}${distance})` }]
  })
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
  } catch {
    return {}
  }
}

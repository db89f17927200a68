import { TEMPORARY_DOMAINS, TUNNEL_DOMAINS } from '../facts/preflight/tunnels.ts'
import type { EndpointProfile } from '../model/profile.ts'
import type { Recognition } from '../model/recognition.ts'
import type { Finding } from '../model/verdict.ts'
import { finding } from './finding.ts'
import { idNotes } from './ids.ts'
import type { ParsedTarget } from './target.ts'

/** What the hints look at: a request that has been recognised. */
export interface HintInput {
  readonly method: string
  /** In lower case, without port. */
  readonly host: string
  readonly target: ParsedTarget
  readonly body: unknown
  readonly profile: EndpointProfile | null
  readonly found: Pick<Recognition, 'family' | 'eventType'>
}

/** Events that the bank sends as POST (domain.md §1.1); all other legacy events come as GET. */
const POSTED = ['BOOKED', 'UPDATE']

/** Where the documents disagree on the method, the user meets it here (domain.md §8). */
function methodNotes({ method, found }: HintInput): readonly Finding[] {
  const { family, eventType } = found
  if (family !== 'legacy' || eventType === null) return []
  if (eventType === 'BOOKED') {
    const summary = method === 'GET' ? 'BOOKED came as GET; the page says POST first.' : undefined
    return [finding('method-booked', { received: method }, summary === undefined ? undefined : { summary })]
  }
  if (POSTED.includes(eventType)) {
    return method === 'GET' ? [finding('method-update', { expected: 'POST', received: method })] : []
  }
  return method === 'POST' ? [finding('method-other', { expected: 'GET', received: method, eventType })] : []
}

/** The services are known by their last two or three labels. */
function isTunnel(host: string): boolean {
  const labels = host.split('.')
  return [2, 3].some((count) => {
    const end = labels.slice(-count).join('.')
    return TUNNEL_DOMAINS.has(end) || TEMPORARY_DOMAINS.has(end)
  })
}

const ENVIRONMENT_NAMES = ['env', 'environment']
const STAMP_NAMES = ['ts', 'timestamp']
const EARLIEST_S = 1_262_304_000
const LATEST_S = 4_102_444_800

const isProduction = (text: string): boolean => /^(?:prod(?:uction)?|live)$/i.test(text)
const isTest = (text: string): boolean =>
  /^(?:test|stage|staging|mock|dev(?:elopment)?|integration|sandbox)$/i.test(text)

/** Seconds or milliseconds since 1970 as a moment, from 2010 on; null for any other number. */
function momentOf(text: string): string | null {
  if (!/^\d{10}(?:\d{3})?$/.test(text)) return null
  const seconds = Number(text.slice(0, 10))
  if (seconds < EARLIEST_S || seconds > LATEST_S) return null
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** Plugins write environment and time of registration into the address (domain.md §6 no. 4). */
function markNotes({ target, profile }: HintInput): readonly Finding[] {
  const named = (names: readonly string[]): string | null =>
    target.query.find(({ name }) => names.includes(name.toLowerCase()))?.value ?? null
  const environment = named(ENVIRONMENT_NAMES)
  const stamp = named(STAMP_NAMES)
  const registered = stamp === null ? null : momentOf(stamp)
  const known = environment !== null && (isProduction(environment) || isTest(environment))
  if (!known && registered === null) return []
  const evidence = {
    ...(known ? { environment } : {}),
    ...(registered === null ? {} : { registeredAt: registered }),
  }
  const notes = [finding('shop-marks', evidence)]
  if (!known || profile === null || profile.environment === 'lab') return notes
  if (isProduction(environment) === (profile.environment === 'production')) return notes
  const differs = { expected: profile.environment, received: environment, profile: profile.name }
  return [...notes, finding('environment-differs', differs)]
}

/**
 * What one callback tells by itself beside its lights (domain.md §6): method, ids, marks in the address, the name that it was called
 * by. Cheap: every callback is looked at.
 */
export function hintNotes(input: HintInput): readonly Finding[] {
  const { family } = input.found
  if (family === 'unknown') return []
  const ids = family === 'mapi' || family === 'rco-plus' ? idNotes(input.body) : []
  const tunnel = isTunnel(input.host) ? [finding('host-tunnel', { host: input.host })] : []
  return [...methodNotes(input), ...ids, ...markNotes(input), ...tunnel]
}

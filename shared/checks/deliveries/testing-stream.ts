import type { Family } from '../../model/callback.ts'
import type { Outcome } from '../../model/delivery.ts'
import { PUBLISHED_DELAYS } from '../ladder/ladder.ts'
import type { GroupRequest } from './types.ts'

/*
 * A stream of requests whose deliveries are known, for measuring the grouping. Everything comes from a seed, and the clock is a
 * value. What makes it hard: payments with several events at once, the same id in several families, missed attempts, late and early
 * ones up to the tolerance, pairs of POST and GET, two user agents, duplicates after a success, and a listener that starts late.
 */

/** One request with the truth about it: which delivery, which attempt. */
export interface KnownRequest {
  readonly request: GroupRequest
  readonly delivery: number
  readonly attempt: number
}

/** Numbers from 0 to 1, always the same for a seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

interface Story {
  readonly number: number
  readonly family: Family
  readonly eventType: string
  readonly reference: string
  /** What a body holds; '' for an event without one. */
  readonly body: string
  /** Such a shop takes GET only. */
  readonly getOnly: boolean
  readonly twoAgents: boolean
  /** The attempt that succeeds; beyond the ladder: none. */
  readonly succeeds: number
  readonly startsAt: number
}

interface Draft {
  readonly at: number
  readonly lastedMs: number
  readonly method: string
  readonly agent: string
  readonly body: string
  readonly outcome: Outcome
  readonly story: Story
  readonly attempt: number
}

const LEGACY = ['BOOKED', 'UPDATE', 'AUTOMATIC_FRAUD_CONTROL', 'UNFREEZE', 'ANNULMENT', 'FINALIZATION']
const AGENTS = ['Java/17.0.9', 'Apache-HttpClient/4.5']
const DAY = 86_400_000

type Random = () => number

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T

/** How late an attempt is against its delay, ms: mostly a little, sometimes as much as the tolerance allows, sometimes early. */
function jitter(random: Random, delayMs: number): number {
  const kind = random()
  if (kind < 0.8) return random() * 1500
  if (kind < 0.95) return random() * 14_500
  return -random() * delayMs * 0.095
}

function requestsOf(random: Random, story: Story, at: number, attempt: number, first: boolean): Draft[] {
  const success = attempt >= story.succeeds
  const lastedMs = success ? 20 + random() * 400 : random() < 0.2 ? 5000 : 30 + random() * 900
  const outcome: Outcome = success ? 'delivered' : lastedMs === 5000 ? 'unanswered' : 'refused'
  const one = (method: string, agent: string, body: string, offset: number, ends: Outcome): Draft => ({
    at: at + offset,
    lastedMs,
    method,
    agent,
    body,
    outcome: ends,
    story,
    attempt,
  })
  const agent = AGENTS[0] ?? ''
  if (story.body === '') {
    const second = story.twoAgents && (!success || first)
    const requests = [one('GET', agent, '', 0, second ? 'refused' : outcome)]
    if (second) requests.push(one('GET', AGENTS[1] ?? '', '', lastedMs + 30, outcome))
    return requests
  }
  if (story.getOnly && story.family === 'legacy')
    return [one('POST', agent, story.body, 0, 'refused'), one('GET', agent, '', lastedMs + 15, outcome)]
  return [one('POST', agent, story.body, 0, outcome)]
}

/** The requests of one delivery, as they reach the listener. */
function tell(random: Random, story: Story): Draft[] {
  const drafts: Draft[] = []
  const delays = story.family === 'legacy' ? [0, ...PUBLISHED_DELAYS] : [0, 60, 300, 1800, 7200]
  const lateStart = random() < 0.05 ? Math.floor(random() * 6) : 0
  let at = story.startsAt
  for (const [index, seconds] of delays.entries()) {
    at += seconds * 1000 + (index === 0 ? 0 : jitter(random, seconds * 1000))
    const attempt = index + 1
    const seen = index >= lateStart && (attempt >= story.succeeds || random() > 0.06)
    if (seen) drafts.push(...requestsOf(random, story, at, attempt, index === 0))
    if (attempt < story.succeeds) continue
    // Our answer did not reach the bank: it comes once more, at once or with the next rung.
    const again = random()
    const next = delays[index + 1]
    if (again < 0.04) drafts.push(...requestsOf(random, story, at + 1500 + random() * 3000, attempt, false))
    else if (again < 0.08 && next !== undefined)
      drafts.push(...requestsOf(random, story, at + next * 1000 + random() * 2000, attempt + 1, false))
    break
  }
  return drafts
}

function succeedsAt(random: Random): number {
  const kind = random()
  if (kind < 0.35) return 1
  if (kind < 0.85) return 2 + Math.floor(random() * 8)
  return kind < 0.95 ? 10 + Math.floor(random() * 10) : 99
}

/** The events of one payment; some at the same second. */
function storiesOf(random: Random, payment: number, family: Family, next: () => number): Story[] {
  const startsAt = random() * 3 * DAY
  const shop = { getOnly: random() < 0.2, twoAgents: random() < 0.15 }
  const base = { ...shop, reference: String(1000 + payment) }
  const stories: Story[] = []
  const add = (of: Family, eventType: string, body: string, offset: number) =>
    stories.push({
      ...base,
      family: of,
      eventType,
      body,
      startsAt: startsAt + offset,
      number: next(),
      succeeds: succeedsAt(random),
    })
  if (family === 'legacy') {
    const events = LEGACY.filter(() => random() < 0.45)
    for (const event of events) {
      const body = event === 'BOOKED' || event === 'UPDATE' ? `${event}-1` : ''
      add('legacy', event, body, random() < 0.3 ? random() * 900 : random() * 2 * DAY)
    }
    // A payment that is changed twice within minutes: only the bodies differ.
    if (!shop.getOnly && random() < 0.3) {
      add('legacy', 'UPDATE', 'UPDATE-2', random() * 600_000)
      add('legacy', 'UPDATE', 'UPDATE-3', random() * 600_000)
    }
    // Nothing but the time tells these apart: updates of which only the GET gets through, tests that are triggered again.
    if (random() < 0.06) {
      add('legacy', 'UPDATE-GET', '', 0)
      add('legacy', 'UPDATE-GET', '', random() * 2 * DAY)
    }
    if (random() < 0.06)
      for (let test = 0; test < 3; test += 1) add('legacy', 'TEST', '', test * (40_000 + random() * DAY))
  } else if (family === 'mapi') {
    add('mapi', 'AUTHORIZATION', `FROZEN ${String(startsAt)}`, 0)
    add('mapi', 'AUTHORIZATION', `AUTHORIZED ${String(startsAt)}`, random() * DAY)
    add('mapi', 'MANAGEMENT', `CAPTURE ${String(startsAt)}`, random() * DAY)
  } else {
    add('loan', 'CREDIT_DECISION_UPDATED', 'APPROVED', 0)
    add('loan', 'SIGNED', 'SIGNED', random() * DAY)
  }
  return stories
}

/** Makes at least `count` requests (ascending by time) with the truth about each. */
export function knownStream(seed: number, count: number): readonly KnownRequest[] {
  const random = randomOf(seed)
  const drafts: Draft[] = []
  let stories = 0
  const used = new Set<string>()
  for (let payment = 0; drafts.length < count; payment += 1) {
    const family = pick<Family>(random, ['legacy', 'legacy', 'legacy', 'legacy', 'mapi', 'loan'])
    // The same id in another family is another payment; in the same family it would be the same one.
    const shared = Math.floor(random() * payment)
    const id = random() < 0.2 && !used.has(`${family} ${String(shared)}`) ? shared : payment
    used.add(`${family} ${String(id)}`)
    for (const story of storiesOf(random, id, family, () => (stories += 1))) drafts.push(...tell(random, story))
  }
  const keys = new Map<string, number>()
  return drafts
    .toSorted((one, other) => one.at - other.at)
    .slice(0, count)
    .map((draft, index) => {
      const { family, reference, number } = draft.story
      const eventType = draft.story.eventType.replace('-GET', '')
      const name = `${family} ${draft.story.eventType} ${reference}`
      const key = keys.get(name) ?? keys.size + 1
      keys.set(name, key)
      const { at, lastedMs, method, agent, body, outcome, attempt } = draft
      const status = outcome === 'delivered' ? 204 : 503
      const delays = family === 'legacy' ? PUBLISHED_DELAYS : null
      const rest = { key, family, eventType, reference, facet: null, simulated: false, status, delays, run: null }
      return {
        delivery: number,
        attempt,
        request: { sequence: index + 1, at, lastedMs, method, agent, body, outcome, ...rest },
      }
    })
}

import type { Family } from '../../model/callback.ts'
import { plainHost } from '../../checks/target.ts'
import { hostKind } from '../host-kind.ts'
import { eventNamedBy } from '../words.ts'
import { assignLegacy } from './legacy.ts'
import type { Assigned } from './legacy.ts'
import { slotsOf, templateOf } from './slots.ts'
import type { TargetSlots } from './slots.ts'

/** What is known of a callback that no profile explains. */
export interface GuessQuestion {
  readonly method: string
  /** As sent. */
  readonly target: string
  /** The Host header, '' when there is none. */
  readonly host: string
  /** As recognised by its form. */
  readonly family: Family
  readonly eventType: string | null
  readonly reference: string | null
}

/** One value of the request and what it was taken for. */
export interface GuessedParameter {
  readonly placeholder: string
  readonly where: 'path' | 'query'
  /** Name of the query parameter, or the segment before. */
  readonly name: string
  readonly value: string
}

/** What an endpoint probably is. */
export interface Guess {
  readonly family: Exclude<Family, 'unknown'>
  /** null: nothing names it, the user has to choose among `candidates`. */
  readonly event: string | null
  readonly candidates: readonly string[]
  readonly confidence: 'high' | 'medium' | 'low'
  /** Sentences: what each part of the guess rests on. */
  readonly reasons: readonly string[]
  /** Public host name without port; null when the request came to an address of ours. */
  readonly host: string | null
  /** For families without templates: the path that everything is sent to. */
  readonly path: string | null
  readonly template: string | null
  readonly parameters: readonly GuessedParameter[]
  readonly digest: { readonly algorithm: 'MD5' | 'SHA1'; readonly parameters: readonly string[] } | null
}

/** The host as a template may name it; requests to our own listener by address say nothing of the registered host. */
function publicHost(host: string): string | null {
  const name = plainHost(host)
  return ['name', 'tunnel'].includes(hostKind(name)) ? name : null
}

const LEVEL = (strength: number): Guess['confidence'] => (strength >= 4 ? 'high' : strength >= 3 ? 'medium' : 'low')

function hostReason(host: string | null, sent: string): string {
  return host === null
    ? `It was sent to ${sent === '' ? 'no named host' : sent}, which says nothing of the registered host: the template holds the path only.`
    : `The host is the one that the request was sent to, ${host}.`
}

const absolute = (host: string | null, template: string) => (host === null ? template : `https://${host}${template}`)

function legacyGuess(question: GuessQuestion, target: TargetSlots, found: Assigned): Guess {
  const host = publicHost(question.host)
  const bare = found.event === null && found.digest === null
  const again = target.escapedTwice
    ? ['Parameter names began with "amp;": the template is given without the doubled escape.']
    : []
  const created = bare
    ? [
        'A URL without event and digest may be a paymentCreatedCallbackUrl of Resurs Checkout: one URL per payment, no salt.',
      ]
    : []
  return {
    family: 'legacy',
    event: found.event ?? (bare ? 'BOOKED' : null),
    candidates: bare ? ['BOOKED'] : found.candidates,
    confidence: LEVEL(found.strength),
    reasons: [
      ...(bare ? found.reasons.slice(1) : found.reasons),
      ...created,
      ...again,
      hostReason(host, question.host),
    ],
    host,
    path: null,
    template: absolute(host, templateOf(target, found.placeholders)),
    parameters: Array.from(found.placeholders, ([{ where, name, value }, placeholder]) => ({
      placeholder,
      where,
      name,
      value,
    })),
    digest: found.digest,
  }
}

const NAMES = { mapi: 'Merchant API', 'rco-plus': 'Resurs Checkout+', loan: 'loan' } as const

/** Families that say everything in the body: the place is what there is to register (domain.md §1.2 to §1.4). */
function bodyGuess(question: GuessQuestion, family: keyof typeof NAMES, target: TargetSlots): Guess {
  const host = publicHost(question.host)
  const named = target.slots.some(
    ({ value }) => eventNamedBy(value) === question.eventType && question.eventType !== null,
  )
  const url = absolute(host, templateOf(target, new Map()))
  const path = target.path.join('/')
  return {
    family,
    event: named ? question.eventType : null,
    candidates: question.eventType === null ? [] : [question.eventType],
    confidence: question.eventType === null ? 'medium' : 'high',
    reasons: [
      `The body has the form of a ${NAMES[family]} callback${question.eventType === null ? '' : ` (${question.eventType})`}.`,
      named
        ? `The URL names ${question.eventType ?? ''}, so that it is registered for this event.`
        : 'One URL can take every event of this family: the body says which.',
      hostReason(host, question.host),
    ],
    host,
    path: path === '' ? '/' : path,
    template: named ? url : null,
    parameters: [],
    digest: null,
  }
}

/**
 * Proposes what an unknown endpoint is: family, event, parameters and template, and why. A proposal, not a finding: nothing is judged
 * by it before the user has made a profile of it. Null: nothing in the request speaks for a callback. Linear, never throws.
 */
export function guessEndpoint(question: GuessQuestion): Guess | null {
  const target = slotsOf(question.target)
  const { family } = question
  if (family === 'mapi' || family === 'rco-plus' || family === 'loan') return bodyGuess(question, family, target)
  const found = assignLegacy(target, question.eventType, question.reference)
  return found === null ? null : legacyGuess(question, target, found)
}

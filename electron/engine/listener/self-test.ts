import type { AnswerPlan } from '../../../shared/model/callback.ts'
import { TARGET_KEPT } from '../../../shared/model/public-arrival.ts'
import type { PublicArrival } from '../../../shared/model/public-arrival.ts'
import { readyExchange } from './exchange.ts'
import type { ConnectionParts, Exchange } from './exchange.ts'
import { parseHead } from './wire/head.ts'
import type { RequestParser } from './wire/request-parser.ts'

/** What our own test of a listener asks for; only believed together with the token of our sender. */
export const SELF_TEST_TARGET = '/.callback-inspector/self-test'

/** Under it another program of this user asks how a marked request arrived, by its number; only together with the token. */
export const ARRIVALS_TARGET = '/.callback-inspector/arrivals/'

const TEST = Buffer.from(`GET ${SELF_TEST_TARGET} HTTP/1.1\r\n`, 'latin1')
const ARRIVALS = Buffer.from(`GET ${ARRIVALS_TARGET}`, 'latin1')

const TAKEN: AnswerPlan = { status: 204, headers: [], body: '' }

const startsWith = (raw: Uint8Array, start: Buffer): boolean => start.equals(raw.subarray(0, start.length))

function arrivalOf(parser: RequestParser, { core, facts, misplaced }: ConnectionParts): PublicArrival {
  const { target, headers } = parseHead(parser.raw, parser.headLength)
  const value = (name: string) => headers.find(([one]) => one.toLowerCase() === name)?.[1].slice(0, 300) ?? null
  return {
    at: core.wall(),
    scheme: facts.scheme,
    local: facts.local,
    peer: facts.peer,
    target: target.slice(0, TARGET_KEPT),
    host: value('host'),
    forwarded: value('x-forwarded-for') ?? value('forwarded'),
    misplaced,
  }
}

function ownAnswer(parser: RequestParser, parts: ConnectionParts): AnswerPlan | null {
  const { head, raw } = parser
  const { misplaced, core } = parts
  const arrivals = core.options.publicArrivals ?? null
  if (!parser.demo) {
    const ours = arrivals?.take(head.own ?? '', arrivalOf(parser, parts)) === true
    return ours && !misplaced ? TAKEN : null
  }
  if (misplaced) return null
  if (startsWith(raw, TEST)) return TAKEN
  if (arrivals === null || !startsWith(raw, ARRIVALS)) return null
  const { target } = parseHead(raw, parser.headLength)
  const arrival = arrivals.find(target.slice(ARRIVALS_TARGET.length))
  return { status: 200, headers: [['Content-Type', 'application/json']], body: JSON.stringify(arrival) }
}

/**
 * The answer to a request of our own, which is nobody's callback and therefore not kept: the self-test, one that came through
 * the public name, or the question how one came. Null: an ordinary request.
 */
export function ownExchange(parser: RequestParser, parts: ConnectionParts, now: number): Exchange | null {
  const plan = parser.head.own === null ? null : ownAnswer(parser, parts)
  return plan === null ? null : readyExchange(plan, now)
}

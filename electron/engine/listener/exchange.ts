import type { Socket } from 'node:net'
import type { AnswerPlan, ClientHelloFacts, ConnectionFacts, PhaseTimes } from '../../../shared/model/callback.ts'
import type { CallbackFacts } from '../../../shared/model/stored.ts'
import { readMark } from '../../../shared/simulate/mark.ts'
import type { ListenerCore } from './core.ts'
import { parseHead } from './wire/head.ts'
import type { ListenerAct } from './types.ts'
import type { RequestParser } from './wire/request-parser.ts'

export interface ConnectionParts {
  readonly core: ListenerCore
  readonly socket: Socket
  /** The TCP socket: `socket` itself, or the one below TLS. */
  readonly transport: Socket
  readonly facts: ConnectionFacts
  readonly hello: ClientHelloFacts | null
  readonly acceptedAt: number
  readonly securedAt: number | null
  /** Plain HTTP on the TLS port: read like a request, to show its bytes, but never taken as a callback. */
  readonly misplaced: boolean
}

/** One answer on its way out: for a callback that is being stored, or for a refusal. Answers leave in the order of the requests. */
export interface Exchange {
  plan: AnswerPlan
  /** Monotonic ms when the last byte of the request came. */
  readonly bodyEnd: number
  readonly isHead: boolean
  readonly http10: boolean
  readonly last: boolean
  /** Known once stored; null for refusals and for what could not be stored. */
  sequence: number | null
  settled: boolean
  failed: boolean
  /** What a rule still waits for, or does when its turn comes; null without a rule. */
  held: Held | null
}

/** An answer that a rule keeps back: `now` cuts a delay short, `cancel` ends it. */
export interface Held {
  readonly act: ListenerAct
  readonly now: () => void
  readonly cancel: () => void
}

/** The answer to a callback that is being stored. */
export function newExchange(
  plan: AnswerPlan,
  bodyEnd: number,
  isHead: boolean,
  http10: boolean,
  last: boolean,
): Exchange {
  return { plan, bodyEnd, isHead, http10, last, sequence: null, settled: false, failed: false, held: null }
}

/** An answer that needs no storing: it may leave as soon as its turn comes. */
export function readyExchange(plan: AnswerPlan, now: number): Exchange {
  return {
    plan,
    bodyEnd: now,
    isHead: false,
    http10: false,
    last: true,
    sequence: null,
    settled: true,
    failed: false,
    held: null,
  }
}

/** What is kept beside the bytes of the request that `parser` has just completed. */
export function callbackFacts(
  connection: ConnectionFacts,
  requestNumber: number,
  parser: RequestParser,
  times: PhaseTimes,
  answerStatus: number,
): CallbackFacts {
  const { headLength, framing } = parser
  const facts = { kind: 'callback', connection, requestNumber, headLength, framing, times, answerStatus } as const
  if (!parser.demo) return { ...facts, simulated: false }
  const simulation = readMark(parseHead(parser.raw, headLength).headers)
  return simulation === undefined ? { ...facts, simulated: true } : { ...facts, simulated: true, simulation }
}

/** When the parts of a request came (`headEnd` below 0: together with its last byte), in ms since the connection was accepted. */
export function phaseTimes(parts: ConnectionParts, firstByte: number, headEnd: number, bodyEnd: number): PhaseTimes {
  const { acceptedAt, securedAt } = parts
  return {
    secured: securedAt === null ? null : securedAt - acceptedAt,
    firstByte: firstByte - acceptedAt,
    headEnd: (headEnd < 0 ? bodyEnd : headEnd) - acceptedAt,
    bodyEnd: bodyEnd - acceptedAt,
    stored: null,
    answered: null,
  }
}

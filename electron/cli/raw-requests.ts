import type { ConnectionFacts, Framing } from '../../shared/model/callback.ts'
import type { ConnectionTrouble } from '../../shared/model/connection-event.ts'
import type { EntryFacts, StoredEntry } from '../../shared/model/stored.ts'
import { REFUSALS } from '../engine/listener/wire/refusals.ts'
import { RequestParser } from '../engine/listener/wire/request-parser.ts'
import {
  holdsNext,
  misannouncedBody,
  unannouncedBody,
  withLineEnds,
  withoutBlankLines,
  withoutMark,
} from './pasted-text.ts'
import type { TakenBody } from './pasted-text.ts'

/** What a request from a file is put into: it has no socket, so what only a socket knows is empty. */
export interface Setting {
  /** Address of the caller, when the user knows it. */
  readonly peer: string | null
  /** Wall clock to judge by, ms since 1970. */
  readonly now: number
}

/** One arrival without its sequence number. */
export type Found = Omit<StoredEntry, 'sequence'>

export interface RequestsFound {
  readonly entries: readonly Found[]
  /** What was done to the text so that it could be read; nothing for exact bytes. */
  readonly remarks: readonly string[]
}

/** What comes in a file was not sent to us: only the largest sizes that the settings allow bound it. */
const LIMITS = { headerBytes: 1_048_576, bodyBytes: 1_073_741_824 }
const KEPT_BYTES = 65_536

function connectionOf(setting: Setting): ConnectionFacts {
  const nowhere = { address: '', port: 0 }
  return { number: 1, peer: { address: setting.peer ?? '', port: 0 }, local: nowhere, scheme: 'https', tls: null }
}

function entryOf(raw: Uint8Array, facts: EntryFacts, setting: Setting): Found {
  return { receivedAt: setting.now, raw, facts, outcome: null }
}

interface ReadBytes {
  readonly raw: Buffer
  readonly headLength: number
  readonly framing: Framing
}

function callbackOf({ raw, headLength, framing }: ReadBytes, requestNumber: number, setting: Setting): Found {
  const facts: EntryFacts = {
    kind: 'callback',
    connection: connectionOf(setting),
    requestNumber,
    headLength,
    framing,
    times: { secured: null, firstByte: 0, headEnd: 0, bodyEnd: 0, stored: null, answered: null },
    answerStatus: 0,
    simulated: false,
  }
  return entryOf(Uint8Array.from(raw), facts, setting)
}

function troubleOf(rest: Uint8Array, requestNumber: number, trouble: ConnectionTrouble, setting: Setting): Found {
  const connection = connectionOf(setting)
  const facts: EntryFacts = { kind: 'connection', connection, requestNumber, trouble, bytesSeen: rest.length }
  return entryOf(Uint8Array.from(rest.subarray(0, KEPT_BYTES)), facts, setting)
}

function refusalOf(parser: RequestParser): ConnectionTrouble {
  const code = parser.refusal ?? 'unknown-protocol'
  // Bytes that are no HTTP at all are, in a file that is said to hold requests, a malformed request.
  const cause = REFUSALS[code].cause === 'not-http' ? 'malformed-request' : REFUSALS[code].cause
  return { cause, code, summary: parser.refusalText.reason, hello: null, answered: null }
}

function unfinished(rest: Uint8Array): ConnectionTrouble {
  const [code, summary] =
    rest.length === 0
      ? ['empty-input', 'The input is empty: there is no request in it.']
      : [
          'incomplete',
          'The input ends in the middle of a request: its head has no empty line at the end, or its body is shorter than announced.',
        ]
  return { cause: 'malformed-request', code, summary, hello: null, answered: null }
}

interface Read {
  readonly found: Found
  /** What is left of the input; null: nobody can tell where the next request would begin. */
  readonly rest: Buffer | null
  readonly pasted: boolean
  /** How the body ends. */
  readonly framing: Framing
  /** A body that was taken although its head does not say that it ends there. */
  readonly taken: TakenBody | null
}

/** What cannot be a request, right behind a body with Content-Length, is most likely the rest of that body. */
function surplus(parser: RequestParser): ConnectionTrouble | null {
  if (parser.headLength > 0 || !parser.head.inRequestLine) return null
  const { reason } = REFUSALS['body-longer-than-content-length']
  const code = 'body-longer-than-content-length'
  return { cause: 'malformed-request', code, summary: reason, hello: null, answered: null }
}

/** `behindBody`: the input stands right behind a body with Content-Length, with no empty line between. */
function readOne(input: Buffer, number: number, behindBody: boolean, setting: Setting): Read {
  const { bytes, pasted } = withLineEnds(input)
  const parser = new RequestParser(LIMITS)
  parser.feed(bytes)
  const step = parser.step()
  const complete = step === 'complete' && !(pasted && holdsNext(parser, bytes))
  const headEnd = complete ? parser.raw.length : parser.headLength
  const taken = complete
    ? unannouncedBody(parser, bytes.subarray(headEnd))
    : pasted
      ? misannouncedBody(parser, bytes)
      : null
  if (!complete && taken === null) {
    const told = step === 'refused' ? refusalOf(parser) : unfinished(input)
    const trouble = (behindBody ? surplus(parser) : null) ?? told
    return { found: troubleOf(input, number, trouble, setting), rest: null, pasted, framing: 'none', taken }
  }
  const end = headEnd + (taken?.length ?? 0)
  const framing = taken === null ? parser.framing : 'none'
  const found = callbackOf({ raw: bytes.subarray(0, end), headLength: parser.headLength, framing }, number, setting)
  return { found, rest: bytes.subarray(end), pasted, framing, taken }
}

/** What was done to the text so that it could be read; `taken`: why a body was taken, with the numbers of the requests. */
function remarksOf(mark: string | null, pasted: boolean, taken: ReadonlyMap<string, readonly number[]>): string[] {
  const remarks = mark === null ? [] : [mark]
  if (pasted) remarks.push('lines end in LF alone; read as pasted text, CR LF put in.')
  const bodies = Array.from(taken, ([remark, numbers]) => {
    const [first = 0] = numbers
    const which =
      numbers.length === 1 ? `request ${String(first)}` : `${String(numbers.length)} requests, first ${String(first)}`
    return `${which}: ${remark}`
  })
  return [...remarks, ...bodies]
}

/**
 * Reads raw HTTP requests, one after another, as they stand in a file. Strict, as the listener is, but for what text loses on its way
 * into a file (see pasted-text.ts), which is said. What is no request becomes one connection event and ends the input, since nobody
 * can tell where the next request would begin.
 */
export function readRequests(input: Buffer, setting: Setting): RequestsFound {
  const entries: Found[] = []
  const taken = new Map<string, number[]>()
  const { bytes, remark } = withoutMark(input)
  let pasted = false
  let rest = withoutBlankLines(bytes)
  let behindBody = false
  while (rest.length > 0 || entries.length === 0) {
    const read = readOne(rest, entries.length + 1, behindBody, setting)
    entries.push(read.found)
    pasted ||= read.pasted
    if (read.taken !== null) taken.set(read.taken.remark, [...(taken.get(read.taken.remark) ?? []), entries.length])
    if (read.rest === null) break
    rest = withoutBlankLines(read.rest)
    behindBody = read.framing === 'length' && rest.length === read.rest.length
  }
  return { entries, remarks: remarksOf(remark, pasted, taken) }
}

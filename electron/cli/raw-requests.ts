import type { ConnectionFacts } from '../../shared/model/callback.ts'
import type { ConnectionTrouble } from '../../shared/model/connection-event.ts'
import type { EntryFacts, StoredEntry } from '../../shared/model/stored.ts'
import { REFUSALS } from '../engine/listener/wire/refusals.ts'
import { RequestParser } from '../engine/listener/wire/request-parser.ts'

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
  /** True when line feeds alone ended the lines of a head, and CR was put in. */
  readonly pasted: boolean
}

/** What comes in a file was not sent to us: only the largest sizes that the settings allow bound it. */
const LIMITS = { headerBytes: 1_048_576, bodyBytes: 1_073_741_824 }
const KEPT_BYTES = 65_536
const CR = 13
const LF = 10

function connectionOf(setting: Setting): ConnectionFacts {
  const nowhere = { address: '', port: 0 }
  return { number: 1, peer: { address: setting.peer ?? '', port: 0 }, local: nowhere, scheme: 'https', tls: null }
}

function entryOf(raw: Uint8Array, facts: EntryFacts, setting: Setting): Found {
  return { receivedAt: setting.now, raw, facts, outcome: null }
}

function callbackOf(parser: RequestParser, requestNumber: number, setting: Setting): Found {
  const facts: EntryFacts = {
    kind: 'callback',
    connection: connectionOf(setting),
    requestNumber,
    headLength: parser.headLength,
    framing: parser.framing,
    times: { secured: null, firstByte: 0, headEnd: 0, bodyEnd: 0, stored: null, answered: null },
    answerStatus: 0,
    simulated: false,
  }
  return entryOf(Uint8Array.from(parser.raw), facts, setting)
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

function withoutBlankLines(bytes: Buffer): Buffer {
  let at = 0
  while (bytes[at] === CR || bytes[at] === LF) at += 1
  return bytes.subarray(at)
}

/** Length of a head whose lines end in LF alone (with its empty line, or to the end of the input); null when a CR stands in it. */
function bareHead(bytes: Buffer): number | null {
  // A strict head shows itself in its first line; the input behind it may be long.
  const firstEnd = bytes.indexOf(LF)
  if (firstEnd > 0 && bytes[firstEnd - 1] === CR) return null
  const empty = bytes.indexOf('\n\n')
  const head = bytes.subarray(0, empty === -1 ? bytes.length : empty + 2)
  return head.length === 0 || head.includes(CR) ? null : head.length
}

/** Puts CR LF into a head that was copied as text: editors and logs keep only the LF. */
function withLineEnds(bytes: Buffer): { bytes: Buffer; pasted: boolean } {
  const length = bareHead(bytes)
  const [firstLine = ''] = bytes
    .subarray(0, length ?? 0)
    .toString('latin1')
    .split('\n', 1)
  if (length === null || !/^\S+ \S.* HTTP\/1\.[01]$/.test(firstLine)) return { bytes, pasted: false }
  const lines = bytes.subarray(0, length).toString('latin1').replace(/\n*$/, '').split('\n')
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  return { bytes: Buffer.concat([head, bytes.subarray(length)]), pasted: true }
}

/**
 * Reads raw HTTP requests, one after another, as they stand in a file. Strict, as the listener is; only a head without
 * any CR is taken for pasted text. What is no request becomes one connection event and ends the input, since nobody can
 * tell where the next request would begin.
 */
export function readRequests(input: Buffer, setting: Setting): RequestsFound {
  const entries: Found[] = []
  let pasted = false
  let rest = withoutBlankLines(input)
  while (rest.length > 0 || entries.length === 0) {
    const made = withLineEnds(rest)
    pasted ||= made.pasted
    const parser = new RequestParser(LIMITS)
    parser.feed(made.bytes)
    const step = parser.step()
    const number = entries.length + 1
    if (step !== 'complete') {
      entries.push(troubleOf(rest, number, step === 'refused' ? refusalOf(parser) : unfinished(rest), setting))
      break
    }
    entries.push(callbackOf(parser, number, setting))
    rest = withoutBlankLines(made.bytes.subarray(parser.raw.length))
  }
  return { entries, pasted }
}

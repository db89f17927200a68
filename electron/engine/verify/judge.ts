import type { CallbackFacts, StoredEntry } from '../../../shared/model/stored.ts'
import type { CallbackInput, Judged, JudgeTools } from '../../../shared/checks/judge.ts'
import { judgeCallback, judgeSignature } from '../../../shared/checks/judge.ts'
import type { SoundToken } from '../../../shared/checks/jws-shape.ts'
import { SHIPPED_SURROUNDINGS } from '../../../shared/checks/source.ts'
import { parseHead } from '../listener/wire/head.ts'
import { addressTools } from './addresses.ts'
import { decodeBody } from './body.ts'
import type { DecodedBody } from './body.ts'
import { digestHash } from './hash.ts'
import { verifyToken } from './jws.ts'
import type { Judge, Judgement, SignatureJudge, TrustBase } from './types.ts'
import { wireBody } from './wire-body.ts'

export interface JudgeOptions {
  /** Bytes that a decompressed body may have at most. */
  readonly decodedBytes: number
}

const NO_CONNECTION: CallbackFacts = {
  kind: 'callback',
  connection: {
    number: 0,
    peer: { address: '', port: 0 },
    local: { address: '', port: 0 },
    scheme: 'https',
    tls: null,
  },
  requestNumber: 1,
  headLength: 0,
  framing: 'none',
  times: { secured: null, firstByte: 0, headEnd: 0, bodyEnd: 0, stored: null, answered: null },
  answerStatus: 0,
  simulated: false,
}

/** The act of an answer rule that gave no answer. */
function withheldBy({ rule }: CallbackFacts): 'close' | 'reset' | 'silence' | null {
  const act = rule?.act
  return act === 'close' || act === 'reset' || act === 'silence' ? act : null
}

function inputOf(
  entry: StoredEntry,
  facts: CallbackFacts,
  body: DecodedBody,
  head: CallbackInput['head'],
  trust: TrustBase,
): CallbackInput {
  const { sent = null, afterMs = null, status } = entry.outcome ?? {}
  return {
    head,
    bodyText: body.text,
    bodyFindings: body.findings,
    connection: facts.connection,
    answer: {
      status: status ?? facts.answerStatus,
      sent,
      afterMs,
      withheld: withheldBy(facts),
      asked: facts.rule?.act === 'forward',
      page: facts.answerPage ?? null,
    },
    receivedAt: entry.receivedAt,
    simulated: facts.simulated,
    profiles: trust.profiles,
    surroundings: trust.surroundings ?? SHIPPED_SURROUNDINGS,
  }
}

/**
 * Makes the judge. It answers at once when no signature has to be verified, else with a promise; it never throws, whatever the
 * request holds. A connection event has no request: it is judged as one without head and body.
 */
export function createJudge({ decodedBytes }: JudgeOptions): Judge {
  return (entry, trust) => {
    const facts = entry.facts.kind === 'callback' ? entry.facts : NO_CONNECTION
    const head = parseHead(entry.raw, facts.headLength)
    const body = decodeBody(wireBody(entry), head.headers, decodedBytes)
    const tools: JudgeTools = {
      hash: digestHash,
      addresses: addressTools,
      verify: (token, profileName) => verifyToken(token, trust.keySets, profileName, trust),
    }
    const withText = (judged: Judged): Judgement => ({ ...judged, head, bodyText: body.text })
    const judged = judgeCallback(inputOf(entry, facts, body, head, trust), tools)
    return judged instanceof Promise ? judged.then(withText) : withText(judged)
  }
}

/** Makes what judges the signature alone, exactly as the whole judge does. It may throw where that one is guarded. */
export function createSignatureJudge({ decodedBytes }: JudgeOptions): SignatureJudge {
  return (entry, trust, changed) => {
    const { facts, raw, receivedAt } = entry
    const head = parseHead(raw, facts.kind === 'callback' ? facts.headLength : 0)
    const { text } = decodeBody(wireBody(entry), head.headers, decodedBytes)
    const input = { head, bodyText: text, receivedAt, profiles: trust.profiles }
    const verify = (token: SoundToken, profileName: string | null) =>
      verifyToken(token, trust.keySets, profileName, trust)
    return judgeSignature(input, verify, changed)
  }
}

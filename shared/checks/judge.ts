import type { ConnectionFacts, RequestHead } from '../model/callback.ts'
import type { EndpointProfile } from '../model/profile.ts'
import type { Recognition } from '../model/recognition.ts'
import type { Finding, SignatureLight, Verdict } from '../model/verdict.ts'
import { checkAnswer } from './answer.ts'
import type { AnswerInput } from './answer.ts'
import { checkDigest } from './digest/check.ts'
import type { DigestHash, DigestWorking } from './digest/workings.ts'
import { readToken } from './jws-shape.ts'
import type { SoundToken } from './jws-shape.ts'
import { recognise, recogniseToken } from './recognise.ts'
import type { Recognised } from './recognise.ts'
import { noTokenLight, tokenLight } from './signature.ts'
import type { KeyOutcome } from './signature.ts'
import { checkSource } from './source.ts'
import type { AddressTools, Surroundings } from './source.ts'
import { exactEvent, jwsView, placeRemarks } from './token-view.ts'
import type { JwsView } from './token-view.ts'
import { checkTransport } from './transport.ts'

/** A callback as the checks see it: plain values only. */
export interface CallbackInput {
  readonly head: RequestHead
  /** Decoded text; '' when it is none. */
  readonly bodyText: string
  /** What was remarked while the body was decoded. */
  readonly bodyFindings: readonly Finding[]
  readonly connection: ConnectionFacts
  readonly answer: AnswerInput
  /** Wall clock of the arrival, ms since 1970. */
  readonly receivedAt: number
  readonly simulated: boolean
  readonly profiles: readonly EndpointProfile[]
  readonly surroundings: Surroundings
}

/** What only the engine can do; handed in. `verify` tries registered keys on a token, and never throws. */
export interface JudgeTools {
  readonly hash: DigestHash
  readonly addresses: AddressTools
  readonly verify: (token: SoundToken, profileName: string | null) => Promise<KeyOutcome>
}

export interface Judged {
  readonly recognition: Recognition
  readonly verdict: Verdict
  readonly digest: readonly DigestWorking[]
  readonly jws: JwsView | null
}

function assemble(
  input: CallbackInput,
  found: Recognised,
  signature: SignatureLight,
  jws: JwsView | null,
  { hash, addresses }: JudgeTools,
): Judged {
  const { recognition, profile } = found
  const digest = checkDigest(found, hash)
  const { headers } = input.head
  const { receivedAt, simulated, surroundings } = input
  const peer = input.connection.peer.address
  const source = checkSource({ peer, headers, profile, receivedAt, simulated, surroundings }, addresses)
  const transport = checkTransport(input.connection, headers)
  const verdict = { digest: digest.light, signature, source, transport, answer: checkAnswer(input.answer, recognition) }
  const notes = input.bodyFindings.length === 0 ? recognition.notes : [...input.bodyFindings, ...recognition.notes]
  return { recognition: { ...recognition, notes }, verdict, digest: digest.workings, jws }
}

/**
 * Judges one callback. Answers at once when there is no token whose signature must be verified, else with a promise. The clock of
 * all checks is the time of arrival, so that judging later gives the same verdict.
 */
export function judgeCallback(input: CallbackInput, tools: JudgeTools): Judged | Promise<Judged> {
  const found = recognise(input.head, input.bodyText, input.profiles)
  const { recognition, jwsPresence, jwsPlace } = found
  const finish = (signature: SignatureLight, jws: JwsView | null) => assemble(input, found, signature, jws, tools)
  const jwsData = recognition.jws
  if (jwsData === null || jwsPresence !== 'text') {
    const presence = jwsPresence === 'text' ? 'absent' : jwsPresence
    return finish(noTokenLight(recognition.family, presence, placeRemarks(jwsPlace)), null)
  }
  const event = found.event === undefined ? undefined : exactEvent(input.bodyText, found.eventPath)
  const shape = readToken(jwsData)
  const now = input.receivedAt / 1000
  const conclude = (outcome: KeyOutcome | null) =>
    finish(
      tokenLight(shape, outcome, event, now, placeRemarks(jwsPlace)),
      jwsView(jwsData, shape, outcome, event, jwsPlace, now),
    )
  return shape.sound ? tools.verify(shape, recognition.profileName).then(conclude) : conclude(null)
}

/** Whether the keys that are tried on a token that names this one are other ones than before. */
export type KeysChanged = (keyId: string | null, profileName: string | null) => boolean

/**
 * The signature light alone, exactly as `judgeCallback` gives it: what is left to look at when nothing but keys has changed. null: it
 * is what it was, since no key, or none of those that have changed, has a say in it.
 */
export function judgeSignature(
  input: Pick<CallbackInput, 'head' | 'bodyText' | 'receivedAt' | 'profiles'>,
  verify: JudgeTools['verify'],
  changed: KeysChanged,
): Promise<SignatureLight> | null {
  const found = recogniseToken(input.head, input.bodyText, input.profiles)
  if (found.jws === null || found.jwsPresence !== 'text') return null
  const shape = readToken(found.jws)
  if (!shape.sound || !changed(shape.keyId, found.profileName)) return null
  const remarks = placeRemarks(found.jwsPlace)
  const event = found.event === undefined ? undefined : exactEvent(input.bodyText, found.eventPath)
  return verify(shape, found.profileName).then((outcome) =>
    tokenLight(shape, outcome, event, input.receivedAt / 1000, remarks),
  )
}

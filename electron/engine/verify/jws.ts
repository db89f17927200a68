import { webcrypto } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { compactVerify } from 'jose'
import { JWS_ALGORITHM } from '../../../shared/facts/jws.ts'
import type { SoundToken } from '../../../shared/checks/jws-shape.ts'
import type { KeyOutcome } from '../../../shared/checks/signature.ts'
import type { KeySet, TrustBase, VerificationKey } from './types.ts'
import { verifyHere } from './verify-here.ts'

/** A key of a set that a token may have been signed with. */
interface Candidate {
  readonly set: KeySet
  readonly key: VerificationKey
}

/** A token without a key name must not hold us up without end: more keys than any key set holds, some 50 ms of work. */
const MOST_TRIED = 1000
/** Keys that are tried before others get a turn of the loop: less than a millisecond. */
const AT_ONCE = 32

async function verifies(token: string, { key }: Candidate): Promise<boolean> {
  if (key.key === null) return false
  try {
    await compactVerify(token, key.key, { algorithms: [JWS_ALGORITHM] })
    return true
  } catch {
    return false
  }
}

async function firstThatVerifies(
  token: SoundToken,
  candidates: readonly Candidate[],
): Promise<{ candidate: Candidate; tried: number } | null> {
  let tried = 0
  verifyHere(webcrypto.subtle)
  for (const candidate of candidates) {
    if (candidate.key.key === null || candidate.key.modulusBytes !== token.signature.length) continue
    tried++
    if (await verifies(token.token, candidate)) return { candidate, tried }
    if (tried === MOST_TRIED) return null
    if (tried % AT_ONCE === 0) await nextTurn()
  }
  return null
}

/** What to say when every named key is refused: the unsafe one first, then what is wrong with a key that is RSA at all. */
function refusalOf(named: readonly Candidate[]): KeyOutcome | null {
  const worst =
    named.find(({ key }) => key.cause === 'exponent') ?? named.find(({ key }) => key.cause !== 'type') ?? named[0]
  if (worst === undefined) return null
  const { cause, refused, keyId } = worst.key
  return cause === null || refused === null ? null : { kind: 'refused', cause, keyId, why: refused }
}

/** Why none of the named keys verified; looks whether another key of the sets does. */
async function explain(token: SoundToken, named: readonly Candidate[], all: readonly Candidate[]): Promise<KeyOutcome> {
  const usable = named.filter(({ key }) => key.key !== null)
  const refusal = usable.length > 0 ? null : refusalOf(named)
  if (refusal !== null) return refusal
  const signatureBytes = token.signature.length
  const [first] = usable
  if (first !== undefined && usable.every(({ key }) => key.modulusBytes !== signatureBytes)) {
    return { kind: 'length', signatureBytes, modulusBytes: first.key.modulusBytes }
  }
  const others = all.filter((candidate) => !named.includes(candidate))
  const other = (await firstThatVerifies(token, others))?.candidate ?? null
  return { kind: 'mismatch', other: other === null ? null : { keyId: other.key.keyId, keySet: other.set.name } }
}

/** A set by name, environment and date: an old copy, or one of the other environment, is why a key is not found. */
function labelOf({ name, environment, source }: KeySet): string {
  const at = source?.at ?? null
  const date = at === null ? null : `of ${new Date(at).toISOString().slice(0, 10)}`
  const about = [environment, date].filter((part) => part !== undefined && part !== null)
  return about.length === 0 ? name : `${name} (${about.join(', ')})`
}

const differing = (endpoint: string | undefined, keySet: string | undefined) =>
  endpoint === undefined || keySet === undefined || endpoint === keySet ? null : { endpoint, keySet }

interface Choice {
  readonly sets: readonly KeySet[]
  readonly own: KeySet | undefined
  readonly all: readonly Candidate[]
  readonly candidates: readonly Candidate[]
}

/** Which keys are tried on a token that names this key (null: none), in which order. */
function choose(keySets: readonly KeySet[], keyId: string | null, profileName: string | null): Choice {
  const isOwn = (set: KeySet) => profileName !== null && set.profileName === profileName
  const sets = [...keySets.filter(isOwn), ...keySets.filter((set) => !isOwn(set))]
  const all = sets.flatMap((set) => set.keys.map((key) => ({ set, key })))
  const named = keyId === null ? all : all.filter(({ key }) => key.keyId === keyId)
  // A set in PEM has no key names, so that its keys are tried whatever the token says.
  const nameless = keyId === null ? [] : all.filter(({ key }) => key.keyId === null)
  return { sets, own: sets.find(isOwn), all, candidates: [...named, ...nameless] }
}

/**
 * Everything about keys that the state of the signature light of a token can depend on: two equal texts, and it is what it was.
 * Whether another key of the sets would have verified is said, but changes no state.
 */
export function keysInText(trust: TrustBase, keyId: string | null, profileName: string | null): string {
  const { keySets, unreadable = [], notFetched = [] } = trust
  const { own, all, candidates } = choose(keySets, keyId, profileName)
  if (all.length === 0) return JSON.stringify([keySets.length, unreadable.length, notFetched.length])
  const keys = candidates.map(({ set, key: { key, ...facts } }) => [
    set === own,
    set.profileName,
    set.environment ?? null,
    key !== null,
    facts,
  ])
  return JSON.stringify([own?.environment ?? null, own === undefined, keys])
}

/**
 * Tries the registered keys on a token whose form is right: the keys that it names, or all when it names none. Keys come from
 * registered sets only. The set of the endpoint's profile goes before others. RS256 only; never throws, fetches nothing.
 * The last argument says what is wrong with sets that were named and cannot be used.
 */
export async function verifyToken(
  token: SoundToken,
  keySets: readonly KeySet[],
  profileName: string | null,
  { unreadable = [], notFetched = [] }: Pick<TrustBase, 'unreadable' | 'notFetched'> = {},
): Promise<KeyOutcome> {
  if (keySets.length === 0) {
    const [broken] = unreadable
    if (broken !== undefined) return { kind: 'unreadable', problem: broken }
    const [missing] = notFetched
    return missing === undefined ? { kind: 'no-key-set' } : { kind: 'not-fetched', problem: missing }
  }
  const { sets, own, all, candidates } = choose(keySets, token.keyId, profileName)
  if (all.length === 0) return { kind: 'empty', sets: sets.map(labelOf) }
  if (candidates.every(({ key }) => key.cause === 'type' && key.keyId !== token.keyId)) {
    return { kind: 'not-found', sets: sets.map(labelOf), environment: own?.environment ?? null }
  }
  const found = await firstThatVerifies(token, candidates)
  if (found === null) return explain(token, candidates, all)
  const { set, key } = found.candidate
  // The same key in two sets (a profile's and one of --jwks) is one key.
  const different = new Set(candidates.flatMap((candidate) => candidate.key.numbers ?? []))
  return {
    kind: 'verified',
    keyId: key.keyId,
    keySet: set.name,
    tried: different.size,
    repaired: key.repaired,
    otherSet: own !== undefined && set.profileName !== profileName,
    environments: differing(own?.environment, set.environment),
  }
}

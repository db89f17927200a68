import type { KeysChanged } from '../../../shared/checks/judge.ts'
import type { webcrypto } from 'node:crypto'
import type { RequestHead } from '../../../shared/model/callback.ts'
import type { Surroundings } from '../../../shared/checks/source.ts'
import type { Recognition } from '../../../shared/model/recognition.ts'
import type { KeyCause } from '../../../shared/checks/signature.ts'
import type { SignatureLight, Verdict } from '../../../shared/model/verdict.ts'
import type { EndpointProfile } from '../../../shared/model/profile.ts'
import type { CallbackDetail } from '../../../shared/protocol/views.ts'
import type { StoredEntry } from '../../../shared/model/stored.ts'

/** Where a key set comes from, and how old it is. */
export interface KeySetSource {
  readonly kind: 'file' | 'inline' | 'pem' | 'url' | 'pasted'
  /** Path or address; '' where it stands in the profile itself. */
  readonly place: string
  /** When it was fetched, or the file was changed; ms since 1970. */
  readonly at: number | null
}

/** A key set that is ready to verify with; made once from JWKS text, keys imported and cached. */
export interface KeySet {
  /** Profile or file name, for the user. */
  readonly name: string
  readonly profileName: string | null
  /** Of the profile that it belongs to: test and production have key sets of their own. */
  readonly environment?: EndpointProfile['environment']
  readonly source?: KeySetSource
  readonly keys: readonly VerificationKey[]
  /** What was repaired or refused while reading it (white space in n, a BOM, `use` enc, …). */
  readonly remarks: readonly string[]
}

/** One JWK of a set: usable, or with the reason why not. */
export interface VerificationKey {
  readonly keyId: string | null
  readonly modulusBytes: number
  /** Bits of the modulus; null where there is none to count. */
  readonly bits: number | null
  /** Modulus and exponent in one text, equal for the same key in two sets; null where there is no key. */
  readonly numbers: string | null
  readonly key: webcrypto.CryptoKey | null
  /** Why it cannot be used, for the user; `cause` says the same for programs. */
  readonly refused: string | null
  readonly cause: KeyCause | null
  readonly repaired: string | null
}

/** Profiles with their key sets, as they stand now. */
export interface TrustBase {
  readonly profiles: readonly EndpointProfile[]
  readonly keySets: readonly KeySet[]
  /** What is wrong with key sets that cannot be read and have no good version: a token is then not merely without a set. */
  readonly unreadable?: readonly string[]
  /** The same of those that are named by an address and were never fetched. */
  readonly notFetched?: readonly string[]
  /** List of sources and trusted proxies of the settings; absent: the shipped list, and no proxy. */
  readonly surroundings?: Surroundings
}

export interface Judgement {
  /** The parsed head, so that whoever lists or shows the callback need not parse it again. */
  readonly head: RequestHead
  readonly recognition: Recognition
  readonly verdict: Verdict
  readonly digest: CallbackDetail['digest']
  readonly jws: CallbackDetail['jws']
  /** Body as text for the search index; '' when it is not text. */
  readonly bodyText: string
}

/** Judges one stored callback against a trust base. The clock is the entry's own arrival time. Never throws. */
export type Judge = (entry: StoredEntry, trust: TrustBase) => Judgement | Promise<Judgement>

/** Judges the signature of one stored callback, and nothing else; null: no key that changed has a say in it. */
export type SignatureJudge = (
  entry: StoredEntry,
  trust: TrustBase,
  changed: KeysChanged,
) => Promise<SignatureLight> | null

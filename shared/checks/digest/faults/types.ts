import type { DigestFaultCode } from '../../../facts/digest-faults.ts'
import type { Evidence } from '../../../model/verdict.ts'

/** Hashes that the search may need: the bank's two, and those that somebody may have taken in their place. */
export type HashName = 'MD5' | 'SHA1' | 'SHA256' | 'SHA384' | 'SHA512'

/** Lower-case hexadecimal hash of a text in UTF-8, or with one byte per character. */
export type FaultHash = (name: HashName, text: string, encoding: 'utf8' | 'latin1') => string

/** One piece of the text that is hashed. */
export interface Piece {
  readonly kind: 'value' | 'salt'
  readonly name: string
  readonly text: string
}

/** How the values are joined. */
export interface Joining {
  /** Between two values, and between values and salt. */
  readonly between: string
  readonly beforeSalt: string
  /** At the very end. */
  readonly after: string
  /** Writes a value with its name; null: the value alone. */
  readonly named: ((piece: Piece, first: boolean) => string) | null
}

export const CHARACTER_SETS = ['utf8', 'latin1', 'windows-1252', 'ascii', 'utf-16le', 'utf-16be', 'cp850'] as const
export type CharacterSet = (typeof CHARACTER_SETS)[number]

/** One way to make a digest. Plain data: a fault takes one and gives another. */
export interface Recipe {
  readonly algorithm: HashName
  readonly pieces: readonly Piece[]
  readonly joining: Joining
  readonly characters: CharacterSet
  readonly wrap: 'none' | 'hmac' | 'upper' | 'lower' | 'other-upper' | 'other-lower'
}

/** How common a fault is: 1 the usual ones … 4 the exotic ones. */
export type Cost = 1 | 2 | 3 | 4

/** The order in which two faults are applied: a list is chosen before its values are changed. */
export const STAGES = {
  list: 0,
  identifier: 1,
  salt: 2,
  'value-text': 3,
  'salt-text': 4,
  place: 5,
  joining: 6,
  hash: 7,
} as const
export type Stage = keyof typeof STAGES

/** One thing that may have gone wrong. */
export interface Fault {
  readonly code: DigestFaultCode
  readonly cost: Cost
  readonly stage: Stage
  /** Two faults of one family and subject exclude each other. */
  readonly family: string
  /** What it happens to: the name of a parameter, `*` for every value, '' for the whole. */
  readonly subject: string
  /** One sentence for this very case. Never holds a salt. */
  readonly summary: string
  readonly evidence: Evidence
  /** Null: it changes nothing here. */
  readonly apply: (recipe: Recipe) => Recipe | null
}

/** A change of a text, for values and salts alike. */
export interface Edit {
  readonly id: string
  readonly family: 'case' | 'space' | 'percent' | 'html' | 'quote' | 'number' | 'characters' | 'cut'
  readonly cost: Cost
  readonly codes: { readonly value: DigestFaultCode; readonly salt: DigestFaultCode }
  /** How the text was hashed: "in lower case". */
  readonly words: string
  readonly apply: (text: string) => string
}

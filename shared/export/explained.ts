import { HASH_NAMES } from '../model/algorithm-names.ts'
import type { EvidenceValue } from '../model/verdict.ts'

type Evidence = Readonly<Record<string, EvidenceValue>>

/** A piece of evidence as people read it: its name, and its lines. */
export interface EvidencePiece {
  readonly key: string
  readonly name: string
  readonly lines: readonly string[]
}

/** The evidence of a finding, taken apart: what was expected and what came stand beside each other, the rest follows. */
export interface Explained {
  readonly expected: readonly string[]
  readonly received: readonly string[]
  readonly seen: readonly EvidencePiece[]
}

/** How some pieces are called where the key alone would not do. */
const NAMES: Readonly<Record<string, string>> = {
  afterMs: 'after',
  limitMs: 'limit',
  usedBy: 'used by',
  namedIn: 'trusted in',
  registeredAt: 'registered at',
  userAgent: 'user agent',
  serverName: 'server name',
  saltsTried: 'salts tried',
}

/** Evidence that names an algorithm. */
const HASHED = ['algorithm', 'checked', 'used']
const SPOKEN: Readonly<Record<string, string>> = HASH_NAMES

/** The name of a piece of evidence as people write it: `saltsTried` becomes `salts tried`. */
export function evidenceName(key: string): string {
  return (
    NAMES[key] ??
    key
      .replace(/Ms$/, '')
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
  )
}

/** Milliseconds in their natural unit: `38 ms`, `5.2 s`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${String(Math.round(milliseconds))} ms`
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`
}

/** The lines of a value: lists item by item, texts line by line; none for null. */
function linesOf(key: string, value: EvidenceValue | undefined): readonly string[] {
  if (value === null || value === undefined) return []
  if (typeof value === 'number') return [key.endsWith('Ms') ? durationText(value) : String(value)]
  if (typeof value === 'boolean') return [value ? 'yes' : 'no']
  if (typeof value !== 'string') return value
  if (HASHED.includes(key)) return [SPOKEN[value] ?? value]
  return value.split('\n')
}

/** For programs: people read the cause in the explanation. */
const UNSHOWN = ['cause', 'causeCodes']

/** Takes the evidence of a finding, gives it as window and command line show it. */
export function explained(evidence: Evidence): Explained {
  const { expected, received, ...rest } = evidence
  const seen = Object.entries(rest).flatMap(([key, value]) => {
    const lines = linesOf(key, value)
    return lines.length === 0 || UNSHOWN.includes(key) ? [] : [{ key, name: evidenceName(key), lines }]
  })
  return { expected: linesOf('expected', expected), received: linesOf('received', received), seen }
}

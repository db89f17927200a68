import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Light, LightName } from '../../../shared/model/verdict.ts'
import { withAgentPair } from '../../../shared/checks/deliveries/agent-pair.ts'
import { grow } from '../../../shared/checks/deliveries/grow.ts'
import { place } from '../../../shared/checks/deliveries/place.ts'
import { headline } from '../../../shared/checks/headline.ts'
import type { StoredEntry } from '../../../shared/model/stored.ts'
import { groupRequest } from '../deliveries/identity.ts'
import { createJudge } from './judge.ts'
import { corpus, corpusText, entryOf, keySetOf, profileOf } from './test-support.ts'
import type { EntryOptions } from './test-support.ts'
import type { Judgement, KeySet, TrustBase } from './types.ts'

const FOLDER = join(import.meta.dirname, '../../../e2e/corpus/cases')

/** settings.json of a case: the circumstances, and what the user has registered. Whatever is absent is as in `entryOf`. */
interface CaseSettings extends Omit<EntryOptions, 'receivedAt'> {
  /** ISO 8601. */
  readonly receivedAt?: string
  /** As in a profile file; `version` may be left out. */
  readonly profiles?: readonly Record<string, unknown>[]
  /** Files of the corpus with key sets. */
  readonly keySets?: readonly string[]
  /** Milliseconds that `earlier.http` came before the request: another one of the same delivery. */
  readonly earlierMs?: number
}

/** expected.json of a case: what judging must give, no more and no less. */
export interface CaseExpected {
  readonly family: string
  readonly eventType: string | null
  readonly headline: string
  readonly lights: Readonly<Record<LightName, { readonly state: string; readonly findings: readonly string[] }>>
  readonly notes: readonly string[]
}

/** One folder of e2e/corpus/cases, read. */
export interface CaseFolder {
  readonly name: string
  readonly raw: Uint8Array
  readonly options: EntryOptions
  /** What came before it; null: nothing that matters. */
  readonly earlier: { readonly raw: Uint8Array; readonly beforeMs: number } | null
  readonly trust: () => Promise<TrustBase>
  readonly expected: CaseExpected
}

async function trustOf({ profiles = [], keySets = [] }: CaseSettings): Promise<TrustBase> {
  const sets: KeySet[] = []
  for (const name of keySets) sets.push(await keySetOf(corpusText(name)))
  return { profiles: profiles.map(profileOf), keySets: sets }
}

/** Every case that stands in a folder of its own (e2e/corpus/README.md). */
export function caseFolders(): readonly CaseFolder[] {
  return readdirSync(FOLDER)
    .toSorted()
    .map((name) => {
      const settings = corpus<CaseSettings>(`cases/${name}/settings.json`)
      const { receivedAt, earlierMs, ...rest } = settings
      const earlier = earlierMs === undefined ? null : readFileSync(join(FOLDER, name, 'earlier.http'))
      return {
        name,
        raw: readFileSync(join(FOLDER, name, 'request.http')),
        options: { ...rest, ...(receivedAt === undefined ? {} : { receivedAt: Date.parse(receivedAt) }) },
        earlier: earlier === null ? null : { raw: earlier, beforeMs: earlierMs ?? 0 },
        trust: () => trustOf(settings),
        expected: corpus<CaseExpected>(`cases/${name}/expected.json`),
      }
    })
}

const judge = createJudge({ decodedBytes: 1_048_576 })

async function grouped(entry: StoredEntry, trust: TrustBase) {
  const judgement = await judge(entry, trust)
  if (entry.facts.kind !== 'callback') throw new Error('a case is a callback')
  const request = groupRequest(entry, entry.facts, judgement, trust.profiles, entry.facts.answerStatus)
  return { judgement, request }
}

/** Judges a case as the engine does: with what came before it in its delivery. */
export async function judgeCase({ raw, options, earlier, trust }: CaseFolder): Promise<Judgement> {
  const base = await trust()
  const entry = { ...entryOf(raw, options), sequence: 2 }
  const { judgement, request } = await grouped(entry, base)
  if (earlier === null) return judgement
  const at = { ...options, receivedAt: entry.receivedAt - earlier.beforeMs }
  const { request: first } = await grouped(entryOf(earlier.raw, at), base)
  if (first === null || request === null) throw new Error('a delivery is of known callbacks')
  const begun = grow(first, { kind: 'new', follows: null })
  const delivery = grow(request, place(request, [begun]))
  return { ...judgement, verdict: withAgentPair(judgement.verdict, delivery, entry.sequence) }
}

/** A judgement in the form of expected.json. */
export function asExpected({ recognition, verdict }: Judgement): CaseExpected {
  const { family, eventType, notes } = recognition
  const told = ({ state, findings }: Light) => ({ state, findings: findings.map(({ code }) => code) })
  const { digest, signature, source, transport, answer } = verdict
  const lights = {
    digest: told(digest),
    signature: told(signature),
    source: told(source),
    transport: told(transport),
    answer: told(answer),
  }
  return { family, eventType, headline: headline(recognition, verdict), lights, notes: notes.map(({ code }) => code) }
}

/** Every code that a case expects. */
export function codesExpected({ lights, notes }: CaseExpected): readonly string[] {
  return [...Object.values(lights).flatMap(({ findings }) => findings), ...notes]
}

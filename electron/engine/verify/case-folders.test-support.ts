import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Light, LightName } from '../../../shared/model/verdict.ts'
import { headline } from '../../../shared/checks/headline.ts'
import { corpus, corpusText, keySetOf, profileOf } from './test-support.ts'
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
      const { receivedAt, ...rest } = settings
      return {
        name,
        raw: readFileSync(join(FOLDER, name, 'request.http')),
        options: { ...rest, ...(receivedAt === undefined ? {} : { receivedAt: Date.parse(receivedAt) }) },
        trust: () => trustOf(settings),
        expected: corpus<CaseExpected>(`cases/${name}/expected.json`),
      }
    })
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

import { FAMILIES } from '../../../shared/model/callback.ts'
import { LIGHT_STATES } from '../../../shared/model/verdict.ts'
import type { LightName } from '../../../shared/model/verdict.ts'
import { ProblemError } from '../../../shared/protocol/errors.ts'
import type { Core } from './core.ts'
import { writingProblem } from './problems.ts'
import { lightSql, packedWith } from './row-codec.ts'
import { readEntriesBelow, readEntriesOf } from './reader.ts'
import type { Sqlite } from './sqlite.ts'
import type { Archive } from './types.ts'
import type { LegacyBatch, LightsChange, LitRow } from './light-changes.ts'

const HEAD_BYTES = 2_048
const LEGACY = String(FAMILIES.indexOf('legacy'))
const LEGACY_CALLBACK = `i.kind = 0 AND family = ${LEGACY}`
const inOneText = (head: string, from: string, columns: string): string =>
  `SELECT json_group_array(json_array(sequence, lights, simulated, target${head})), min(sequence) FROM (
    SELECT i.sequence, lights, simulated, target${columns} FROM entry_index AS i CROSS JOIN light USING (sequence)${from}
    WHERE i.sequence < ? AND ${LEGACY_CALLBACK} ORDER BY i.sequence DESC LIMIT ?)`
const NARROW = inOneText('', '', '')
const WITH_HEAD = inOneText(
  ', hex(head)',
  ' CROSS JOIN arrival USING (sequence)',
  `, substr(raw, 1, ${String(HEAD_BYTES)}) AS head`,
)
const SET_MANY = 'UPDATE light SET lights = ? WHERE sequence IN (SELECT value FROM json_each(?)) AND +lights = ?'

/** Legacy callbacks below a number, newest first. */
function readLegacyBatch(sqlite: Sqlite, below: number, limit: number, heads: boolean): LegacyBatch | null {
  const [row] = sqlite.lists(heads ? WITH_HEAD : NARROW, below, limit)
  const [text, last] = row ?? []
  return last == null ? null : { text: String(text), last: Number(last) }
}

const NONE = String(LIGHT_STATES.indexOf('not-applicable'))

/** Every packed number in which a light says anything but `not-applicable`. */
const litWith = (name: LightName): readonly number[] =>
  LIGHT_STATES.flatMap((state) => (state === 'not-applicable' ? [] : packedWith(name, state)))

/** How many callbacks have a light that says anything but `not-applicable`: counted on the index of lights, so not at all long. */
const countLit = (sqlite: Sqlite, name: LightName): number =>
  sqlite.number(`SELECT count(*) FROM light WHERE lights IN (${litWith(name).join(',')})`)

const LIT = `SELECT sequence, arrival.received_at, facts, raw, sent, after_ms, status, lights
  FROM light CROSS JOIN arrival USING (sequence) CROSS JOIN entry_index USING (sequence)`

/** They themselves below a number, newest first. */
const readLit = (sqlite: Sqlite, name: LightName, below: number, limit: number): readonly LitRow[] =>
  sqlite.lists(
    `${LIT} WHERE light.sequence < ? AND ${lightSql(name)} <> ${NONE} AND arrival.kind = 0 ORDER BY light.sequence DESC LIMIT ?`,
    below,
    limit,
  )

/** Callbacks by their numbers; without those that are gone. */
const readLitOf = (sqlite: Sqlite, sequences: readonly number[]): readonly LitRow[] =>
  sqlite.lists(
    `${LIT} WHERE light.sequence IN (SELECT value FROM json_each(?)) AND arrival.kind = 0`,
    JSON.stringify(sequences),
  )

/** Writes other lights in one transaction; a row that was removed stays removed. It does not sync, as for every index row. */
function relight(core: Core, changes: readonly LightsChange[]): void {
  const { sqlite, options, maintenance } = core
  if (!core.open || core.sidecar === null || changes.length === 0) return
  try {
    sqlite.transaction(() => {
      for (const { from, to, sequences } of changes) sqlite.run(SET_MANY, to, sequences, from)
    })
  } catch (thrown) {
    throw new ProblemError(writingProblem(options.file, thrown), { cause: thrown })
  }
  maintenance.touched()
}

/** Tells views and clients that rows have other lights. */
function tellRelit(core: Core): void {
  if (!core.open) return
  core.views.relit()
  core.emit({ kind: 'relit' })
}

type RejudgeSide = Pick<
  Archive,
  'entriesBelow' | 'entriesOf' | 'legacyBatch' | 'countLit' | 'lit' | 'litOf' | 'relight' | 'relit'
>

/** The side of an archive that judging again works with. */
export function rejudgeSide(core: Core): RejudgeSide {
  const { sqlite } = core
  return {
    entriesBelow: (below, limit) => core.reading([], () => readEntriesBelow(sqlite, below, limit)),
    entriesOf: (sequences) => core.reading([], () => readEntriesOf(sqlite, sequences)),
    legacyBatch: (below, limit, heads) => core.reading(null, () => readLegacyBatch(sqlite, below, limit, heads)),
    countLit: (name) => core.reading(0, () => countLit(sqlite, name)),
    lit: (name, below, limit) => core.reading([], () => readLit(sqlite, name, below, limit)),
    litOf: (sequences) => core.reading([], () => readLitOf(sqlite, sequences)),
    relight: (changes) => relight(core, changes),
    relit: () => tellRelit(core),
  }
}

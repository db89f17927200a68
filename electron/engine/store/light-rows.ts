import { FAMILIES } from '../../../shared/model/callback.ts'
import { LIGHT_STATES } from '../../../shared/model/verdict.ts'
import type { LightName } from '../../../shared/model/verdict.ts'
import { ProblemError } from '../../../shared/protocol/errors.ts'
import type { Core } from './core.ts'
import { writingProblem } from './problems.ts'
import { lightSql, packedWith, storedEntry, textValue } from './row-codec.ts'
import { readEntriesBelow, readEntriesOf } from './reader.ts'
import type { SqlList, Sqlite } from './sqlite.ts'
import type { Archive } from './types.ts'
import type { LightRow, LitEntry, RowChange } from './light-changes.ts'

const HEAD_BYTES = 2_048
const LEGACY = String(FAMILIES.indexOf('legacy'))
const LEGACY_CALLBACK = `i.kind = 0 AND family = ${LEGACY}`
const NARROW = `SELECT i.sequence, target, lights, simulated FROM entry_index AS i CROSS JOIN light USING (sequence)
  WHERE i.sequence < ? AND ${LEGACY_CALLBACK} ORDER BY i.sequence DESC LIMIT ?`
const WITH_HEAD = `SELECT i.sequence, target, lights, simulated, substr(raw, 1, ${String(HEAD_BYTES)}) AS head
  FROM entry_index AS i CROSS JOIN light USING (sequence) CROSS JOIN arrival USING (sequence)
  WHERE i.sequence < ? AND ${LEGACY_CALLBACK} ORDER BY i.sequence DESC LIMIT ?`
const SET_MANY = 'UPDATE light SET lights = ? WHERE sequence IN (SELECT value FROM json_each(?)) AND +lights = ?'

function lightRow([sequence, target, lights, simulated, head]: SqlList): LightRow {
  return {
    sequence: Number(sequence),
    target: textValue(String(target)),
    lights: Number(lights),
    simulated: simulated === 1,
    head: head instanceof Uint8Array ? head : null,
  }
}

/** Rows of legacy callbacks below a number, newest first. */
const readLegacyLights = (sqlite: Sqlite, below: number, limit: number, heads: boolean): LightRow[] =>
  sqlite.lists(heads ? WITH_HEAD : NARROW, below, limit).map(lightRow)

const NONE = String(LIGHT_STATES.indexOf('not-applicable'))

/** Every packed number in which a light says anything but `not-applicable`. */
const litWith = (name: LightName): readonly number[] =>
  LIGHT_STATES.flatMap((state) => (state === 'not-applicable' ? [] : packedWith(name, state)))

/** How many callbacks have a light that says anything but `not-applicable`: counted on the index of lights, so not at all long. */
const countLit = (sqlite: Sqlite, name: LightName): number =>
  sqlite.number(`SELECT count(*) FROM light WHERE lights IN (${litWith(name).join(',')})`)

function litEntry([sequence, receivedAt, facts, raw, lights]: SqlList): LitEntry {
  const row = { sequence: Number(sequence), received_at: Number(receivedAt), facts: String(facts), raw: raw ?? null }
  return { entry: storedEntry(row), lights: Number(lights) }
}

/** They themselves below a number, newest first. */
function readLit(sqlite: Sqlite, name: LightName, below: number, limit: number): LitEntry[] {
  const text = `SELECT sequence, received_at, facts, raw, lights FROM light CROSS JOIN arrival USING (sequence)
    WHERE light.sequence < ? AND ${lightSql(name)} <> ${NONE} AND kind = 0 ORDER BY light.sequence DESC LIMIT ?`
  return sqlite.lists(text, below, limit).map(litEntry)
}

/** Rows with the same change, so that one statement writes them: a statement for each takes most of the time. */
function together(rows: readonly RowChange[]) {
  const found = new Map<string, Omit<RowChange, 'sequence'> & { readonly sequences: number[] }>()
  for (const { sequence, from, to } of rows) {
    const name = `${String(from)} ${String(to)}`
    const known = found.get(name)
    if (known === undefined) found.set(name, { from, to, sequences: [sequence] })
    else known.sequences.push(sequence)
  }
  return found.values()
}

/** Writes other lights in one transaction; a row that was removed stays removed. It does not sync, as for every index row. */
function relight(core: Core, rows: readonly RowChange[]): void {
  const { sqlite, options, maintenance } = core
  if (!core.open || core.sidecar === null || rows.length === 0) return
  try {
    sqlite.transaction(() => {
      for (const { from, to, sequences } of together(rows)) sqlite.run(SET_MANY, to, JSON.stringify(sequences), from)
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
  'entriesBelow' | 'entriesOf' | 'legacyLights' | 'countLit' | 'lit' | 'relight' | 'relit'
>

/** The side of an archive that judging again works with. */
export function rejudgeSide(core: Core): RejudgeSide {
  const { sqlite } = core
  return {
    entriesBelow: (below, limit) => core.reading([], () => readEntriesBelow(sqlite, below, limit)),
    entriesOf: (sequences) => core.reading([], () => readEntriesOf(sqlite, sequences)),
    legacyLights: (below, limit, heads) => core.reading([], () => readLegacyLights(sqlite, below, limit, heads)),
    countLit: (name) => core.reading(0, () => countLit(sqlite, name)),
    lit: (name, below, limit) => core.reading([], () => readLit(sqlite, name, below, limit)),
    relight: (changes) => relight(core, changes),
    relit: () => tellRelit(core),
  }
}

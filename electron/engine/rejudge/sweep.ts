import { digestRecheck } from '../../../shared/checks/recheck-digest.ts'
import type { Recheck } from '../../../shared/checks/recheck-digest.ts'
import type { KeysChanged } from '../../../shared/checks/judge.ts'
import { lightStates } from '../../../shared/model/verdict.ts'
import type { CallbackFacts, StoredEntry } from '../../../shared/model/stored.ts'
import type { Pipeline } from '../pipeline.ts'
import { packLights, withLight } from '../store/row-codec.ts'
import type { LightRow, LitEntry, RowChange } from '../store/light-changes.ts'
import type { Archive } from '../store/types.ts'
import { digestHash } from '../verify/hash.ts'
import type { Judge, SignatureJudge, TrustBase } from '../verify/types.ts'
import { quickHost } from './quick-host.ts'
import type { SweepControl } from './rejudging.ts'
import { createSlices } from './slices.ts'
import type { Slices } from './slices.ts'
import { trustChange } from './trust-change.ts'
import type { TrustChange } from './trust-change.ts'

export interface SweepParts {
  readonly archive: Archive
  readonly judge: Judge
  readonly judgeSignature: SignatureJudge
  readonly trustFor: (facts: CallbackFacts) => TrustBase
  /** What real callbacks are judged with now. */
  readonly trust: () => TrustBase
  readonly pipeline: Pick<Pipeline, 'judgeAgain' | 'giveWay'>
  /** Monotonic clock, ms. */
  readonly monotonic: () => number
}

/** A row whose lights only its whole request can tell. */
interface Shown {
  readonly sequence: number
  readonly lights: number
}

/** Judges whole requests, and gives the lights that are not what their rows show. */
async function wholeLights(
  { archive, judge, trustFor }: SweepParts,
  rows: readonly Shown[],
): Promise<readonly RowChange[]> {
  const shown = new Map(rows.map(({ sequence, lights }) => [sequence, lights]))
  const lit = async (entry: StoredEntry): Promise<readonly RowChange[]> => {
    const from = shown.get(entry.sequence)
    if (entry.facts.kind !== 'callback' || from === undefined) return []
    const { verdict } = await judge(entry, trustFor(entry.facts))
    const to = packLights(lightStates(verdict))
    return from === to ? [] : [{ sequence: entry.sequence, from, to }]
  }
  return (await Promise.all(archive.entriesOf([...shown.keys()]).map(lit))).flat()
}

interface Sorted {
  /** Rows whose target alone could tell that they have other lights now. */
  readonly known: readonly RowChange[]
  readonly unknown: readonly LightRow[]
}

/** Takes rows, gives their lights as far as targets tell them. A target of 512 characters may have been cut for the list. */
function recheckRows(rows: readonly LightRow[], recheck: (row: LightRow) => Recheck): Sorted {
  const known: RowChange[] = []
  const unknown: LightRow[] = []
  for (const row of rows) {
    const state = recheck(row)
    if (state === 'unknown') unknown.push(row)
    else if (state !== 'unchanged') {
      const { sequence, lights: from } = row
      const to = withLight(from, 'digest', state)
      if (to !== from) known.push({ sequence, from, to })
    }
  }
  return { known, unknown }
}

const LONGEST_TARGET = 512

/** How one row's digest is looked at: its target, and the host from its head where a profile asks for one. */
function rowRecheck(trust: TrustBase, changed: Extract<TrustChange, { kind: 'digest' }>['changed'], heads: boolean) {
  const recheck = digestRecheck({ profiles: trust.profiles, changed, hash: digestHash })
  return ({ target, simulated, head }: LightRow): Recheck => {
    const host = head === null ? '' : quickHost(head)
    if (simulated || target.length >= LONGEST_TARGET || host === null || (heads && head === null)) return 'unknown'
    return recheck(target, host)
  }
}

/** Judges the requests of rows of which their targets do not tell enough. */
async function sweepWhole(
  parts: SweepParts,
  control: SweepControl,
  slices: Slices,
  rows: readonly Shown[],
): Promise<void> {
  for (let at = 0; at < rows.length && !control.cancelled();) {
    const some = rows.slice(at, at + slices.rows('whole'))
    parts.archive.relight(await wholeLights(parts, some))
    at += some.length
    await slices.step(some.length)
  }
}

async function sweepDigests(
  parts: SweepParts,
  control: SweepControl,
  trust: TrustBase,
  changed: Extract<TrustChange, { kind: 'digest' }>['changed'],
): Promise<number> {
  const { archive } = parts
  const heads = trust.profiles.some(({ host }) => host !== undefined)
  const recheck = rowRecheck(trust, changed, heads)
  const slices = createSlices(parts, control, archive.status().callbacks)
  let below = archive.lastSequence() + 1
  while (!control.cancelled()) {
    const rows = archive.legacyLights(below, slices.rows('narrow'), heads)
    const last = rows.at(-1)
    if (last === undefined) break
    const { known, unknown } = recheckRows(rows, recheck)
    archive.relight(known)
    below = last.sequence
    await slices.step(rows.length - unknown.length)
    await sweepWhole(parts, control, slices, unknown)
  }
  return slices.done()
}

const UNCHECKED = packLights(['unchecked', 'unchecked', 'unchecked', 'unchecked', 'unchecked'])

/** Simulated ones are judged with keys of their own beside the others. */
const always: KeysChanged = () => true

/** The new lights of a row by its signature alone; null where only the whole judge can tell. */
async function signatureLights(
  { judgeSignature, trustFor }: SweepParts,
  { entry, lights }: LitEntry,
  changed: KeysChanged,
): Promise<number | null> {
  // What our own checks failed on shows nothing but this, and only the guarded judge knows.
  if (entry.facts.kind !== 'callback' || lights === UNCHECKED) return null
  try {
    const judged = judgeSignature(entry, trustFor(entry.facts), entry.facts.simulated ? always : changed)
    return judged === null ? lights : withLight(lights, 'signature', (await judged).state)
  } catch {
    return null
  }
}

async function tokenLights(
  parts: SweepParts,
  rows: readonly LitEntry[],
  changed: KeysChanged,
): Promise<readonly RowChange[]> {
  const shown = rows.map(({ entry, lights }) => ({ sequence: entry.sequence, lights }))
  const found = await Promise.all(rows.map((row) => signatureLights(parts, row, changed)))
  const unknown = shown.filter((_, index) => found[index] === null)
  return [
    ...shown.flatMap(({ sequence, lights: from }, index) => {
      const to = found[index] ?? from
      return from === to ? [] : [{ sequence, from, to }]
    }),
    ...(unknown.length > 0 ? await wholeLights(parts, unknown) : []),
  ]
}

async function sweepTokens(parts: SweepParts, control: SweepControl, changed: KeysChanged): Promise<number> {
  const { archive } = parts
  const slices = createSlices(parts, control, archive.countLit('signature'))
  let below = archive.lastSequence() + 1
  while (!control.cancelled()) {
    const rows = archive.lit('signature', below, slices.rows('whole'))
    const last = rows.at(-1)
    if (last === undefined) break
    archive.relight(await tokenLights(parts, rows, changed))
    below = last.entry.sequence
    await slices.step(rows.length)
  }
  return slices.done()
}

async function sweepEverything(parts: SweepParts, control: SweepControl): Promise<number> {
  const { archive, pipeline } = parts
  const { callbacks, connectionEvents } = archive.status()
  const slices = createSlices(parts, control, callbacks + connectionEvents)
  // What comes later is judged as it arrives, with what holds then.
  let below = archive.lastSequence() + 1
  while (!control.cancelled()) {
    const entries = archive.entriesBelow(below, slices.rows('whole'))
    const last = entries.at(-1)
    if (last === undefined) break
    await pipeline.judgeAgain(entries)
    below = last.sequence
    await slices.step(entries.length)
  }
  return slices.done()
}

function sweepAs(parts: SweepParts, control: SweepControl, trust: TrustBase, change: TrustChange): Promise<number> {
  if (change.kind === 'digest') return sweepDigests(parts, control, trust, change.changed)
  return change.kind === 'keys' ? sweepTokens(parts, control, change.changed) : sweepEverything(parts, control)
}

/**
 * Makes the sweep that judges what is stored again, newest first. It looks only at what a change can touch: at the digests of legacy
 * callbacks when nothing but digest settings changed, at the tokens when nothing but keys did, else at everything.
 * @param judgedWith what all rows were judged with at the start; null when that is not known
 */
export function createSweep(
  parts: SweepParts,
  judgedWith: TrustBase | null,
): (control: SweepControl, everything: boolean) => Promise<number> {
  let before = judgedWith
  return async (control, everything) => {
    const trust = parts.trust()
    const change = trustChange(everything ? null : before, trust)
    // What is left half done, or fails, is no ground to build on.
    before = null
    try {
      const judged = await sweepAs(parts, control, trust, change)
      if (!control.cancelled()) before = trust
      return judged
    } finally {
      parts.archive.relit()
    }
  }
}

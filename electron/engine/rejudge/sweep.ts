import { lightStates } from '../../../shared/model/verdict.ts'
import type { CallbackFacts, StoredEntry } from '../../../shared/model/stored.ts'
import type { Pipeline } from '../pipeline.ts'
import { packLights } from '../store/row-codec.ts'
import type { Archive } from '../store/types.ts'
import type { Judge, TrustBase } from '../verify/types.ts'
import { needsHosts } from './digest-lights.ts'
import { gatherLights } from './gathered-lights.ts'
import type { GatheredLights } from './gathered-lights.ts'
import { together } from './judged-lights.ts'
import type { JudgedLights, LightsJudge, LightsQuestion, RowChange, ShownLights, SweepTrust } from './judged-lights.ts'
import type { SweepControl } from './rejudging.ts'
import { createSlices } from './slices.ts'
import type { Slices } from './slices.ts'
import { trustChange } from './trust-change.ts'
import type { TrustChange } from './trust-change.ts'

export interface SweepParts {
  readonly archive: Archive
  /** The guarded judge of the engine. */
  readonly judge: Judge
  /** Judges lights for one sweep, beside this thread. */
  readonly judgeLights: (trust: SweepTrust) => LightsJudge
  readonly trustFor: (facts: Pick<CallbackFacts, 'simulated'>) => TrustBase
  /** What real callbacks are judged with now. */
  readonly trust: () => TrustBase
  /** Bytes that a decompressed body may have at most. */
  readonly decodedBytes: () => number
  readonly pipeline: Pick<Pipeline, 'judgeAgain' | 'standBack'>
  /** Monotonic clock, ms. */
  readonly monotonic: () => number
}

/** One sweep under way. */
interface Sweep extends SweepParts {
  readonly control: SweepControl
  readonly slices: Slices
  readonly judged: LightsJudge
  readonly lights: GatheredLights
}

/** The simulator makes its key when it is first needed, so that it may come in the middle of a sweep. */
function followSimulator(parts: SweepParts, before: TrustBase, after: TrustBase): LightsJudge {
  const made = (simulated: TrustBase) => ({
    simulated,
    judge: parts.judgeLights({ before, after, simulated, decodedBytes: parts.decodedBytes() }),
  })
  let now = made(parts.trustFor({ simulated: true }))
  return (question) => {
    const simulated = parts.trustFor({ simulated: true })
    if (simulated.keySets[0] !== now.simulated.keySets[0]) now = made(simulated)
    return now.judge(question)
  }
}

/** Judges whole requests with the engine's own judge. */
async function judgeHere({ archive, judge, trustFor }: SweepParts, rows: readonly ShownLights[]): Promise<void> {
  const shown = new Map(rows.map(({ sequence, lights }) => [sequence, lights]))
  const lit = async (entry: StoredEntry): Promise<readonly RowChange[]> => {
    const from = shown.get(entry.sequence)
    if (entry.facts.kind !== 'callback' || from === undefined) return []
    const { verdict } = await judge(entry, trustFor(entry.facts))
    return [{ sequence: entry.sequence, from, to: packLights(lightStates(verdict)) }]
  }
  archive.relight(together((await Promise.all(archive.entriesOf([...shown.keys()]).map(lit))).flat()))
}

/** Writes what was found out about requests. */
async function writeRequests(sweep: Sweep, { asked, changes, open }: JudgedLights): Promise<void> {
  sweep.lights.add(changes)
  if (open.length > 0) await judgeHere(sweep, open)
  await sweep.slices.step(asked)
}

/** Writes what targets told, and has the requests of those judged that do not tell enough. */
async function writeDigests(sweep: Sweep, { asked, changes, open }: JudgedLights): Promise<void> {
  const { archive, slices, lights } = sweep
  lights.add(changes)
  await slices.step(asked - open.length)
  let at = 0
  const next = (): LightsQuestion | null => {
    const some = open.slice(at, at + slices.share('whole')).map(({ sequence }) => sequence)
    at += some.length
    return some.length === 0 ? null : { kind: 'requests', rows: archive.litOf(some) }
  }
  await throughAll(sweep, next, writeRequests)
}

/** Asks the judge batch by batch, and writes its answers in the same order. */
async function throughAll(
  sweep: Sweep,
  next: () => LightsQuestion | null,
  write: (sweep: Sweep, judged: JudgedLights) => Promise<void>,
): Promise<void> {
  const { control, judged, slices } = sweep
  const asked: Promise<JudgedLights>[] = []
  const ask = (): boolean => {
    const question = control.cancelled() ? null : next()
    if (question === null) return false
    const answer = judged(question)
    // One that fails after another has failed, or after a cancel, is not looked at any more.
    answer.catch(() => undefined)
    asked.push(answer)
    return true
  }
  for (;;) {
    while (asked.length < slices.share('batches') && ask());
    const first = asked.shift()
    if (first === undefined) return
    const answer = await slices.wait(first)
    if (control.cancelled()) return
    await write(sweep, answer)
  }
}

async function sweepDigests(sweep: Sweep, { profiles }: TrustBase): Promise<void> {
  const { archive, slices } = sweep
  const heads = needsHosts(profiles)
  let below = archive.lastSequence() + 1
  const next = (): LightsQuestion | null => {
    const batch = archive.legacyBatch(below, slices.share('narrow'), heads)
    below = batch?.last ?? below
    return batch === null ? null : { kind: 'digests', text: batch.text }
  }
  await throughAll(sweep, next, writeDigests)
}

async function sweepTokens(sweep: Sweep): Promise<void> {
  const { archive, slices } = sweep
  let below = archive.lastSequence() + 1
  const next = (): LightsQuestion | null => {
    const rows = archive.lit('signature', below, slices.share('whole'))
    below = Number(rows.at(-1)?.[0] ?? below)
    return rows.length === 0 ? null : { kind: 'tokens', rows }
  }
  await throughAll(sweep, next, writeRequests)
}

/** Looks at nothing but the lights that a change of digest settings, or of keys, can touch. */
async function sweepLights(
  parts: SweepParts,
  control: SweepControl,
  before: TrustBase,
  after: TrustBase,
  kind: 'digest' | 'keys',
): Promise<number> {
  const { archive } = parts
  const total = kind === 'digest' ? archive.status().callbacks : archive.countLit('signature')
  const slices = createSlices(parts, control, total)
  const lights = gatherLights(archive.relight)
  const sweep = { ...parts, control, slices, lights, judged: followSimulator(parts, before, after) }
  await (kind === 'digest' ? sweepDigests(sweep, after) : sweepTokens(sweep))
  lights.flush()
  return slices.done()
}

async function sweepEverything(parts: SweepParts, control: SweepControl): Promise<number> {
  const { archive, pipeline } = parts
  const { callbacks, connectionEvents } = archive.status()
  const slices = createSlices(parts, control, callbacks + connectionEvents)
  // What comes later is judged as it arrives, with what holds then.
  let below = archive.lastSequence() + 1
  while (!control.cancelled()) {
    const entries = archive.entriesBelow(below, slices.share('whole'))
    const last = entries.at(-1)
    if (last === undefined) break
    await pipeline.judgeAgain(entries)
    below = last.sequence
    await slices.step(entries.length)
  }
  return slices.done()
}

function sweepAs(
  parts: SweepParts,
  control: SweepControl,
  before: TrustBase | null,
  after: TrustBase,
): Promise<number> {
  const { kind }: TrustChange = trustChange(before, after)
  return before === null || kind === 'everything'
    ? sweepEverything(parts, control)
    : sweepLights(parts, control, before, after, kind)
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
    const ground = everything ? null : before
    // What is left half done, or fails, is no ground to build on.
    before = null
    try {
      const judged = await sweepAs(parts, control, ground, trust)
      if (!control.cancelled()) before = trust
      return judged
    } finally {
      parts.archive.relit()
    }
  }
}

import type { KeysChanged } from '../../../shared/checks/judge.ts'
import { lightStates } from '../../../shared/model/verdict.ts'
import type { CallbackFacts, StoredEntry } from '../../../shared/model/stored.ts'
import type { LitRow } from '../store/light-changes.ts'
import { packLights, storedEntry, withLight } from '../store/row-codec.ts'
import type { Judge, SignatureJudge, TrustBase } from '../verify/types.ts'
import { together } from './judged-lights.ts'
import type { JudgedLights, RowChange, ShownLights } from './judged-lights.ts'

/** Judges requests, and throws where the judge of the engine is guarded. */
export interface RequestJudges {
  readonly judge: Judge
  readonly judgeSignature: SignatureJudge
  readonly trustFor: (facts: CallbackFacts) => TrustBase
}

interface LitEntry extends ShownLights {
  readonly entry: StoredEntry
  readonly facts: CallbackFacts
}

/** Takes a row of the archive, gives its callback; null for what is none. */
function litEntry(row: LitRow): LitEntry | null {
  const [sequence, receivedAt, factsText, raw, sent, afterMs, status, lights] = row
  const entry = storedEntry({
    sequence: Number(sequence),
    received_at: Number(receivedAt),
    facts: String(factsText),
    raw: raw ?? null,
    sent: sent ?? null,
    after_ms: afterMs ?? null,
    status: status ?? null,
  })
  const { facts } = entry
  return facts.kind === 'callback' ? { sequence: entry.sequence, lights: Number(lights), entry, facts } : null
}

const UNCHECKED = packLights(['unchecked', 'unchecked', 'unchecked', 'unchecked', 'unchecked'])

/** Simulated ones are judged with keys of their own beside the others. */
const always: KeysChanged = () => true

async function wholeLights({ judge, trustFor }: RequestJudges, { entry, facts }: LitEntry): Promise<number> {
  return packLights(lightStates((await judge(entry, trustFor(facts))).verdict))
}

/** The new lights of a row by its signature alone, where that is enough. */
async function tokenLights(judges: RequestJudges, row: LitEntry, changed: KeysChanged): Promise<number> {
  const { entry, facts, lights } = row
  // What our own checks failed on shows nothing but this.
  if (lights === UNCHECKED) return await wholeLights(judges, row)
  try {
    const judged = judges.judgeSignature(entry, judges.trustFor(facts), facts.simulated ? always : changed)
    return judged === null ? lights : withLight(lights, 'signature', (await judged).state)
  } catch {
    return await wholeLights(judges, row)
  }
}

/** Tokens that are verified side by side. Where the worker cannot be had they go to the threads that the sync of the archive's log needs as well. */
const LANES = 4

async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values()
  const lane = async (): Promise<void> => {
    for (const item of waiting) await work(item)
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}

/**
 * Gives the lights of callbacks from their whole requests.
 * @param changed which tokens meet other keys than before: then nothing but signatures is looked at; null: all lights are
 */
export async function requestLights(
  judges: RequestJudges,
  rows: readonly LitRow[],
  changed: KeysChanged | null,
): Promise<JudgedLights> {
  const found: RowChange[] = []
  const open: ShownLights[] = []
  await inLanes(rows.map(litEntry), async (row) => {
    if (row === null) return
    const { sequence, lights } = row
    try {
      const to = changed === null ? await wholeLights(judges, row) : await tokenLights(judges, row, changed)
      found.push({ sequence, from: lights, to })
    } catch {
      open.push({ sequence, lights })
    }
  })
  return { asked: rows.length, changes: together(found), open }
}

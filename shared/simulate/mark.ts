import type { HeaderPair } from '../model/callback.ts'
import type { SimulationMark } from '../model/stored.ts'

/** Header that marks a request of our own sender; its value must be the token that only this engine run knows. */
export const TOKEN_HEADER = 'X-Callback-Inspector-Demo'

/** Run and clock of the simulator; believed only beside the token. */
export const RUN_HEADER = 'X-Callback-Inspector-Run'

/** For other hosts than this machine: says openly that this is no callback of the bank, and gives no secret away. */
export const OPEN_HEADER = 'X-Callback-Inspector-Simulated'

/** Latest moment that a Date can hold, ms since 1970. */
const LAST_MOMENT = 8.64e15

/**
 * How long a run is silent after a request at the latest, real ms: after that, and some time for answers, it has ended. null: this was
 * its last request.
 */
export type RunSilence = number | null

/** The value of RUN_HEADER: `run; at=milliseconds; next=milliseconds`. A run is named by letters, digits and hyphens. */
export function writeMark({ run, at }: SimulationMark, next: RunSilence): string {
  return `${run}; at=${String(Math.round(at))}; next=${next === null ? 'none' : String(Math.ceil(next))}`
}

const MARK = /^([A-Za-z0-9-]{1,64}); at=(\d{1,16})(?:; next=(none|\d{1,16}))?$/

const markIn = (headers: readonly HeaderPair[]): RegExpExecArray | null =>
  MARK.exec(headers.find(([name]) => name.toLowerCase() === RUN_HEADER.toLowerCase())?.[1] ?? '')

/** What a request of our own sender says of its run; undefined when it says nothing that can be read. */
export function readMark(headers: readonly HeaderPair[]): SimulationMark | undefined {
  const found = markIn(headers)
  const run = found?.[1]
  const at = Number(found?.[2])
  return run === undefined || !(at <= LAST_MOMENT) ? undefined : { run, at }
}

/** How long a run is silent at the latest, as its request says; undefined: it does not say. */
export function readSilence(headers: readonly HeaderPair[]): RunSilence | undefined {
  const next = markIn(headers)?.[3]
  return next === undefined ? undefined : next === 'none' ? null : Number(next)
}

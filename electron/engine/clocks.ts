import { performance } from 'node:perf_hooks'
import type { SearchLimit } from '../../shared/checks/digest/faults/allowance.ts'
import type { Clocks } from './listener/types.ts'

/** The clocks of the machine: the one place of the engine that reads them. Everything else is handed its clock. */
export const systemClocks: Clocks = { wall: () => Date.now(), monotonic: () => performance.now() }

/** Work of a fault search, ms: with the last step and the coarse CPU clocks of some systems it stays below 50 ms. */
const SEARCH_MS = 36

/** Milliseconds that this process has worked: on a busy machine the time that others take does not count, so answers stay the same. */
const worked = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** The limit of a fault search that begins now. */
export const searchLimit = (): SearchLimit => ({ clock: worked, deadline: worked() + SEARCH_MS })

import { performance } from 'node:perf_hooks'
import type { Clocks } from './listener/types.ts'

/** The clocks of the machine: the one place of the engine that reads them. Everything else is handed its clock. */
export const systemClocks: Clocks = { wall: () => Date.now(), monotonic: () => performance.now() }

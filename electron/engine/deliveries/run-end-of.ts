import type { Delivery } from '../../../shared/checks/deliveries/types.ts'
import type { RunEnd } from '../../../shared/model/delivery.ts'
import { lastOf } from './last-of.ts'

/** Why the run that sent a delivery makes no further attempt; null: it goes on, or it was no run. */
export type RunEndOf = (delivery: Delivery) => RunEnd | null

/** Asks about runs by their deliveries. Real traffic has none and costs nothing. Without anybody to ask all runs go on. */
export function runEndOf(ask: ((run: string, last: number) => RunEnd | null) | undefined): RunEndOf {
  if (ask === undefined) return () => null
  return (delivery) => (delivery.run === null ? null : ask(delivery.run, lastOf(delivery)))
}

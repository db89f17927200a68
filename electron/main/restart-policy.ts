/** After how many restarts within the window main gives up, and how long it waits before each. */
export const RESTARTS = { most: 5, withinMs: 60_000, firstDelayMs: 100, factor: 3 } as const

/**
 * Decides whether the engine is started anew after a crash.
 * @param crashes monotonic times (ms) of the crashes so far, this one last
 * @returns the delay in ms, or null: give up
 */
export function restartDelay(crashes: readonly number[]): number | null {
  const last = crashes.at(-1) ?? 0
  const recent = crashes.filter((time) => last - time < RESTARTS.withinMs).length
  return recent > RESTARTS.most ? null : RESTARTS.firstDelayMs * RESTARTS.factor ** (recent - 1)
}

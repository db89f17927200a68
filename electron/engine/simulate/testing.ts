import type { RunView, StartRun } from '../../../shared/protocol/simulator.ts'
import { READY_SCENARIOS } from '../../../shared/simulate/ready-scenarios.ts'
import { checkScenario } from '../../../shared/simulate/scenario.ts'
import type { Scenario } from '../../../shared/simulate/scenario-schema.ts'
import type { Started } from '../resilience/testing.ts'

/* For tests of the simulator: runs on a real engine. */

export function ready(id: string): Scenario {
  const found = READY_SCENARIOS.find((one) => one.id === id)
  if (found === undefined) throw new Error(id)
  return found.scenario
}

export function scenario(...deliveries: object[]): Scenario {
  const made = checkScenario({ format: 'callback-inspector-scenario', version: 1, name: 'test', deliveries }, 'test')
  if (!made.ok) throw new Error(made.problem.message)
  return made.value
}
export const UNFREEZE = { family: 'legacy', event: 'UNFREEZE' }

export const wish = (given: Scenario, rest: Partial<StartRun> = {}): StartRun => ({
  scenario: given,
  url: null,
  profile: null,
  speed: 1_000_000,
  confirmed: false,
  ...rest,
})

/** Resolves with the run once it `holds`. */
export function until({ engine }: Started, id: string, holds: (run: RunView) => boolean): Promise<RunView> {
  return new Promise((resolve) => {
    const look = () => {
      const run = engine.simulator.runs().find((one) => one.id === id)
      if (run !== undefined && holds(run)) resolve(run)
    }
    engine.simulator.onChange(look)
    look()
  })
}

export async function play(started: Started, given: Scenario, rest: Partial<StartRun> = {}): Promise<RunView> {
  const run = await started.engine.simulator.start(wish(given, rest))
  if (!run.ok) throw new Error(run.problem.message)
  return until(started, run.value.run, ({ state, requests }) => state === 'done' && requests.length > 0)
}

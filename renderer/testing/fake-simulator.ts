import type { RULE_METHODS } from '../../shared/protocol/rules.ts'
import type { SIMULATOR_METHODS } from '../../shared/protocol/simulator.ts'
import type { Handlers } from '../../shared/protocol/table.ts'

/** The simulator and the answer rules of the fake engine: nothing runs, nothing is ruled. */
export const fakeSimulator: Pick<Handlers, keyof typeof SIMULATOR_METHODS | keyof typeof RULE_METHODS> = {
  'rules.try': () => ({ rule: null, sentence: 'No rule holds: it gets the answer of the settings.' }),
  'entry.upstream': () => ({ upstream: null }),
  'simulator.start': () => ({ run: 'run-1' }),
  'simulator.pause': () => ({}),
  'simulator.resume': () => ({}),
  'simulator.step': () => ({}),
  'simulator.stop': () => ({}),
  'simulator.clear': () => ({}),
  'simulator.runs': () => ({ runs: [] }),
  'scenarios.list': () => ({ folder: '/home/user/.config/callback-inspector/scenarios', scenarios: [] }),
  'scenarios.save': () => ({ file: 'scenario.json' }),
}

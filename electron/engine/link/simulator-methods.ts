import { ProblemError } from '../../../shared/protocol/errors.ts'
import type { Result } from '../../../shared/protocol/errors.ts'
import type { SIMULATOR_METHODS } from '../../../shared/protocol/simulator.ts'
import type { Handlers } from '../../../shared/protocol/table.ts'
import type { Engine } from '../core.ts'
import { listScenarios, saveScenario, scenarioFolder } from '../simulate/scenario-files.ts'

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new ProblemError(result.problem)
  return result.value
}

/** The methods of the simulator. */
export function createSimulatorMethods({ simulator, options }: Engine): Pick<Handlers, keyof typeof SIMULATOR_METHODS> {
  const act = (run: string, what: Parameters<typeof simulator.act>[1]) => {
    if (!simulator.act(run, what))
      throw new ProblemError({ code: 'not-found', message: 'This run is not there any more.' })
    return {}
  }
  const { dataFolder } = options
  return {
    'simulator.start': async (wish) => unwrap(await simulator.start(wish)),
    'simulator.pause': ({ run }) => act(run, 'pause'),
    'simulator.resume': ({ run }) => act(run, 'resume'),
    'simulator.step': ({ run }) => act(run, 'step'),
    'simulator.stop': ({ run }) => act(run, 'stop'),
    'simulator.clear': () => {
      simulator.clear()
      return {}
    },
    'simulator.runs': () => ({ runs: simulator.runs() }),
    'scenarios.list': () => ({ folder: scenarioFolder(dataFolder), scenarios: listScenarios(dataFolder) }),
    'scenarios.save': ({ scenario }) => ({ file: unwrap(saveScenario(dataFolder, scenario)) }),
  }
}

import { toProblem } from '../../shared/protocol/errors.ts'
import type { RunView } from '../../shared/protocol/simulator.ts'
import { shownRun } from '../state/simulator.ts'
import { toPanel } from './action.ts'
import type { Action } from './action.ts'
import type { App } from './create-app.ts'

type Act = 'pause' | 'resume' | 'step' | 'stop'

/** Sends what the form of the simulator says; asks first when that is another machine. */
export function startSimulator(app: App): void {
  void app.simulator.start(false).then((question) => {
    if (question === null) return
    app.ui.confirm({
      title: 'Send to another machine?',
      body: question.message,
      action: 'Send',
      run: () => void app.simulator.start(true),
    })
  })
}

/** Pauses, continues, steps or stops a run. */
export function runAct(app: App, run: string, act: Act): void {
  app.call(`simulator.${act}`, { run }).catch((thrown: unknown) => app.ui.fail(toProblem(thrown)))
}

/** Takes the runs that are over off the list. */
export function clearRuns(app: App): void {
  app.call('simulator.clear', {}).catch((thrown: unknown) => app.ui.fail(toProblem(thrown)))
}

/** Whether nothing more comes of a run. */
export const isOver = ({ state }: RunView): boolean => state !== 'running' && state !== 'paused'
/** Whether some run of the list is over. */
export const someOver = (runs: readonly RunView[]): boolean => runs.some(isOver)

const ready = (app: App): boolean => app.engine.store.getState().link.kind === 'ready'
const current = (app: App) => shownRun(app.simulator.store.getState())
const isIn = (state: 'running' | 'paused') => (app: App) => ready(app) && current(app)?.state === state
const acting = (act: Act) => (app: App) => {
  const run = current(app)
  if (run !== null) runAct(app, run.id, act)
}

/** What can be done with answer rules and the simulator. */
export const SIMULATOR_ACTIONS: readonly Action[] = [
  toPanel('rules', 'Answer rules', 'mod+5'),
  toPanel('simulator', 'Simulator', 'mod+6'),
  {
    id: 'simulator-start',
    title: 'Simulator: send what is chosen',
    group: 'Simulator',
    enabled: ready,
    run: (app) => {
      app.ui.setPanel('simulator')
      startSimulator(app)
    },
  },
  {
    id: 'simulator-pause',
    title: 'Simulator: pause',
    group: 'Simulator',
    enabled: isIn('running'),
    run: acting('pause'),
  },
  {
    id: 'simulator-resume',
    title: 'Simulator: go on',
    group: 'Simulator',
    enabled: isIn('paused'),
    run: acting('resume'),
  },
  {
    id: 'simulator-step',
    title: 'Simulator: next attempt',
    group: 'Simulator',
    enabled: isIn('paused'),
    run: acting('step'),
  },
  {
    id: 'simulator-stop',
    title: 'Simulator: stop',
    group: 'Simulator',
    enabled: (app) => isIn('running')(app) || isIn('paused')(app),
    run: acting('stop'),
  },
  {
    id: 'simulator-clear',
    title: 'Simulator: clear the runs that are over',
    group: 'Simulator',
    enabled: (app) => ready(app) && someOver(app.simulator.store.getState().runs),
    run: clearRuns,
  },
]

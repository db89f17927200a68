import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import { toProblem } from '../../shared/protocol/errors.ts'
import type { Problem } from '../../shared/protocol/errors.ts'
import type { MethodResult } from '../../shared/protocol/table.ts'
import type { RunView, StartRun } from '../../shared/protocol/simulator.ts'
import { canHave } from '../../shared/simulate/faults.ts'
import type { FaultId } from '../../shared/simulate/faults.ts'
import { KINDS } from '../../shared/simulate/kinds.ts'
import type { Kind } from '../../shared/simulate/kinds.ts'
import { READY_SCENARIOS } from '../../shared/simulate/ready-scenarios.ts'
import { checkScenario } from '../../shared/simulate/scenario.ts'
import { SCENARIO_FORMAT, SCENARIO_VERSION } from '../../shared/simulate/scenario-schema.ts'
import type { Scenario } from '../../shared/simulate/scenario-schema.ts'
import type { Call } from '../link/client.ts'
import type { Unsaved } from './leaving.ts'
import type { UiStore } from './ui.ts'

/** The clock that makes 36 h 12 min 15 s pass in 36 seconds. */
const LADDER_IN_36_S = 130_335 / 36

export const SPEEDS = [
  { id: '1', name: '×1', factor: 1 },
  { id: '60', name: '×60', factor: 60 },
  { id: '3600', name: '×3600', factor: 3600 },
  { id: 'ladder', name: '36 h in 36 s', factor: LADDER_IN_36_S },
] as const
export type SpeedId = (typeof SPEEDS)[number]['id']

/** What the user has chosen to send. */
export interface SimulatorForm {
  readonly mode: 'event' | 'scenario'
  /** Place in KINDS. */
  readonly kind: number
  readonly variant: string | null
  readonly reference: string
  readonly faults: readonly FaultId[]
  readonly retries: boolean
  readonly agents: 1 | 2
  /** Id of a ready scenario, or `file:` and the name of one of the user's. */
  readonly scenario: string
  readonly profile: string | null
  /** null: our own listener. */
  readonly url: string | null
  readonly speed: SpeedId
}

type OwnScenarios = MethodResult<'scenarios.list'>

export interface SimulatorState {
  readonly form: SimulatorForm
  /** The form as it was last sent or saved; at first as it stands there at the start. */
  readonly kept: SimulatorForm
  readonly runs: readonly RunView[]
  readonly own: OwnScenarios | null
  readonly problem: Problem | null
  /** The run that is shown; null: the newest. */
  readonly shown: string | null
}

export type SimulatorStore = ReturnType<typeof createSimulatorStore>

const FIRST: SimulatorForm = {
  mode: 'event',
  kind: Math.max(
    0,
    KINDS.findIndex(({ event }) => event === 'UNFREEZE'),
  ),
  variant: null,
  reference: '',
  faults: [],
  retries: false,
  agents: 1,
  scenario: 'demo',
  profile: null,
  url: null,
  speed: '60',
}

export function kindAt(form: SimulatorForm): Kind {
  const kind = KINDS[form.kind] ?? KINDS[0]
  if (kind === undefined) throw new Error('there are no events')
  return kind
}

/** One event of the form as a scenario. */
function eventScenario(form: SimulatorForm): ReturnType<typeof checkScenario> {
  const { family, event, variants } = kindAt(form)
  const variant = form.variant ?? variants[0]
  const delivery = {
    family,
    event,
    ...(variant === undefined ? {} : { variant }),
    ...(form.reference.trim() === '' ? {} : { reference: form.reference.trim() }),
    faults: form.faults,
    userAgents: form.agents,
    ...(form.retries ? {} : { attempts: 1 }),
  }
  const name = variant === undefined ? event : `${event} ${variant}`
  return checkScenario({ format: SCENARIO_FORMAT, version: SCENARIO_VERSION, name, deliveries: [delivery] }, 'form')
}

/** What the form says, as a scenario; or why it cannot be played. */
function scenarioOf({ form, own }: SimulatorState): Scenario | Problem {
  if (form.mode === 'event') {
    const made = eventScenario(form)
    return made.ok ? made.value : made.problem
  }
  const ready = READY_SCENARIOS.find(({ id }) => id === form.scenario)?.scenario
  const file = own?.scenarios.find((one) => `file:${one.file}` === form.scenario)
  const gone = { code: 'not-found', message: 'This scenario is not there any more.' } as const
  return ready ?? file?.scenario ?? file?.problem ?? gone
}

/** What the simulator needs of the window. */
type SimulatorUi = Pick<UiStore, 'say' | 'fail' | 'setUnsaved'>

/** The members of the form that make up the event; the others only say where to and how fast it is played. */
const COMPOSED = ['kind', 'variant', 'reference', 'faults', 'retries', 'agents'] as const

/** An event that was put together, and neither sent nor saved. It stays while other panels are open, and is lost with the window. */
function unsavedOf(state: SimulatorState, save: Unsaved['save'], discard: () => void): Unsaved | null {
  const { form, kept } = state
  const same = COMPOSED.every((name) => JSON.stringify(form[name]) === JSON.stringify(kept[name]))
  if (form.mode !== 'event' || same) return null
  const made = scenarioOf(state)
  return {
    what: 'the callback in the simulator',
    saving: false,
    wrong: 'code' in made ? made.message : null,
    save,
    discard,
    outlives: true,
  }
}

/** Keeps the event of the form as a scenario; false when that did not work, which is said. */
async function saveEvent(store: StoreApi<SimulatorState>, call: Call, ui: SimulatorUi): Promise<boolean> {
  const { form } = store.getState()
  const made = scenarioOf(store.getState())
  if ('code' in made) {
    ui.fail(made)
    return false
  }
  try {
    const { file } = await call('scenarios.save', { scenario: made })
    store.setState({ kept: form })
    ui.say(`Saved as ${file}.`)
    return true
  } catch (thrown) {
    ui.fail(toProblem(thrown))
    return false
  }
}

async function startRun(store: StoreApi<SimulatorState>, call: Call, confirmed: boolean): Promise<Problem | null> {
  const { form } = store.getState()
  const played = scenarioOf(store.getState())
  if ('code' in played) {
    store.setState({ problem: played })
    return null
  }
  const speed = SPEEDS.find(({ id }) => id === form.speed)?.factor ?? 1
  const wish: StartRun = { scenario: played, url: form.url, profile: form.profile, speed, confirmed }
  try {
    const { run } = await call('simulator.start', wish)
    store.setState({ problem: null, shown: run, kept: form })
    return null
  } catch (thrown) {
    const problem = toProblem(thrown)
    if (problem.code === 'confirmation-needed') return problem
    store.setState({ problem })
    return null
  }
}

/** The simulator of the window: what is to be sent, and the runs as the engine tells of them. */
export function createSimulatorStore(call: Call, ui: SimulatorUi) {
  const store = createStore<SimulatorState>(() => ({
    form: FIRST,
    kept: FIRST,
    runs: [],
    own: null,
    problem: null,
    shown: null,
  }))
  const { getState: get, setState: set } = store

  const refresh = async (): Promise<void> => {
    try {
      const [{ runs }, own] = await Promise.all([call('simulator.runs', {}), call('scenarios.list', {})])
      set({ runs, own })
    } catch (thrown) {
      set({ problem: toProblem(thrown) })
    }
  }
  const save = () => saveEvent(store, call, ui).finally(() => void refresh())
  store.subscribe((state) =>
    ui.setUnsaved(
      'simulator',
      unsavedOf(state, save, () => set({ form: get().kept })),
    ),
  )
  return {
    store,
    scenario: () => scenarioOf(get()),
    save,
    change: (part: Partial<SimulatorForm>): void => {
      const form = { ...get().form, ...part }
      const kind = kindAt(form)
      const variant = form.variant !== null && kind.variants.includes(form.variant) ? form.variant : null
      set({ form: { ...form, variant, faults: form.faults.filter((fault) => canHave(kind, fault)) }, problem: null })
    },
    show: (shown: string): void => set({ shown }),
    onChange: ({ runs }: { readonly runs: readonly RunView[] }): void => set({ runs }),
    refresh,
    /** The engine is another one: what was running in the one before is interrupted. Nothing is asked as long as nobody has looked. */
    attached: async (): Promise<void> => {
      if (get().own !== null || get().runs.length > 0) await refresh()
    },
    /** Starts what the form says. Gives the problem when that needs a word of the user first (a foreign host), else null. */
    start: (confirmed: boolean) => startRun(store, call, confirmed),
  }
}

/** The run that the panel shows. */
export function shownRun({ runs, shown }: SimulatorState): RunView | null {
  return runs.find(({ id }) => id === shown) ?? runs[0] ?? null
}

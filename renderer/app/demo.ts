import { READY_SCENARIOS } from '../../shared/simulate/ready-scenarios.ts'
import type { RunView } from '../../shared/protocol/simulator.ts'
import type { App } from './create-app.ts'

/** Fast enough to be seen whole in some two seconds: the first gaps of the ladder are 30, 45 and 60 seconds. */
const SPEED = 60
/** What does not end by then stays as it stands. */
const PATIENCE_MS = 30_000

function showEntry(app: App, sequence: number, tab: 'overview' | 'delivery'): void {
  app.detail.setTab(tab)
  app.inbox.show(sequence).catch(() => undefined)
}

/**
 * Walks through a run as it goes: the first failed attempt with its verdict, then the delivered one with its place in the delivery.
 * Gives true when there is nothing more to show.
 */
function walk(app: App, run: RunView, shown: Set<string>): boolean {
  const first = run.requests.find(({ attempt }) => attempt === 1)
  if (first?.sequence != null && !shown.has('first')) {
    shown.add('first')
    showEntry(app, first.sequence, 'overview')
  }
  const delivered = run.requests.find((request) => request.delivered)
  if (delivered?.sequence == null) return run.state === 'stopped'
  showEntry(app, delivered.sequence, 'delivery')
  app.ui.say('Three attempts failed, the fourth was delivered. “Deliveries” shows them on the ladder.')
  return true
}

/** Plays the demonstration to our own listener: three attempts fail, the fourth succeeds; the window follows. */
export async function playDemo(app: App): Promise<void> {
  const scenario = READY_SCENARIOS.find(({ id }) => id === 'demo')?.scenario
  if (scenario === undefined) return
  app.ui.setPanel('inbox')
  const { run: id } = await app.call('simulator.start', {
    scenario,
    url: null,
    profile: null,
    speed: SPEED,
    confirmed: false,
  })
  const shown = new Set<string>()
  const follow = (): boolean => {
    const run = app.simulator.store.getState().runs.find((one) => one.id === id)
    return run !== undefined && walk(app, run, shown)
  }
  const stop = app.simulator.store.subscribe(() => {
    if (follow()) stop()
  })
  setTimeout(stop, PATIENCE_MS)
}

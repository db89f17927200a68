import type { ArrivalNotice, InspectorBridge } from '../../shared/protocol/bridge.ts'
import { bad } from '../../shared/protocol/errors.ts'
import type { InboxRow } from '../../shared/model/inbox.ts'
import type { EventData } from '../../shared/protocol/table.ts'
import { visibleText } from '../format/visible.ts'
import { createSession } from '../link/session.ts'
import type { EngineEvent, Call } from '../link/client.ts'
import { portLink } from '../link/port-link.ts'
import { createChecks } from '../state/checks.ts'
import type { ChecksStore } from '../state/checks.ts'
import { DeliveriesStore } from '../state/deliveries.ts'
import { createDetail } from '../state/detail.ts'
import type { DetailStore } from '../state/detail.ts'
import { createDigest } from '../state/digest.ts'
import type { DigestStore } from '../state/digest.ts'
import { createEngine } from '../state/engine.ts'
import type { EngineStore } from '../state/engine.ts'
import { createProfileEditor } from '../state/profile-editor.ts'
import type { ProfileEditor } from '../state/profile-editor.ts'
import { createInbox } from '../state/inbox.ts'
import type { InboxStore } from '../state/inbox.ts'
import { createSignature } from '../state/signature.ts'
import { createSimulatorStore } from '../state/simulator.ts'
import type { SimulatorStore } from '../state/simulator.ts'
import type { SignatureStore } from '../state/signature.ts'
import type { LeavingState } from '../state/leaving.ts'
import { createUi } from '../state/ui.ts'
import type { UiStore } from '../state/ui.ts'
import { causeWords } from '../format/words.ts'
import { createFrames } from './frames.ts'

/** Everything that a panel needs: the stores, the engine to ask, the desktop. */
export interface App {
  readonly call: Call
  readonly desktop: InspectorBridge
  readonly engine: EngineStore
  readonly inbox: InboxStore
  readonly detail: DetailStore
  readonly deliveries: DeliveriesStore
  readonly checks: ChecksStore
  readonly digest: DigestStore
  readonly signature: SignatureStore
  readonly simulator: SimulatorStore
  readonly profiles: ProfileEditor
  readonly ui: UiStore
  readonly mac: boolean
}

/** What of the browser the app needs; the clocks and frames are made here, at the edge. */
export interface AppDeps {
  readonly desktop: InspectorBridge
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>
  readonly mac: boolean
}

const later = (run: () => void, ms: number): void => void setTimeout(run, ms)
const frames = createFrames({
  now: () => performance.now(),
  hidden: () => document.hidden,
  request: (run) => void requestAnimationFrame(run),
  later,
})

/** Builds the stores and ties them to the engine and the desktop; it is live from then on. */
export function createApp({ desktop, storage, mac }: AppDeps): App {
  const engine = createEngine()
  const session = createSession({
    onStatus: engine.onStatus,
    onSnapshot: (state) => {
      engine.onSnapshot(state)
      inbox.forget()
      void inbox.open(inbox.store.getState().filter)
      detail.refresh()
      deliveries.forget()
      checks.lost()
      void simulator.attached()
    },
    onEvent: (event) => handOn(app, event),
  })
  const inbox = createInbox({ call: session.call, ...frames, later })
  const detail = createDetail(session.call)
  const deliveries = new DeliveriesStore(session.call)
  const checks = createChecks(session.call)
  const ui = createUi({ now: Date.now, later, storage })
  const simulator = createSimulatorStore(session.call, ui)
  const profiles = createProfileEditor({ call: session.call, ui, names: () => profileNames(engine) })
  const app: App = {
    call: session.call,
    desktop,
    engine,
    inbox,
    detail,
    deliveries,
    checks,
    digest: createDigest(),
    signature: createSignature(),
    simulator,
    profiles,
    ui,
    mac,
  }

  inbox.store.subscribe((state, before) => {
    if (state.selected?.sequence !== before.selected?.sequence) detail.show(state.selected?.sequence ?? null)
  })
  tellDesktop(app)
  listen(app, session)
  return app
}

const profileNames = ({ store }: EngineStore): readonly string[] =>
  store.getState().state?.profiles.flatMap(({ kind, name }) => (kind === 'profile' && name !== null ? [name] : [])) ??
  []

/** What main has to know of the page: how much is unread, and whether something would be lost with the window. */
function tellDesktop({ desktop, inbox, ui }: App): void {
  inbox.store.subscribe(({ unread }, before) => {
    if (unread !== before.unread) desktop.setBadge(unread)
  })
  // A panel says with each drawing what it has unsaved; main needs to hear only when that begins and ends.
  const somethingUnsaved = ({ unsaved }: LeavingState): boolean => Object.keys(unsaved).length > 0
  ui.store.subscribe((state, before) => {
    const now = somethingUnsaved(state)
    if (now !== somethingUnsaved(before)) desktop.setUnsaved(now)
  })
}

/** Hands an event of the engine to the stores that it concerns. */
function handOn(app: App, event: EngineEvent): void {
  const { engine, profiles, deliveries, checks, simulator, inbox, detail } = app
  engine.onEvent(event)
  if (event.event === 'profiles.changed') profiles.refresh()
  if (event.event === 'deliveries.changed') deliveries.onChange(event.data)
  if (event.event === 'check.changed') checks.onChange(event.data)
  if (event.event === 'simulator.changed') simulator.onChange(event.data)
  if (event.event !== 'inbox.changed') return
  inbox.onChange(event.data)
  const shown = detail.store.getState().sequence
  if (event.data.changed.some((row) => row.sequence === shown)) detail.refresh()
  announce(app, event.data)
}

/** Ports come from preload as window messages: the first one asked for, later ones after a restart of the engine. */
function listen(app: App, session: ReturnType<typeof createSession>): void {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const { data } = event
    const port = event.ports[0]
    const ours = event.source === window && typeof data === 'object' && data !== null && 'type' in data
    if (ours && data.type === 'engine-port' && port !== undefined) session.attach(portLink(port))
  })
  app.desktop.onEngineState((report) => {
    app.engine.onReport(report)
    const gone = report.state === 'restarting' || report.state === 'stopped'
    if (gone) session.lose(bad('engine-failed', report.message ?? 'The engine stopped.').problem)
  })
  app.desktop.onCloseAsked(() => app.ui.leaveAll(app.desktop.closeWindow))
  app.desktop.onShowEntry((sequence) => {
    app.ui.setPanel('inbox')
    app.inbox.show(sequence).catch(() => undefined)
  })
  app.desktop.connectEngine()
}

/** Tells the desktop of an arrival, when the user wants that and is not looking. */
function announce(app: App, { arrived, added }: EventData<'inbox.changed'>): void {
  const presenting = app.ui.store.getState().presenting
  const wanted = !presenting && app.engine.store.getState().state?.settings.notifyOnArrival === true
  const newest = arrived[0]
  if (wanted && newest !== undefined && added > 0 && !document.hasFocus()) app.desktop.notify(noticeOf(newest, added))
}

function noticeOf(row: InboxRow, added: number): ArrivalNotice {
  const name = row.kind === 'connection' && row.cause !== null ? causeWords(row.cause) : (row.eventType ?? row.method)
  const more = added > 1 ? `, and ${added - 1} more` : ''
  const body = row.reference ?? row.target.slice(0, 80)
  return { title: `${visibleText(name)}${more}`, body: visibleText(body), sequence: row.sequence }
}

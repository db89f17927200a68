import { createStore } from 'zustand/vanilla'
import type { EngineState } from '../../shared/protocol/views.ts'
import type { EngineReport } from '../../shared/protocol/bridge.ts'
import type { EngineEvent } from '../link/client.ts'
import type { LinkStatus } from '../link/session.ts'

export interface EngineView {
  readonly link: LinkStatus
  /** What main says of the engine's process; null outside the app. */
  readonly report: EngineReport | null
  /** How often the engine came back after it was lost. */
  readonly restarts: number
  /** The last snapshot with everything that changed since; null before the first one. */
  readonly state: EngineState | null
}

export type EngineStore = ReturnType<typeof createEngine>

/** Everything of the engine that the window's frame shows. */
export function createEngine() {
  const store = createStore<EngineView>(() => ({
    link: { kind: 'connecting' },
    report: null,
    restarts: 0,
    state: null,
  }))
  const { getState: get, setState: set } = store
  let wasDown = false

  return {
    store,
    onStatus: (link: LinkStatus): void => {
      if (link.kind === 'down' && get().state !== null) wasDown = true
      const back = link.kind === 'ready' && wasDown
      if (back) wasDown = false
      set({ link, restarts: get().restarts + (back ? 1 : 0) })
    },
    onReport: (report: EngineReport): void => set({ report }),
    onSnapshot: (state: EngineState): void => set({ state }),
    onEvent: (event: EngineEvent): void => {
      const { state } = get()
      if (state === null) return
      const next = applied(state, event)
      if (next !== state) set({ state: next })
    },
  }
}

/** Takes the state and an event, gives the state after it; events of other topics leave it as it is. */
export function applied(state: EngineState, event: EngineEvent): EngineState {
  switch (event.event) {
    case 'listeners.changed':
    case 'profiles.changed':
    case 'settings.changed':
    case 'notices.changed':
      return { ...state, ...event.data }
    case 'archive.changed':
      return { ...state, archive: event.data }
    case 'verdicts.progress':
      return { ...state, rejudging: event.data }
    case 'inbox.changed':
    case 'simulator.changed':
    case 'deliveries.changed':
    case 'check.changed':
      return state
  }
}

import { createStore } from 'zustand/vanilla'
import { toProblem } from '../../shared/protocol/errors.ts'
import type { Problem } from '../../shared/protocol/errors.ts'
import type { EntryDetail } from '../../shared/protocol/views.ts'
import type { Call } from '../link/client.ts'

export const DETAIL_TABS = ['overview', 'request', 'digest', 'signature', 'delivery', 'answer'] as const
export type DetailTab = (typeof DETAIL_TABS)[number]

export interface DetailState {
  readonly sequence: number | null
  /** Stays on the entry before until the next one is here, so that the pane does not flash. */
  readonly entry: EntryDetail | null
  readonly problem: Problem | null
  readonly tab: DetailTab
}

export type DetailStore = ReturnType<typeof createDetail>

/** The entry in the detail pane. */
export function createDetail(call: Call) {
  const store = createStore<DetailState>(() => ({ sequence: null, entry: null, problem: null, tab: 'overview' }))
  const { getState: get, setState: set } = store

  const load = async (sequence: number): Promise<void> => {
    try {
      const entry = await call('entry.detail', { sequence })
      if (get().sequence === sequence) set({ entry, problem: null })
    } catch (thrown) {
      if (get().sequence === sequence) set({ entry: null, problem: toProblem(thrown) })
    }
  }
  return {
    store,
    show: (sequence: number | null): void => {
      if (get().sequence === sequence) return
      set(sequence === null ? { sequence, entry: null, problem: null } : { sequence, problem: null })
      if (sequence !== null) void load(sequence)
    },
    /** Reads the entry again: it was judged, answered or the link is new. */
    refresh: (): void => {
      const { sequence } = get()
      if (sequence !== null) void load(sequence)
    },
    setTab: (tab: DetailTab): void => set({ tab }),
  }
}

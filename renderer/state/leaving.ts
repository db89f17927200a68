import type { StoreApi } from 'zustand/vanilla'
import type { Panel } from './panels.ts'

/** Why a form with faults is not saved. */
export const NEEDS_A_LOOK = 'Some fields need another look before this can be saved.'

/** Changes of a panel that are not saved yet. */
export interface Unsaved {
  /** As in “Save the changes to …?”. */
  readonly what: string
  /** They are being saved just now: nothing is asked before that has ended. */
  readonly saving: boolean
  /** Why they cannot be saved as they stand; null when they can. */
  readonly wrong: string | null
  /** True once they are saved; what stood in the way has been said. */
  readonly save: () => Promise<boolean>
  readonly discard: () => void
  /** True where it outlives its panel: then it is asked about only when the window closes. */
  readonly outlives?: boolean
}

/** The user is about to leave panels (one, or all with the window) that have something unsaved. */
export interface Leaving {
  readonly panels: readonly Panel[]
  readonly closing: boolean
  readonly go: () => void
}

export interface LeavingState {
  readonly panel: Panel
  readonly unsaved: Readonly<Partial<Record<Panel, Unsaved>>>
  readonly leaving: Leaving | null
}

/** What is unsaved where, and the question that stands before it is left. */
export function leavingUnsaved(store: Pick<StoreApi<LeavingState>, 'getState' | 'setState'>) {
  const { getState: get, setState: set } = store
  const ask = (panels: readonly Panel[], closing: boolean, go: () => void): void =>
    panels.length === 0 ? go() : set({ leaving: { panels, closing, go } })
  /** The question is answered: gives what it was about. */
  const answered = (): readonly Unsaved[] => {
    const { leaving, unsaved } = get()
    set({ leaving: null })
    return leaving?.panels.flatMap((panel) => unsaved[panel] ?? []) ?? []
  }
  return {
    /** A panel says what it has unsaved; null: nothing. */
    setUnsaved: (panel: Panel, unsaved: Unsaved | null): void => {
      const { [panel]: before, ...others } = get().unsaved
      if (unsaved !== null) return set({ unsaved: { ...others, [panel]: unsaved } })
      if (before === undefined) return
      const { leaving } = get()
      const asked = leaving?.panels.some((one) => one in others) === true
      set({ unsaved: others, leaving: asked ? leaving : null })
      // Saved meanwhile: nothing stands before what the user wanted.
      if (!asked) leaving?.go()
    },
    /** Does what a panel's unsaved changes would not survive: at once where there are none, else after the question. */
    leave: (panel: Panel, go: () => void): void => {
      const unsaved = get().unsaved[panel]
      ask(unsaved === undefined || unsaved.outlives === true ? [] : [panel], false, go)
    },
    /** Closes the window by `go`, at once or after the question. */
    leaveAll: (go: () => void): void => {
      // Sound: the keys were put in as panels.
      ask(Object.keys(get().unsaved) as Panel[], true, go)
    },
    stay: (): void => set({ leaving: null }),
    discardAndGo: (): void => {
      const go = get().leaving?.go
      for (const { discard } of answered()) discard()
      go?.()
    },
    /** Saves all of it; whatever cannot be saved keeps the user here. */
    saveAndGo: async (): Promise<void> => {
      const go = get().leaving?.go
      const saved = await Promise.all(answered().map(({ save }) => save()))
      if (saved.every(Boolean)) go?.()
    },
  }
}

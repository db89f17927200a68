import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { Problem } from '../../shared/protocol/errors.ts'
import { leavingUnsaved } from './leaving.ts'
import type { LeavingState } from './leaving.ts'
import type { Panel } from './panels.ts'

export interface Confirmation {
  readonly title: string
  readonly body: string
  readonly action: string
  readonly run: () => void
}
export interface Toast {
  readonly id: number
  readonly tone: 'good' | 'error'
  readonly text: string
}

export interface UiState extends LeavingState {
  readonly paletteOpen: boolean
  readonly helpOpen: boolean
  /** The wizard of the listener's certificate. */
  readonly wizardOpen: boolean
  readonly confirmation: Confirmation | null
  readonly toasts: readonly Toast[]
  readonly hiddenColumns: readonly string[]
  /** Widths that the user has chosen, in pixels by column. */
  readonly columnWidths: Readonly<Record<string, number>>
  /** Raised to ask the inbox for its search field, or for its newest row. */
  readonly focusSearch: number
  readonly jumpToNewest: number
  /** Larger type, secrets hidden, no notifications: for a projector. */
  readonly presenting: boolean
  /** The present, in ms since 1970, moved on once a second for "12 s ago". */
  readonly now: number
}

const TOAST_MS = 4000
const COLUMNS_KEY = 'inbox.hidden-columns'
const PRESENTING_KEY = 'window.presenting'
const WIDTHS_KEY = 'inbox.column-widths'

export interface UiDeps {
  readonly now: () => number
  readonly later: (run: () => void, ms: number) => void
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>
}

export type UiStore = ReturnType<typeof createUi>

/** What is open and what is said. */
export function createUi(deps: UiDeps) {
  const store = createStore<UiState>(() => ({
    panel: 'inbox',
    unsaved: {},
    leaving: null,
    paletteOpen: false,
    helpOpen: false,
    wizardOpen: false,
    confirmation: null,
    toasts: [],
    hiddenColumns: storedColumns(deps.storage),
    columnWidths: storedWidths(deps.storage),
    focusSearch: 0,
    jumpToNewest: 0,
    presenting: deps.storage.getItem(PRESENTING_KEY) === 'on',
    now: deps.now(),
  }))
  const { getState: get, setState: set } = store
  const leaving = leavingUnsaved(store)
  /** Goes to a panel; whatever is unsaved in the present one comes before. */
  const goTo = (panel: Panel, also: Partial<UiState> = {}): void => {
    const go = (): void => set({ ...also, panel })
    if (panel === get().panel) go()
    else leaving.leave(get().panel, go)
  }
  return {
    store,
    ...messages(deps, store),
    ...leaving,
    setPanel: (panel: Panel): void => goTo(panel),
    setPalette: (paletteOpen: boolean): void => set({ paletteOpen }),
    setWizard: (wizardOpen: boolean): void => set({ wizardOpen }),
    setHelp: (helpOpen: boolean): void => set({ helpOpen }),
    present: (presenting: boolean): void => {
      deps.storage.setItem(PRESENTING_KEY, presenting ? 'on' : 'off')
      set({ presenting })
    },
    confirm: (confirmation: Confirmation | null): void => set({ confirmation }),
    tick: (): void => set({ now: deps.now() }),
    focusSearch: (): void => goTo('inbox', { focusSearch: get().focusSearch + 1 }),
    jumpToNewest: (): void => goTo('inbox', { jumpToNewest: get().jumpToNewest + 1 }),
    ...columnChoices(deps.storage, store),
  }
}

/** What is said for a moment, at the edge of the window. */
function messages(deps: UiDeps, store: StoreApi<UiState>) {
  let lastToast = 0

  const dismiss = (id: number): void =>
    store.setState({ toasts: store.getState().toasts.filter((toast) => toast.id !== id) })
  const say = (text: string, tone: Toast['tone'] = 'good', overtaken?: string): void => {
    lastToast += 1
    const id = lastToast
    // The same words again replace those that still stand; so do words that are true no longer.
    const others = store.getState().toasts.filter((toast) => toast.text !== text && toast.text !== overtaken)
    store.setState({ toasts: [...others.slice(-2), { id, tone, text }] })
    deps.later(() => dismiss(id), tone === 'error' ? TOAST_MS * 2 : TOAST_MS)
  }
  return { say, dismiss, fail: (problem: Problem): void => say(problem.message, 'error') }
}

/** Which columns of the inbox are shown, and how wide; kept for the next start. */
function columnChoices(storage: UiDeps['storage'], store: StoreApi<UiState>) {
  return {
    toggleColumn: (id: string): void => {
      const hidden = store.getState().hiddenColumns
      const hiddenColumns = hidden.includes(id) ? hidden.filter((other) => other !== id) : [...hidden, id]
      storage.setItem(COLUMNS_KEY, hiddenColumns.join(' '))
      store.setState({ hiddenColumns })
    },
    /** Keeps the width of a column, in pixels; null gives the usual one back. */
    setColumnWidth: (id: string, width: number | null): void => {
      const { [id]: _, ...others } = store.getState().columnWidths
      const columnWidths = width === null ? others : { ...others, [id]: Math.round(width) }
      const stored = Object.entries(columnWidths).map(([name, pixels]) => `${name}:${pixels}`)
      storage.setItem(WIDTHS_KEY, stored.join(' '))
      store.setState({ columnWidths })
    },
  }
}

function storedColumns(storage: UiDeps['storage']): readonly string[] {
  return (storage.getItem(COLUMNS_KEY) ?? '').split(' ').filter((id) => id !== '')
}

function storedWidths(storage: UiDeps['storage']): Readonly<Record<string, number>> {
  const pairs = (storage.getItem(WIDTHS_KEY) ?? '').matchAll(/([a-z]+):(\d{1,4})/g)
  return Object.fromEntries(Array.from(pairs, ([, id, pixels]) => [id ?? '', Number(pixels)]))
}

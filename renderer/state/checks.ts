import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import { toProblem } from '../../shared/protocol/errors.ts'
import type { CheckView } from '../../shared/protocol/checks.ts'
import type { PublicTestView } from '../../shared/protocol/listener-views.ts'
import type { Call } from '../link/client.ts'

/** One address of the list, and how far its check has come. */
export interface CheckRun {
  readonly key: number
  readonly url: string
  readonly state: 'waiting' | 'running' | 'done' | 'failed'
  /** The engine's number for it; null until it has begun. */
  readonly check: number | null
  readonly view: CheckView | null
  /** Why it could not be done. */
  readonly problem: string | null
}

/** A self-test through a public name, and how far it has come. */
export interface PublicTestRun {
  readonly url: string
  readonly state: 'running' | 'done' | 'failed'
  readonly view: PublicTestView | null
  /** Why it could not be done. */
  readonly problem: string | null
}

export interface ChecksState {
  /** One address a line. */
  readonly text: string
  readonly method: 'GET' | 'POST'
  readonly ownAuthority: boolean
  /** The profile that the addresses were taken from, when it has credentials; gone once they are changed by hand. */
  readonly profile: string | null
  /** Send the credentials of that profile. */
  readonly login: boolean
  readonly runs: readonly CheckRun[]
  /** The run whose checklist is shown. */
  readonly shown: number | null
  /** The last self-test through a public name; null before the first. */
  readonly publicTest: PublicTestRun | null
}

export type ChecksStore = ReturnType<typeof createChecks>

/** Checks that run at the same time. */
const AT_ONCE = 4

/** The addresses of a text: one a line; a lone line keeps its blanks, which are a finding. */
function addressesOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'))
  return lines.slice(0, 500)
}

/** Begins what waits, a few at a time, and stops what runs. */
function createQueue(store: StoreApi<ChecksState>, call: Call) {
  const { getState: get, setState: set } = store
  const put = (key: number, part: Partial<CheckRun>): void =>
    set({ runs: get().runs.map((run) => (run.key === key ? { ...run, ...part } : run)) })
  const begin = async ({ key, url }: CheckRun): Promise<void> => {
    put(key, { state: 'running' })
    const { method, ownAuthority, profile, login } = get()
    try {
      const { check } = await call('check.start', {
        url,
        method,
        ownAuthority,
        profile: login ? profile : null,
      })
      put(key, { check })
    } catch (thrown) {
      put(key, { state: 'failed', problem: toProblem(thrown).message })
      next()
    }
  }
  const next = (): void => {
    const { runs } = get()
    const free = AT_ONCE - runs.filter(({ state }) => state === 'running').length
    for (const run of runs.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, free))) void begin(run)
  }
  const cancel = (): void => {
    const { runs } = get()
    for (const { check, state } of runs)
      if (state === 'running' && check !== null) call('check.cancel', { check }).catch(() => undefined)
    set({ runs: runs.filter(({ state }) => state !== 'waiting') })
  }
  return { put, next, cancel }
}

const LOST = 'The engine was started anew while this was checked. Check it again.'
const lost = (run: CheckRun): CheckRun =>
  run.state === 'running' || run.state === 'waiting' ? { ...run, state: 'failed', problem: LOST } : run

const lostTest = (run: PublicTestRun | null): PublicTestRun | null =>
  run?.state === 'running' ? { ...run, state: 'failed', problem: LOST } : run

/** Sends the first address to the engine for a self-test; the answer to an older question is dropped. */
function createPublicTester({ getState: get, setState: set }: StoreApi<ChecksState>, call: Call) {
  return (): boolean => {
    const { text, profile, login } = get()
    const url = addressesOf(text)[0]?.trim()
    if (url === undefined) return false
    const run: PublicTestRun = { url, state: 'running', view: null, problem: null }
    const end = (part: Partial<PublicTestRun>): void => {
      if (get().publicTest === run) set({ publicTest: { ...run, ...part } })
    }
    set({ publicTest: run })
    call('listeners.publicTest', { url, profile: login ? profile : null })
      .then((view) => end({ state: 'done', view }))
      .catch((thrown: unknown) => end({ state: 'failed', problem: toProblem(thrown).message }))
    return true
  }
}

const START: ChecksState = {
  text: '',
  method: 'GET',
  ownAuthority: false,
  profile: null,
  login: false,
  runs: [],
  shown: null,
  publicTest: null,
}

/** The endpoint checks of the window: what is to be checked, and what came of it. Never stored. */
export function createChecks(call: Call) {
  const store = createStore<ChecksState>(() => START)
  const { getState: get, setState: set } = store
  const { put, next, cancel } = createQueue(store, call)
  let lastKey = 0
  const testPublicName = createPublicTester(store, call)
  return {
    store,
    change: (part: Partial<Pick<ChecksState, 'text' | 'method' | 'ownAuthority' | 'login'>>): void =>
      set(part.text === undefined ? part : { ...part, profile: null, login: false }),
    /** Takes the addresses of a profile; `profile` is its name when it has credentials. */
    takeFrom: (text: string, profile: string | null): void => set({ text, profile, login: false }),
    show: (shown: number): void => set({ shown }),
    /** Checks every address of the text; what still runs is stopped. */
    start: (): void => {
      cancel()
      const runs = addressesOf(get().text).map((url): CheckRun => {
        lastKey += 1
        return { key: lastKey, url, state: 'waiting', check: null, view: null, problem: null }
      })
      set({ runs, shown: runs[0]?.key ?? null })
      next()
    },
    cancel,
    /** Tests the first address of the text through its name; false when there is none. */
    testPublicName,
    onChange: (view: CheckView): void => {
      const run = get().runs.find(({ check }) => check === view.check)
      if (run === undefined) return
      put(run.key, { view, state: view.finished ? 'done' : 'running' })
      if (view.finished) next()
    },
    /** The engine was started anew: what ran there is gone. */
    lost: (): void => set({ runs: get().runs.map(lost), publicTest: lostTest(get().publicTest) }),
  }
}

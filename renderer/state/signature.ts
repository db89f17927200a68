import { createStore } from 'zustand/vanilla'

/** Where the keys come from: those of profiles and files, or a set that is pasted here. */
export type KeyChoice = 'registered' | 'pasted'

export interface SignatureState {
  readonly token: string
  readonly keys: KeyChoice
  readonly keySet: string
  /** The one registered set that is used; null: all. */
  readonly set: string | null
}

export type SignatureStore = ReturnType<typeof createSignature>

/** What stands in the signature workshop; kept while another panel is open, never stored. */
export function createSignature() {
  const store = createStore<SignatureState>(() => ({ token: '', keys: 'registered', keySet: '', set: null }))
  return {
    store,
    change: (changed: Partial<SignatureState>): void => store.setState(changed),
    /** Puts a captured callback in, to be checked against the registered sets. */
    fill: (token: string): void => store.setState({ token, keys: 'registered', set: null }),
  }
}

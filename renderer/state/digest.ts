import { createStore } from 'zustand/vanilla'
import type { DigestAlgorithm } from '../../shared/model/profile.ts'
import type { DigestCaseView } from '../../shared/protocol/digest.ts'
import type { ValueRow } from './digest-rows.ts'

/** What stands in the digest workshop beside what the user sees: where it was filled from. */
export interface DigestOrigin {
  /** "UNFREEZE 10000016", "a pasted URL". */
  readonly words: string
  readonly profileName: string | null
  readonly others: DigestCaseView['others']
  readonly texts: DigestCaseView['texts']
  readonly ampNames: readonly string[]
}

export interface DigestState {
  readonly algorithm: DigestAlgorithm
  readonly rows: readonly ValueRow[]
  /** '': registered without one. */
  readonly salt: string
  readonly saltShown: boolean
  /** A digest that came, as it was pasted. */
  readonly received: string
  /** Further identifiers, one a line. */
  readonly identifiers: string
  readonly eventType: string | null
  readonly origin: DigestOrigin | null
}

export type DigestStore = ReturnType<typeof createDigest>

const START: DigestState = {
  algorithm: 'SHA1',
  rows: [{ id: 1, name: 'paymentId', value: '' }],
  salt: '',
  saltShown: false,
  received: '',
  identifiers: '',
  eventType: null,
  origin: null,
}

const rowsOf = (values: DigestCaseView['values']): readonly ValueRow[] =>
  values.length === 0 ? START.rows : values.map(({ name, value, raw }, index) => ({ id: index + 1, name, value, raw }))

/** What stands in the digest workshop; kept while another panel is open, never stored. */
export function createDigest() {
  const store = createStore<DigestState>(() => START)
  return {
    store,
    change: (changed: Partial<DigestState>): void => store.setState(changed),
    /** Puts the values of a request in; a salt that was typed stays where no profile knows a better one. */
    fill: (known: DigestCaseView, words: string): void => {
      const { salt } = store.getState()
      const { profileName, others, texts, ampNames } = known
      store.setState({
        algorithm: known.algorithm,
        rows: rowsOf(known.values),
        salt: known.saltKnown ? (known.salt ?? '') : salt,
        saltShown: false,
        received: known.received,
        eventType: known.eventType,
        origin: { words, profileName, others, texts, ampNames },
      })
    },
    clear: (): void => store.setState(START),
  }
}

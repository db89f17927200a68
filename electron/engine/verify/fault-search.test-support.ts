import { createHash } from 'node:crypto'
import type { SearchLimit } from '../../../shared/checks/digest/faults/allowance.ts'
import { searchFaults } from '../../../shared/checks/digest/faults/search.ts'
import type { SearchInput, SearchResult } from '../../../shared/checks/digest/faults/search.ts'
import { faultHash } from './hash.ts'

/* For tests of the fault search: one callback, and digests made without the code under test. */

export const SALT = 'SecretHashSalt'
export const BASE: SearchInput = {
  received: '',
  algorithm: 'SHA1',
  values: [
    { name: 'paymentId', value: '10000016' },
    { name: 'result', value: 'FROZEN' },
  ],
  salt: SALT,
  otherSalts: [],
  others: [],
  lists: [['paymentId'], ['paymentId', 'result']],
  eventType: 'AUTOMATIC_FRAUD_CONTROL',
  identifiers: [],
  texts: [],
  ampNames: [],
}
export const one = (value: string): Partial<SearchInput> => ({ values: [{ name: 'paymentId', value }], lists: [] })

export const hex = (text: string | Buffer, algorithm = 'sha1'): string =>
  createHash(algorithm).update(text).digest('hex').toUpperCase()
export const search = (
  received: string,
  more: Partial<SearchInput> = {},
  limit: SearchLimit | null = null,
): SearchResult => searchFaults({ ...BASE, ...more, received }, faultHash, limit)
export const codesOf = ({ causes }: SearchResult): readonly string[] => causes.map(({ code }) => code)

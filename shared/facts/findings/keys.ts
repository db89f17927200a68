import type { FindingEntry } from './entry.ts'
import { documented, standard } from '../documents.ts'

const PAGE = documented('loan')
const AGAIN = 'Get the key set from the bank again.'

/** Findings of the signature light about the keys of a set: why the one that a token names cannot be used. */
export const KEY_FINDINGS = {
  'jws-key-use': {
    light: 'signature',
    severity: 'warning',
    state: 'unchecked',
    summary: 'The named key is for another use than signatures.',
    explanation: 'Its member "use" is not "sig": such a key must not verify a signature.',
    advice: AGAIN,
    source: standard(7517, '4.2'),
  },
  'jws-key-operations': {
    light: 'signature',
    severity: 'warning',
    state: 'unchecked',
    summary: 'The named key must not be used to verify.',
    explanation: 'Its member "key_ops" lists what the key may be used for, and "verify" is not in the list.',
    advice: AGAIN,
    source: standard(7517, '4.3'),
  },
  'jws-key-algorithm': {
    light: 'signature',
    severity: 'warning',
    state: 'unchecked',
    summary: 'The named key is for another algorithm.',
    explanation: 'Its member "alg" is not RS256, the only algorithm of the bank, and the only one that is accepted.',
    advice: AGAIN,
    source: standard(7517, '4.4'),
  },
  'jws-key-weak': {
    light: 'signature',
    severity: 'warning',
    state: 'unchecked',
    summary: 'The named key is too short to be trusted.',
    explanation: 'RS256 needs a key of at least 2048 bits; shorter ones can be broken.',
    advice: `The bank's keys have 2048 bits. ${AGAIN}`,
    source: standard(7518, '3.3'),
  },
  'jws-key-type': {
    light: 'signature',
    severity: 'warning',
    state: 'unchecked',
    summary: 'The named key is not an RSA key.',
    explanation: 'The key set has a key of that name, but it is of another type, which cannot verify RS256.',
    advice: AGAIN,
    source: standard(7518, '6'),
  },
  'jws-key-set-empty': {
    light: 'signature',
    severity: 'warning',
    state: 'unchecked',
    summary: 'The key set holds no key.',
    explanation: 'It can be read, but its list of keys is empty, so that no signature can be verified with it.',
    advice: 'Download the key set again. An empty answer can mean that the API key belongs to another environment.',
    source: standard(7517, '5'),
  },
  'jws-key-set-not-fetched': {
    light: 'signature',
    severity: 'warning',
    state: 'unchecked',
    summary: 'The key set was never fetched.',
    explanation:
      'The profile names its address, but there is no copy of it yet. Nothing is fetched unasked: not at the start, and not because a callback came.',
    advice: 'Fetch it in the signature workshop, or with verify --fetch-keys; the copy then works without a network.',
    source: PAGE,
  },
  'jws-other-environment': {
    light: 'signature',
    severity: 'warning',
    state: 'warn',
    summary: 'It verifies with a key of another environment.',
    explanation:
      'Test and production have separate key sets. This endpoint is registered for one, and the token is signed with a key of the other.',
    advice: 'Check whether the callback address of this endpoint is registered in the wrong environment.',
    source: PAGE,
  },
} as const satisfies Record<string, FindingEntry>

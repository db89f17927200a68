import { documented, standard } from '../documents.ts'
import type { FindingEntry } from './entry.ts'

const PAGE = documented('loan')
const FORGED = 'Do not trust the content: this is how forged tokens are made.'
const BROKEN = 'Look at the raw body: was the token cut, wrapped or encoded again on its way?'

/** Findings of the signature light about the form of a token. */
export const TOKEN_FINDINGS = {
  'jws-trimmed': {
    light: 'signature',
    severity: 'info',
    summary: 'White space around the token was taken off before checking.',
    explanation:
      'Four of the five examples in the documentation have a blank in front of the token. The captured bytes are kept as they came.',
    advice: 'Trim jwsData in your own code as well.',
    source: PAGE,
  },
  'jws-docs-placeholder': {
    light: 'signature',
    severity: 'info',
    summary: 'This is the filler from the documentation, not a token.',
    explanation:
      "The examples on the bank's page carry a shortened text in place of a token. It cannot be decoded, and never could.",
    advice: 'Use a token from a real callback.',
    source: PAGE,
  },
  'jws-ignored-header': {
    light: 'signature',
    severity: 'info',
    summary: 'The token brings key material of its own, which is ignored.',
    explanation:
      'Keys are taken from registered sets only. What jku, x5u, jwk, x5c or x5t say is shown, never followed and never trusted.',
    advice: null,
    source: standard(8725, '3.10'),
  },
  'jws-duplicate-members': {
    light: 'signature',
    severity: 'warning',
    summary: 'A member occurs twice in the token.',
    explanation: 'Programs differ in which of two equal members they take; the last one is used here.',
    advice: 'Report it to the bank.',
    source: standard(7519, '4'),
  },
  'jws-payload-not-json': {
    light: 'signature',
    severity: 'warning',
    state: 'warn',
    summary: 'The payload is not JSON.',
    explanation:
      'The signature is judged over the bytes, whatever they say; but there are no claims to show or to compare.',
    advice: 'Look at the payload as it stands.',
    source: standard(7519, '7.2'),
  },
  'jws-payload-not-object': {
    light: 'signature',
    severity: 'warning',
    state: 'warn',
    summary: 'The payload is JSON, but not an object.',
    explanation: 'Claims stand in an object; here there is nothing to compare with the body.',
    advice: 'Look at the payload as it stands.',
    source: standard(7519, '7.2'),
  },
  'jws-payload-not-utf8': {
    light: 'signature',
    severity: 'warning',
    state: 'warn',
    summary: 'The payload is not UTF-8 text.',
    explanation: 'The signature is judged over the bytes, but they are no valid text, so the claims cannot be read.',
    advice: 'Look at the payload as it stands.',
    source: standard(7519, '7.2'),
  },
  'jws-empty': {
    light: 'signature',
    severity: 'error',
    state: 'fail',
    summary: 'jwsData is empty.',
    explanation: 'The member is there, but holds no token.',
    advice: BROKEN,
    source: PAGE,
  },
  'jws-segments': {
    light: 'signature',
    severity: 'error',
    state: 'fail',
    summary: 'This is no token: it does not have three parts.',
    explanation: 'A compact token is header, payload and signature with a dot between each.',
    advice: BROKEN,
    source: standard(7515, '7.1'),
  },
  'jws-encrypted': {
    light: 'signature',
    severity: 'error',
    state: 'fail',
    summary: 'This is an encrypted token (JWE), not a signed one.',
    explanation: 'It has five parts. The bank documents signed tokens only; an encrypted one is never decrypted here.',
    advice: 'Ask the sender.',
    source: `${PAGE}; ${standard(7516, '9')}`,
  },
  'jws-padding': {
    light: 'signature',
    severity: 'error',
    state: 'fail',
    summary: 'A part of the token ends with "=".',
    explanation: 'Base64url in tokens has no padding. Some libraries let it pass, others refuse it.',
    advice: BROKEN,
    source: standard(7515, '2'),
  },
  'jws-alphabet': {
    light: 'signature',
    severity: 'error',
    state: 'fail',
    summary: 'A character stands in the token that has no place there.',
    explanation:
      'Only A to Z, a to z, digits, "-" and "_" may occur. The evidence names the character and its place; line breaks come from wrapped text, "+" and "/" from ordinary base64.',
    advice: BROKEN,
    source: standard(7515, '2'),
  },
  'jws-not-canonical': {
    light: 'signature',
    severity: 'error',
    state: 'fail',
    summary: 'A part of the token is not written in its one right form.',
    explanation:
      'Its length, or the unused bits of its last character, cannot come from an encoder. Another text for the same bytes would slip past anything that compares texts.',
    advice: BROKEN,
    source: standard(4648, '3.5'),
  },
  'jws-header-not-json': {
    light: 'signature',
    severity: 'error',
    state: 'fail',
    summary: 'The header of the token is not JSON.',
    explanation: 'The first part does not decode to a JSON text in UTF-8.',
    advice: BROKEN,
    source: standard(7515, '5.2'),
  },
  'jws-header-not-object': {
    light: 'signature',
    severity: 'error',
    state: 'fail',
    summary: 'The header of the token is not a JSON object.',
    explanation: 'It is JSON, but names no members, so no algorithm either.',
    advice: BROKEN,
    source: standard(7515, '4'),
  },
  'jws-alg-none': {
    light: 'signature',
    severity: 'error',
    state: 'fail',
    summary: 'The token says that it is not signed (alg none).',
    explanation: 'An unsigned token proves nothing, whatever its spelling of none.',
    advice: FORGED,
    source: standard(8725, '2.1'),
  },
  'jws-alg-missing': {
    light: 'signature',
    severity: 'error',
    state: 'fail',
    summary: 'The token names no algorithm.',
    explanation: 'The header member alg is missing, or not a text.',
    advice: FORGED,
    source: standard(7515, '4.1.1'),
  },
  'jws-alg-not-allowed': {
    light: 'signature',
    severity: 'error',
    state: 'fail',
    summary: 'The token names another algorithm than RS256.',
    explanation:
      'The bank signs with RS256 only, written exactly so. A token that names another algorithm is refused before any key is looked at.',
    advice: FORGED,
    source: standard(8725, '3.1'),
  },
  'jws-crit-invalid': {
    light: 'signature',
    severity: 'error',
    state: 'fail',
    summary: 'The header member crit breaks the rules.',
    explanation:
      'crit must be a list, not empty, of names of extensions that are in the header; b64 must be named there when it is used.',
    advice: FORGED,
    source: `${standard(7515, '4.1.11')}; ${standard(7797, '6')}`,
  },
  'jws-crit-unsupported': {
    light: 'signature',
    severity: 'error',
    state: 'fail',
    summary: 'The token demands an extension that is not known here.',
    explanation:
      'A token whose crit names an unknown extension must be refused. b64 = false (a payload that is not encoded) belongs to these.',
    advice: 'Ask the sender why the extension is used.',
    source: standard(7515, '4.1.11'),
  },
} as const satisfies Record<string, FindingEntry>

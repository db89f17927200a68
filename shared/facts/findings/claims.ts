import { documented, standard } from '../documents.ts'
import type { FindingEntry } from './entry.ts'

const PAGE = documented('loan')

/** Findings of the signature light about where the token stood, its payload, and how it compares with the body. */
export const CLAIM_FINDINGS = {
  'jws-elsewhere': {
    light: 'signature',
    severity: 'info',
    summary: 'The token does not stand where the documentation puts it.',
    explanation:
      'The documentation shows jwsData as a member of the body itself, beside externalApplicationEvent. The evidence names the place where it was found; it is judged all the same.',
    advice: 'Look for what wraps the body on its way: a gateway, a queue, a logger.',
    source: PAGE,
  },
  'jws-not-encoded': {
    light: 'signature',
    severity: 'warning',
    state: 'warn',
    summary: 'The payload of the token is not encoded (b64 is false).',
    explanation:
      'The signature covers the payload as it stands, without base64url. The standard allows it, but not for tokens with claims, and the bank does not document it. The payload is shown as it came, not decoded.',
    advice: 'Report it to the bank; many libraries refuse such tokens.',
    source: standard(7797, '3 and 7'),
  },
  'jws-payload-not-read': {
    light: 'signature',
    severity: 'warning',
    state: 'warn',
    summary: 'The payload is too large to be read.',
    explanation:
      'The signature is judged over all its bytes, but a payload of this many values is not taken apart: it would hold up everything else. Its claims are not shown and not compared.',
    advice: 'Look at the payload as it stands. A real one has a few hundred bytes.',
    source: null,
  },
  'jws-envelope-partial': {
    light: 'signature',
    severity: 'info',
    summary: 'The signed payload repeats a part of the event only.',
    explanation:
      'What it repeats says the same as the body. The members that the evidence names stand in the body alone: the signature says nothing about them.',
    advice: 'Act only on what stands in the payload.',
    source: PAGE,
  },
  'jws-envelope-digits': {
    light: 'signature',
    severity: 'info',
    summary: 'Body and signed payload write the same number differently.',
    explanation:
      'The values are equal, digit for digit, but one has more zeros or another notation (3000.00 and 3000). That is no difference in what was signed.',
    advice: null,
    source: standard(8259, '6'),
  },
  'jws-in-time': {
    light: 'signature',
    severity: 'good',
    summary: 'The token was within its life time when it arrived.',
    explanation:
      'Its times (iat, nbf, exp) fit the time of arrival. They are a statement of their own, beside the signature.',
    advice: null,
    source: standard(7519, '4.1.4 to 4.1.6'),
  },
  'jws-no-time': {
    light: 'signature',
    severity: 'info',
    summary: 'The token names no time: it never expires.',
    explanation: 'It has neither iat nor nbf nor exp. The documentation does not promise any of them.',
    advice: 'Remember what you have acted on: a token without a time can be sent again.',
    source: PAGE,
  },
} as const satisfies Record<string, FindingEntry>

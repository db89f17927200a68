import type { FindingCode } from './findings.ts'

/** Two statements of the bank's documents (or code) that cannot both hold. Both are kept visible; one is used. */
export interface Contradiction {
  readonly topic: string
  readonly one: string
  readonly other: string
  /** Which of them this program goes by. */
  readonly used: string
  /** The finding whose explanation tells both, where the user meets it. */
  readonly code: FindingCode
}

/** Where the sources disagree (domain.md §8). Do not mend them silently. */
export const CONTRADICTIONS: readonly Contradiction[] = [
  {
    topic: 'How long the bank tries',
    one: 'until "a month has passed" (an older sentence of the page "Callbacks")',
    other: '19 resends over 36 hours (the table of the same page)',
    used: 'the table, to which the FAQ points',
    code: 'answer-refused',
  },
  {
    topic: 'Method of UPDATE',
    one: 'POST (all pages)',
    other: "GET (the route in the bank's own Magento module)",
    used: 'both are recognised; a GET is remarked',
    code: 'method-update',
  },
  {
    topic: 'Method of BOOKED',
    one: 'POST (the page "Callbacks")',
    other: 'GET (older flow charts); POST, then GET when it fails (the page of BOOKED)',
    used: 'both are recognised, and counted as one attempt',
    code: 'method-booked',
  },
  {
    topic: 'Order of POST and GET for BOOKED',
    one: '"if the POST request is successful, the GET won\'t fire up"',
    other: '"usually there\'s a regular GET", and the second POST carries extra fees (the same page)',
    used: 'either order is one attempt',
    code: 'method-booked',
  },
  {
    topic: 'Digest of AUTOMATIC_FRAUD_CONTROL',
    one: 'over paymentId (the documentation)',
    other: "over paymentId and result (the bank's PHP libraries and plugins)",
    used: 'what the profile says; the other list is tried and named',
    code: 'digest-other-list',
  },
  {
    topic: 'Letter case of the digest',
    one: '"The checksum is in UPPERCASE!"',
    other: 'lower case (four examples in the documentation)',
    used: 'upper case; equal apart from letter case is a verdict of its own',
    code: 'digest-match-case',
  },
  {
    topic: 'Status that counts as success',
    one: 'any below 300 (legacy callbacks)',
    other: "200 (the page on Merchant API callbacks); 202 and 204 in the bank's own library and plugins",
    used: '200 to 299 for every family',
    code: 'answer-accepted',
  },
  {
    topic: 'ngrok',
    one: 'traffic is dropped (the FAQ)',
    other: 'recommended for tests (the page for PrestaShop)',
    used: 'warned of',
    code: 'host-tunnel',
  },
  {
    topic: 'Temporary URL services',
    one: 'may be rejected (the FAQ)',
    other: 'used in samples (webhook.site, on the page of the Merchant API)',
    used: 'warned of',
    code: 'host-tunnel',
  },
  {
    topic: 'Plain HTTP',
    one: 'no longer supported (the FAQ)',
    other: 'examples with http:// (the same documentation)',
    used: 'taken, and warned of',
    code: 'transport-plain',
  },
]

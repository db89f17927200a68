import { expect, test } from 'vitest'
import { CONTRADICTIONS } from './contradictions.ts'
import { FINDINGS } from './findings.ts'
import type { FindingEntry } from './findings/entry.ts'

/** What the finding must say of each side, so that the user sees both. */
const BOTH: Readonly<Record<string, readonly [RegExp, RegExp]>> = {
  'How long the bank tries': [/a month/, /19 resends over 36 hours/],
  'Method of UPDATE': [/UPDATE is a POST/, /Magento module has a GET route/],
  'Method of BOOKED': [/says POST/, /flow charts say GET/],
  'Order of POST and GET for BOOKED': [/won't fire up/, /usually there's a regular GET/],
  'Digest of AUTOMATIC_FRAUD_CONTROL': [/paymentId alone/, /paymentId and result/],
  'Letter case of the digest': [/upper case/, /four examples in the documentation/],
  'Status that counts as success': [/Below 300/, /HTTP 200 OK.*202.*204/s],
  ngrok: [/ngrok.*are dropped/s, /recommends ngrok/],
  'Temporary URL services': [/may be rejected/, /webhook\.site/],
  'Plain HTTP': [/no longer supported/, /http:\/\/ addresses/],
}

test('there are the ten of the fact sheet', () => {
  expect(CONTRADICTIONS.map(({ topic }) => topic).toSorted()).toEqual(Object.keys(BOTH).toSorted())
})

test.each(CONTRADICTIONS)('$topic: both sides stand where the user meets it', ({ topic, code }) => {
  const { summary, explanation, advice, source }: FindingEntry = FINDINGS[code]
  const text = [summary, explanation, advice ?? ''].join(' ')
  const [one, other] = BOTH[topic] ?? []
  expect(text).toMatch(one ?? /never/)
  expect(text).toMatch(other ?? /never/)
  expect(source).not.toBeNull()
})

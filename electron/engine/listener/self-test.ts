import type { AnswerPlan } from '../../../shared/model/callback.ts'

/** What our own test of a listener asks for; only believed together with the token of our sender. */
export const SELF_TEST_TARGET = '/.callback-inspector/self-test'

const START = Buffer.from(`GET ${SELF_TEST_TARGET} HTTP/1.1\r\n`, 'latin1')

export const SELF_TEST_ANSWER: AnswerPlan = { status: 204, headers: [], body: '' }

/** Whether a request is our own test of the listener, by its first line. */
export function isSelfTest(raw: Uint8Array): boolean {
  return START.equals(raw.subarray(0, START.length))
}

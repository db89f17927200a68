import { expect, test } from 'vitest'
import { FINDINGS } from '../../shared/facts/findings.ts'
import type { FindingCode } from '../../shared/facts/findings.ts'
import { finding, light } from '../../shared/checks/finding.ts'
import type { CallbackRecord, ExportRecord } from '../../shared/export/record-schema.ts'
import type { Light } from '../../shared/model/verdict.ts'
import { recordLine } from './record-line.ts'

const HOSTILE = '\u001b[31m \u202e "\\" \ud83d\ude42 \ud800 …'

function recordWith(digest: Light, more: Partial<CallbackRecord> = {}): CallbackRecord {
  const signature = { ...light(finding('jws-not-in-family')), verdict: null, reason: null }
  const none = light()
  return {
    type: 'callback',
    format: 1,
    id: 'a-1',
    sequence: 1,
    receivedAt: '2026-11-21T00:00:00.000Z',
    family: 'legacy',
    eventType: 'BOOKED',
    reference: HOSTILE,
    parameters: [],
    matchedBy: 'shape',
    profile: null,
    template: null,
    simulated: false,
    simulation: null,
    headline: 'A sentence.',
    method: 'GET',
    target: '/',
    httpVersion: '1.1',
    headers: [['Host', 'localhost']],
    framing: 'none',
    bodyBase64: '',
    rawBase64: '',
    peer: null,
    connection: { number: 1, requestNumber: 1, local: null, scheme: 'https' },
    tls: null,
    times: null,
    answer: { status: 204, sent: true, afterMs: 1, rule: null },
    notes: [],
    verdict: { digest, signature, source: none, transport: none, answer: none },
    ...more,
  }
}

/** Reads back the same, members in the same order. */
const sameAs = (record: ExportRecord): void =>
  expect(JSON.stringify(JSON.parse(recordLine(record)))).toBe(JSON.stringify(record))

test('every finding of the catalogue reads back as it was, and the line is ASCII', () => {
  const codes = Object.keys(FINDINGS) as FindingCode[]
  expect(codes.length).toBeGreaterThan(60)
  for (const code of codes) {
    const record = recordWith(light(finding(code, { expected: 'A', received: 'B' })), { reference: 'A' })
    sameAs(record)
    expect(recordLine(record)).toMatch(/^[ -~]+$/)
  }
})

test('a finding with words of its own is printed with these', () => {
  const own = recordWith(
    light(finding('jws-not-in-family', {}, { summary: 'Other words …' }), finding('jws-not-in-family')),
  )
  sameAs(own)
  expect(recordLine(own)).toContain('Other words')
})

test('captured text stays captured text', () => {
  const record = recordWith(light(finding('digest-malformed', { received: HOSTILE })), {
    delivery: { id: 'a-1', attempt: 2, of: 20, confidence: 'certain' },
  })
  sameAs(record)
  expect(recordLine(record)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/)
})

import { expect, test } from 'vitest'
import { FINDINGS } from '../../facts/findings.ts'
import type { FindingEntry } from '../../facts/findings/entry.ts'
import { grow } from '../deliveries/grow.ts'
import { place } from '../deliveries/place.ts'
import { sampleRequest } from '../deliveries/testing-request.ts'
import type { Delivery, GroupRequest } from '../deliveries/types.ts'
import { paymentRemarks } from './remarks.ts'

const NOON = Date.UTC(2026, 5, 2, 12)
const produced = new Set<string>()

let sequence = 0
/** A request so many seconds after noon; accepted unless said otherwise. */
function came(seconds: number, eventType: string, changes: Partial<GroupRequest> = {}): GroupRequest {
  sequence += 1
  const at = NOON + seconds * 1000
  return sampleRequest({ sequence, at, eventType, status: 204, outcome: 'delivered', ...changes })
}
const refused = (status: number) => ({ status, outcome: 'refused' }) as const
const mapi = (facet: string) => ({ family: 'mapi', facet, body: facet, delays: null }) as const

/** Codes and summaries of a payment whose requests are grouped as the archive does. */
function remarks(...requests: readonly GroupRequest[]): readonly string[] {
  const byEvent = new Map<string, Delivery[]>()
  for (const one of requests) {
    const name = `${String(one.eventType)} ${one.facet ?? ''}`
    const all = byEvent.get(name) ?? []
    const delivery = grow(one, place(one, all))
    byEvent.set(name, [delivery, ...all.filter(({ id }) => id !== delivery.id)])
  }
  const found = paymentRemarks([...byEvent.values()].flat(), NOON + 3_600_000)
  for (const { code } of found) produced.add(code)
  return found.map(({ code, summary }) => `${code}: ${summary}`)
}

const only = (code: string, found: readonly string[]) => found.filter((one) => one.startsWith(`${code}:`))

test('a happy payment has nothing to be said about', () => {
  const booked = came(0, 'BOOKED', { method: 'POST', body: '{}' })
  expect(remarks(booked, came(5, 'AUTOMATIC_FRAUD_CONTROL', { facet: 'THAWED' }), came(90, 'UNFREEZE'))).toEqual([])
})

test('UNFREEZE before BOOKED', () => {
  const found = remarks(came(0, 'UNFREEZE'), came(5, 'BOOKED', { method: 'POST', body: '{}' }))
  expect(found).toEqual(['payment-before-booked: UNFREEZE came before BOOKED.'])
})

test('FINALIZATION beside BOOKED, and two within one second', () => {
  const found = remarks(came(0, 'BOOKED', { method: 'POST', body: '{}' }), came(0.4, 'FINALIZATION'))
  expect(found).toEqual([
    'payment-finalized-early: FINALIZATION came within a second of BOOKED.',
    'payment-together: BOOKED and FINALIZATION came within one second (400 ms apart).',
  ])
})

test('CAPTURED without AUTHORIZED, and with it', () => {
  const found = remarks(came(0, 'AUTHORIZATION', mapi('CAPTURED')))
  expect(only('payment-captured-first', found)).toHaveLength(1)
  const both = remarks(came(0, 'AUTHORIZATION', mapi('AUTHORIZED')), came(9, 'AUTHORIZATION', mapi('CAPTURED')))
  expect(both).toEqual([])
})

test('what came again after it had been accepted', () => {
  const post = { method: 'POST', body: '{}' }
  expect(remarks(came(0, 'BOOKED', post), came(30, 'BOOKED', post))).toEqual([
    'payment-twice: BOOKED came again after it had been accepted.',
  ])
})

test('refused as not ready, then accepted', () => {
  const found = remarks(came(0, 'BOOKED', { method: 'POST', ...refused(503) }), came(30, 'BOOKED', { method: 'POST' }))
  expect(only('payment-not-ready', found)).toHaveLength(1)
})

test('the POST was refused and the GET followed', () => {
  const found = remarks(came(0, 'BOOKED', { method: 'POST', body: '{}', ...refused(405) }), came(0.2, 'BOOKED'))
  expect(only('payment-method-fallback', found)).toEqual([
    'payment-method-fallback: POST of BOOKED was answered 405, and GET followed.',
  ])
})

test('one user agent was blocked', () => {
  const booked = came(-9, 'BOOKED', { method: 'POST', body: '{}' })
  const found = remarks(booked, came(0, 'UNFREEZE', refused(403)), came(0.2, 'UNFREEZE', { agent: 'Other' }))
  expect(found).toEqual(['payment-agent-blocked: The first user agent got 403, the second 204.'])
})

test('BOOKED never came', () => {
  expect(remarks(came(0, 'UNFREEZE'))).toEqual(['payment-booked-missing: BOOKED never came.'])
})

test('frozen, and nothing ended it', () => {
  expect(only('payment-frozen-open', remarks(came(0, 'AUTHORIZATION', mapi('FROZEN'))))).toHaveLength(1)
  const ended = remarks(came(0, 'AUTHORIZATION', mapi('FROZEN')), came(9, 'AUTHORIZATION', mapi('REJECTED')))
  expect(ended).toEqual([])
})

test('something after the end', () => {
  const booked = came(-9, 'BOOKED', { method: 'POST', body: '{}' })
  expect(remarks(booked, came(0, 'ANNULMENT'), came(60, 'UNFREEZE'))).toEqual([
    'payment-after-end: UNFREEZE came after ANNULMENT.',
  ])
})

test('a loan that is paid out before it is signed', () => {
  const loan = { family: 'loan', delays: null } as const
  expect(remarks(came(0, 'PAID_OUT', { ...loan, body: 'p' }), came(9, 'SIGNED', { ...loan, body: 's' }))).toEqual([
    'payment-loan-order: PAID_OUT came before SIGNED.',
  ])
})

test('every remark about payments has a case here', () => {
  const catalogue: Readonly<Record<string, FindingEntry>> = FINDINGS
  const ofPayments = Object.keys(catalogue).filter((code) => catalogue[code]?.light === 'payment')
  expect([...produced].toSorted()).toEqual(ofPayments.toSorted())
})

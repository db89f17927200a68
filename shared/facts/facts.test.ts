import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ATTEMPT_TIMEOUT_MS, ATTEMPTS, DELIVERED_BELOW, LADDER, SHOP_ANSWERS } from './delivery.ts'
import * as events from './events.ts'
import { JWKS_URLS, JWS_ALGORITHM } from './jws.ts'
import { BANK_NETWORKS, CALLBACK_SOURCES } from './network.ts'

const read = (name: string): never =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../e2e/corpus', name), 'utf8')) as never

interface Facts {
  legacyEvents: Record<string, { params: string[]; body?: string; result?: string[] }>
  mapi: Record<string, string[]>
  rcoPlus: { webhooks: string[]; paymentStatus: string[]; checkoutStatus: string[] }
  loan: { events: string[]; creditDecision: string[]; jwks: Record<string, string>; alg: string }
  network: {
    callbackSources: string[]
    resursNetworks: string[]
    history: { until?: string; from?: string; list?: string[]; added?: string[] }[]
  }
  shopAnswersSeen: Record<string, string>
}
const FACTS: Facts = read('facts.json')

test('legacy events, their parameters and bodies are those of the fact sheet', () => {
  expect([...events.LEGACY_EVENTS.keys()].toSorted()).toEqual(Object.keys(FACTS.legacyEvents).toSorted())
  for (const [name, { parameters, bodyMember }] of events.LEGACY_EVENTS) {
    expect(parameters).toEqual(FACTS.legacyEvents[name]?.params)
    expect(bodyMember).toBe(FACTS.legacyEvents[name]?.body ?? null)
  }
  expect(events.FRAUD_RESULTS).toEqual(FACTS.legacyEvents['AUTOMATIC_FRAUD_CONTROL']?.result)
})

test('Merchant API, RCO+ and loan lists are those of the fact sheet', () => {
  const { mapi, rcoPlus, loan } = FACTS
  expect(events.MAPI_EVENTS).toEqual(mapi['callbackTypes'])
  expect(events.AUTHORIZATION_STATUSES).toEqual(mapi['authorizationStatus'])
  expect(events.CREDIT_APPLICATION_STATUSES).toEqual(mapi['creditApplicationStatusSeen'])
  expect(events.MANAGEMENT_ACTIONS).toEqual(mapi['managementAction'])
  expect(events.MAPI_TEST_STATUSES).toEqual(mapi['testStatus'])
  expect(events.RCO_PLUS_WEBHOOKS).toEqual(rcoPlus.webhooks)
  expect(events.RCO_PLUS_PAYMENT_STATUSES).toEqual(rcoPlus.paymentStatus)
  expect(events.RCO_PLUS_CHECKOUT_STATUSES).toEqual(rcoPlus.checkoutStatus)
  expect(events.LOAN_EVENTS).toEqual(loan.events)
  expect(events.LOAN_DECISIONS).toEqual(loan.creditDecision)
  expect(JWKS_URLS).toEqual(loan.jwks)
  expect(JWS_ALGORITHM).toBe(loan.alg)
})

test('the list of sources on a day is that of the fact sheet', () => {
  const on = (day: string) =>
    CALLBACK_SOURCES.filter(({ since, until }) => (since ?? '') <= day && (until ?? '9999') > day).map(
      ({ network }) => network,
    )
  const { callbackSources, resursNetworks, history } = FACTS.network
  expect(on('2026-06-02').toSorted()).toEqual(callbackSources.toSorted())
  expect(BANK_NETWORKS).toEqual(resursNetworks)
  expect(on('2025-03-03')).toEqual(expect.arrayContaining(history[0]?.list ?? ['none']))
  for (const { from = '', added = [] } of history.slice(1)) {
    expect(on(from)).toEqual(expect.arrayContaining(added))
  }
})

test('every answer code that shops were seen to give is explained', () => {
  for (const status of Object.keys(FACTS.shopAnswersSeen)) expect(SHOP_ANSWERS.has(Number(status))).toBe(true)
})

test('the ladder is the published table', () => {
  const retry: {
    attempts: number
    table: unknown[]
    totalSeconds: number
    perAttemptTimeoutSeconds: { value: number }
    delivered: string
  } = read('retry.json')
  expect(LADDER).toEqual(retry.table)
  expect(LADDER).toHaveLength(ATTEMPTS)
  expect(ATTEMPTS).toBe(retry.attempts)
  expect(LADDER.at(-1)?.offsetSeconds).toBe(retry.totalSeconds)
  expect(ATTEMPT_TIMEOUT_MS).toBe(retry.perAttemptTimeoutSeconds.value * 1000)
  expect(retry.delivered).toBe(`status < ${String(DELIVERED_BELOW)}`)
})

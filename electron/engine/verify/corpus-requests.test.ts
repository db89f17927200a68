import { describe, expect, test } from 'vitest'
import type { EndpointProfile } from '../../../shared/model/profile.ts'
import { headline } from '../../../shared/checks/headline.ts'
import { corpus, judgeRaw, keySetOf, noTrust, profileOf } from './test-support.ts'

interface Case {
  readonly id: string
  readonly generation: string
  readonly eventType: string
  readonly raw: string
  readonly target: string
  readonly uriTemplate?: string
  readonly digest?: { algorithm: string; parameters: string[]; salt: string } | null
  readonly jwsVector?: string
}

const CASES = corpus<Case[]>('callback-requests.json')
const JWS = corpus<{ jwks: unknown; now: number }>('jws.json')
const FAMILIES: Record<string, string> = { 'legacy-rco': 'legacy', 'mapi-rco+': 'rco-plus', none: 'unknown' }
const familyOf = ({ generation }: Case) => FAMILIES[generation] ?? generation
const eventOf = ({ eventType }: Case) => (eventType === '-' ? null : eventType.replace(' (MAPI)', ''))
/** A bare URL of the shop's own: nothing but its template tells that it is a callback. */
const needsTemplate = ({ id }: Case) => id === 'rco-payment-created'

function referenceOf({ raw, target }: Case): string | null {
  const ids = [/paymentId"?[=/:]"?([\w-]+)/, /applicationReference" ?: ?"([\w-]+)/, /applicationId" ?: ?"([\w-]+)/]
  const others = [/orderId=(\w+)/, /[?&]id=(\w+)/, /[?&]p=(\w+)/]
  for (const pattern of [...ids, ...others]) {
    const found = pattern.exec(pattern.source.includes('[?&]') ? target : raw)?.[1]
    if (found !== undefined) return found
  }
  return null
}

function profileFor(each: Case): EndpointProfile {
  const event = { ...(each.uriTemplate === undefined ? {} : { uriTemplate: each.uriTemplate }) }
  const digest =
    each.digest === undefined ? {} : { digest: each.digest === null ? null : { ...each.digest, expect: undefined } }
  const { algorithm, parameters, salt } = each.digest ?? {}
  const settings = each.digest ? { digest: { algorithm, parameters, salt } } : digest
  return profileOf({
    family: familyOf(each) === 'unknown' ? undefined : familyOf(each),
    events: { [eventOf(each) ?? 'X']: { ...event, ...settings } },
  })
}

test('there are 36 cases', () => expect(CASES).toHaveLength(36))

describe.each(CASES)('$id', (each) => {
  test('is recognised by its form alone', async () => {
    const { recognition, verdict } = await judgeRaw(each.raw)
    expect(recognition.family).toBe(needsTemplate(each) ? 'unknown' : familyOf(each))
    expect(recognition.eventType).toBe(needsTemplate(each) ? null : eventOf(each))
    expect(recognition.reference).toBe(referenceOf(each))
    expect(recognition.profileName).toBeNull()
    expect(verdict.digest.state).toBe(recognition.digest === null ? 'not-applicable' : 'unchecked')
    expect(headline(recognition, verdict)).toMatch(/\.$/)
  })

  test('is judged with its profile', async () => {
    const { recognition, verdict } = await judgeRaw(each.raw, { ...noTrust, profiles: [profileFor(each)] })
    expect(recognition.family).toBe(needsTemplate(each) ? 'unknown' : familyOf(each))
    expect(recognition.reference).toBe(referenceOf(each))
    expect(recognition.matchedBy === 'template').toBe(each.uriTemplate !== undefined)
    if (each.digest) {
      expect(verdict.digest.findings.map(({ code }) => code)).toEqual(['digest-match'])
      expect(verdict.digest.state).toBe('pass')
    } else expect(verdict.digest.state).toBe(recognition.digest === null ? 'not-applicable' : 'unchecked')
  })

  test('has the right signature light', async () => {
    const keySets = [await keySetOf(JSON.stringify(JWS.jwks))]
    const judged = await judgeRaw(each.raw, { profiles: [], keySets }, { receivedAt: JWS.now * 1000 })
    const signed = each.jwsVector !== undefined || each.id === 'loan-leading-space-jws'
    expect(judged.verdict.signature.state).toBe(signed ? 'pass' : 'not-applicable')
    expect(judged.jws?.verifiedBy ?? null).toBe(signed ? 'bank' : null)
  })
})

test('an RCO paymentCreatedCallbackUrl is known by its template', async () => {
  const created = CASES.find(needsTemplate)
  const events = { paymentCreatedCallbackUrl: { uriTemplate: 'https://shop/backend/order/{paymentId}/' } }
  const { recognition } = await judgeRaw(created?.raw ?? '', { ...noTrust, profiles: [profileOf({ events })] })
  expect(recognition).toMatchObject({ family: 'legacy', eventType: 'paymentCreatedCallbackUrl', reference: '12345' })
})

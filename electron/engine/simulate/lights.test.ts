import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { profileSchema } from '../../../shared/model/profile.ts'
import type { EndpointProfile } from '../../../shared/model/profile.ts'
import { lightStates } from '../../../shared/model/verdict.ts'
import { buildRequest } from '../../../shared/simulate/build-request.ts'
import { canHave, FAULT_IDS } from '../../../shared/simulate/faults.ts'
import type { FaultId } from '../../../shared/simulate/faults.ts'
import { KINDS, methodsOf } from '../../../shared/simulate/kinds.ts'
import type { Kind } from '../../../shared/simulate/kinds.ts'
import { digestHash } from '../verify/hash.ts'
import { createJudge } from '../verify/judge.ts'
import { entryOf, NOON } from '../verify/test-support.ts'
import { simulatedTrust } from './simulated-trust.ts'
import { simulatorKey } from './simulator-key.ts'
import type { SimulatorKey } from './simulator-key.ts'

/* Every event type of the four families, with and without each mistake, gets exactly the lights that it should. */

let folder = ''
let key: SimulatorKey
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-'))
  key = await simulatorKey(folder, true)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const judge = createJudge({ decodedBytes: 1_000_000 })

interface Options {
  readonly faults?: readonly FaultId[]
  readonly variant?: string | null
  readonly profile?: EndpointProfile | null
  readonly method?: 'POST' | 'GET'
  readonly simulated?: boolean
}

async function judged(kind: Kind, { faults = [], variant, profile = null, method, simulated = true }: Options = {}) {
  const { family, event } = kind
  const played = {
    family,
    event,
    variant: variant === undefined ? (kind.variants[0] ?? null) : variant,
    reference: family === 'mapi' || family === 'rco-plus' ? '6fa85f64-5997-45c2-b3fc-2c263f66afa6' : 'order-1',
    uuid: '0d9a2b1c-3e4f-4a5b-8c6d-7e8f90a1b2c3',
    created: NOON,
  }
  const options = { profile, faults, path: null, method: method ?? methodsOf(kind)[0] ?? 'GET', agent: 0, login: true }
  const request = buildRequest(played, options, { hash: digestHash, sign: key.sign })
  const headers = [['Host', 'localhost'], ...request.headers].map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const raw = `${request.method} ${request.target} HTTP/1.1\r\n${headers}\r\n${request.body}`
  const profiles = profile === null ? [] : [profile]
  const base = { profiles, keySets: [] }
  const judgement = await judge(
    entryOf(Buffer.from(raw), { simulated }),
    simulated ? simulatedTrust(base, key.keySet) : base,
  )
  const findings = Object.values(judgement.verdict).flatMap((light) => light.findings.map(({ code }) => code))
  return { request, judgement, findings, lights: lightStates(judgement.verdict) }
}

const signed = ({ family }: Kind) => family === 'loan'
const digested = ({ family, event }: Kind) => family === 'legacy' && event !== 'TEST'
const every = KINDS.flatMap((kind) =>
  (kind.variants.length === 0 ? [null] : kind.variants).map((variant) => [kind, variant] as const),
)

test.each(every)('%o %s gets its lights', async (kind, variant) => {
  for (const method of methodsOf(kind)) {
    const { judgement, lights } = await judged(kind, { variant, method })
    expect(judgement.recognition).toMatchObject({ family: kind.family, eventType: kind.event })
    expect(judgement.recognition.notes.map(({ code }) => code)).not.toContain('value-unknown')
    expect(lights).toEqual([
      digested(kind) ? 'pass' : 'not-applicable',
      signed(kind) ? 'pass' : 'not-applicable',
      'unchecked',
      'pass',
      'pass',
    ])
  }
})

/** What each mistake changes: the light that fails or warns, and a finding or note that names it. */
const EXPECTED: Readonly<Record<FaultId, { digest?: string; signature?: string; note?: string }>> = {
  'wrong-salt': { digest: 'fail' },
  'lower-case': { digest: 'warn' },
  'wrong-order': { digest: 'fail' },
  tampered: { digest: 'fail', signature: 'fail' },
  'unknown-kid': { signature: 'unchecked' },
  'expired-token': { signature: 'warn' },
  'alg-none': { signature: 'fail' },
  'amp-template': { note: 'amp-in-name' },
  'unfilled-placeholder': { digest: 'fail', note: 'placeholder-unfilled' },
  'unknown-status': { note: 'value-unknown' },
}

const mistakes = KINDS.flatMap((kind) =>
  FAULT_IDS.filter((fault) => canHave(kind, fault)).map((fault) => [kind, fault] as const),
)

test.each(mistakes)('%o with %s shows just that', async (kind, fault) => {
  const { judgement, lights } = await judged(kind, { faults: [fault] })
  const expected = EXPECTED[fault]
  const [digest, signature] = lights
  expect(digest).toBe(digested(kind) ? (expected.digest ?? 'pass') : 'not-applicable')
  expect(signature).toBe(signed(kind) ? (expected.signature ?? 'pass') : 'not-applicable')
  const notes = judgement.recognition.notes.map(({ code }) => code)
  if (expected.note !== undefined) expect(notes).toContain(expected.note)
})

test('every mistake can be made with some kind of callback', () => {
  expect(new Set(mistakes.map(([, fault]) => fault))).toEqual(new Set(FAULT_IDS))
})

const SHOP = profileSchema.parse({
  version: 1,
  name: 'Shop',
  digest: { algorithm: 'MD5', parameters: ['paymentId', 'result'], salt: 'ä&salt' },
  events: {
    AUTOMATIC_FRAUD_CONTROL: {
      uriTemplate: 'https://shop.example/cb/paymentId/{paymentId}/result/{result}/digest/{digest}',
    },
  },
  credentials: { kind: 'basic', user: 'bank', password: 'secret' },
})

test('it plays for a profile of the user: its template, digest and credentials', async () => {
  const kind = KINDS.find(({ event }) => event === 'AUTOMATIC_FRAUD_CONTROL')
  if (kind === undefined) throw new Error('no kind')
  const { request, lights, judgement } = await judged(kind, { profile: SHOP })
  expect(request.target).toMatch(/^\/cb\/paymentId\/order-1\/result\/FROZEN\/digest\/[0-9A-F]{32}$/)
  expect(request.headers).toContainEqual(['Authorization', 'Basic YmFuazpzZWNyZXQ='])
  expect(judgement.recognition.profileName).toBe('Shop')
  expect(lights[0]).toBe('pass')
  expect((await judged(kind, { profile: SHOP, faults: ['wrong-order'] })).lights[0]).toBe('fail')
})

test('its signature never counts for a callback that it did not mark', async () => {
  const kind = KINDS.find(({ event }) => event === 'SIGNED')
  if (kind === undefined) throw new Error('no kind')
  expect((await judged(kind, { simulated: false })).lights[1]).toBe('unchecked')
})

test('numbers have five decimals, and a blank stands before the token', async () => {
  const kind = (event: string) => KINDS.find((one) => one.event === event) ?? KINDS[0]
  const booked = kind('BOOKED')
  const decided = kind('CREDIT_DECISION_UPDATED')
  if (booked === undefined || decided === undefined) throw new Error('no kind')
  expect((await judged(booked)).request.body).toContain('"unitAmountWithoutVat":16.00000')
  const { body } = (await judged(decided)).request
  expect(body).toContain('"jwsData":" eyJ')
  expect(
    (JSON.parse(body) as { externalApplicationEvent: { applicationReference: string } }).externalApplicationEvent,
  ).toMatchObject({ applicationReference: 'order-1' })
})

test('the key is kept for later runs, for this user only', async () => {
  const file = join(folder, 'simulator', 'key.pem')
  const before = readFileSync(file, 'utf8')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const again = await simulatorKey(folder, false)
  expect(again?.sign('x')).toBe(key.sign('x'))
  expect(readFileSync(file, 'utf8')).toBe(before)
})

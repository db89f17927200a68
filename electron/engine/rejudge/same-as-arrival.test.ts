import fc from 'fast-check'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { StoredEntry } from '../../../shared/model/stored.ts'
import { callbackRow } from '../inbox-row.ts'
import { createPipeline } from '../pipeline.ts'
import { openSample } from '../store/testing/samples.ts'
import type { Archive } from '../store/types.ts'
import { digestHash } from '../verify/hash.ts'
import { createJudge, createSignatureJudge } from '../verify/judge.ts'
import { corpus, entryOf, get, keySetOf, post, profileOf } from '../verify/test-support.ts'
import type { KeySet, TrustBase } from '../verify/types.ts'
import { createLightsJudge } from './lights-judge.ts'
import { createLightsThreads } from './lights-threads.ts'
import { createSweep } from './sweep.ts'
import type { SweepParts } from './sweep.ts'
import { onTwoThreads } from './two-threads.ts'

/*
 * Judging again must give exactly what judging on arrival gives, whatever changed and however little the sweep looked at. Real
 * archive, real judge; the rows are compared with those of a judge that never saw an older salt.
 */

const SALTS = ['one', 'two', 'thrée', ''] as const
const JWS = corpus<{
  jwks: { keys: readonly Readonly<Record<string, unknown>>[] }
  now: number
  vectors: readonly { jws?: string; jwsData?: string; token?: string }[]
}>('jws.json')
const CASES = corpus<readonly { raw: string }[]>('callback-requests.json')

const digest = (id: string, salt: string, algorithm: 'MD5' | 'SHA1' = 'MD5') => digestHash(algorithm, id + salt)

/** Requests that a profile's template fits, nearly fits, or that only look so. */
function legacyRequests(): readonly string[] {
  const ids = ['1000', 'a+b', 'a%20b', '%C3%A5', 'x'.repeat(600)]
  return ids.flatMap((id) =>
    SALTS.flatMap((salt) => {
      const plain = decodeURIComponent(id.replace('+', ' '))
      const fit = digest(plain, salt)
      return [
        get(`/shop/booked?paymentId=${id}&digest=${fit}`),
        get(`/shop/booked?paymentId=${id}&digest=${fit.toLowerCase()}`),
        get(`/shop/booked?paymentId=${id}&amp;digest=${fit}`),
        get(`/shop/booked?paymentId=${id}&digest=${fit}&digest=${fit}`),
        get(`/shop/booked?paymentId=${id}&digest=${digest(plain, salt, 'SHA1')}`),
        get(`/shop/booked?paymentId=${id}`),
        get(`http://shop.example.test/shop/booked?paymentId=${id}&digest=${fit}`),
        get(`/shop/booked?paymentId=${id}&digest=${fit}`).replace('shop.example.test', 'Other.Example:8443'),
        get(`/shop/booked?paymentId=${id}&digest=${fit}`).replace('Host:', 'X-No-Host:'),
        get(`/shop/fraud/${id}/FROZEN/${digest(`${plain}FROZEN`, salt)}`),
        get(`/shop/fraud/${id}/FROZEN/${fit}`),
        post(`/shop/update/${id}/${fit}`, '{"paymentDiff":{"type":"DEBIT"},"jwsData":"a.b.c"}'),
        post(`/shop/shared/${id}/${fit}`, '{"paymentDiff":{"type":"ANNUL"},"eventType":"FINALIZATION"}'),
        get(`/shop/shared/${id}/${fit}`).replace('shop.example.test', 'other.example'),
        get(`/shop/shared/${id}/${fit}`),
        get(`/elsewhere?paymentId=${id}&digest=${fit}&eventType=BOOKED`),
      ]
    }),
  )
}

const EVENTS = {
  BOOKED: { uriTemplate: '/shop/booked?paymentId={paymentId}&digest={digest}' },
  UPDATE: { uriTemplate: 'https://shop.example.test/shop/update/{paymentId}/{digest}' },
  // Two events that share a URL: only the body, or the host that was called, tells them apart.
  ANNULMENT: { uriTemplate: 'https://shop.example.test/shop/shared/{paymentId}/{digest}' },
  FINALIZATION: { uriTemplate: 'https://other.example/shop/shared/{paymentId}/{digest}', digest: null },
}

const tokens = JWS.vectors.map(({ jws, jwsData, token }) => jws ?? jwsData ?? token ?? '').filter((text) => text !== '')
const loan = (token: string): string =>
  post('/loan', JSON.stringify({ externalApplicationEvent: { applicationReference: 'x' }, jwsData: token }))

const REQUESTS = [...CASES.map(({ raw }) => raw), ...legacyRequests(), ...tokens.slice(0, 40).map(loan)]

const digestSettings = fc.record(
  {
    algorithm: fc.constantFrom('MD5', 'SHA1'),
    parameters: fc.constantFrom(['paymentId'], ['paymentId', 'result'], ['orderId']),
    salt: fc.option(fc.constantFrom(...SALTS)),
    previousSalts: fc.array(fc.record({ salt: fc.constantFrom(...SALTS) }), { maxLength: 2 }),
  },
  { requiredKeys: ['algorithm', 'parameters'] },
)
const maybeDigest = fc.option(digestSettings, { freq: 4 })
/** Of what no digest depends on: seldom other than before, so that the narrow sweep is taken most of the time. */
const place = fc.constantFrom({}, {}, {}, { host: 'shop.example.test' }, { host: 'other.example' }, { path: '/shop' })
const profile = fc.record({ place, whole: maybeDigest, fraud: maybeDigest, said: fc.boolean() })
type Draw = typeof profile extends fc.Arbitrary<infer T> ? T : never

function trustOf(draw: Draw, fixed: Draw['place'], keySets: readonly KeySet[]): TrustBase {
  const fraud = {
    uriTemplate: '/shop/fraud/{paymentId}/{result}/{digest}',
    ...(draw.said ? { digest: draw.fraud } : {}),
  }
  const own = profileOf({
    ...fixed,
    ...(draw.said ? { digest: draw.whole } : {}),
    events: { ...EVENTS, AUTOMATIC_FRAUD_CONTROL: fraud },
  })
  const loose = profileOf({
    name: 'Loose',
    family: 'legacy',
    digest: { algorithm: 'MD5', parameters: ['paymentId'], salt: 'two' },
  })
  return { profiles: [own, loose], keySets }
}

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ci-rejudge-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const judge = createJudge({ decodedBytes: 1_048_576 })
const signatureJudge = createSignatureJudge({ decodedBytes: 1_048_576 })
/** Tokens of callbacks that no simulator sent, and that had to be verified again. */
let verified = 0
const judgeSignature: typeof signatureJudge = (entry, trust, changed) => {
  const judged = signatureJudge(entry, trust, changed)
  if (judged !== null && entry.facts.kind === 'callback' && !entry.facts.simulated) verified += 1
  return judged
}
/** What simulated callbacks are judged with: the simulator's own salt goes before. */
const forSimulated = (trust: TrustBase): TrustBase => ({
  ...trust,
  profiles: [
    profileOf({
      name: 'Simulator',
      events: EVENTS,
      digest: { algorithm: 'MD5', parameters: ['paymentId'], salt: 'one' },
    }),
    ...trust.profiles,
  ],
})

/** On this thread, counting what is verified. */
const counting: SweepParts['judgeLights'] = (trust) => createLightsJudge(trust, { judge, judgeSignature })

const threads = createLightsThreads(2)
afterAll(() => threads.close())
/** On the other thread; that it cannot be used is a failure here. */
const beside = onTwoThreads(
  threads,
  (thrown) => {
    throw thrown
  },
  () => 2,
)

function setUp(name: string, first: TrustBase, judgeLights: SweepParts['judgeLights'] = beside) {
  const { archive } = openSample({ file: join(folder, name) })
  let trust = first
  const trustFor: SweepParts['trustFor'] = ({ simulated }) => (simulated ? forSimulated(trust) : trust)
  const monotonic = () => performance.now()
  const pipeline = createPipeline({
    archive,
    judge,
    trustFor,
    trust: () => trust,
    monotonic,
    onJudged: () => undefined,
    onFault: (problem) => {
      if (problem !== null) throw new Error(problem.message)
    },
  })
  const sweep = createSweep(
    { archive, judge, judgeLights, decodedBytes: () => 1_048_576, trustFor, trust: () => trust, pipeline, monotonic },
    first,
  )
  return {
    archive,
    pipeline,
    change: async (next: TrustBase, cancelAfter = Number.POSITIVE_INFINITY) => {
      trust = next
      let done = 0
      await sweep({ cancelled: () => done >= cancelAfter, progress: (now) => (done = now) }, false)
    },
  }
}

/** Key sets as they follow each other: none, all keys, one more, one less, one without its name, and the same for the profile itself. */
async function keySets(): Promise<readonly (readonly KeySet[])[]> {
  const { keys } = JWS.jwks
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const added = { ...publicKey.export({ format: 'jwk' }), kid: 'added', alg: 'RS256', use: 'sig' }
  const set = (...jwks: readonly unknown[]) => keySetOf(JSON.stringify({ keys: jwks }))
  const [first = {}, ...rest] = keys
  const { kid: _kid, ...nameless } = first
  const whole = await set(...keys)
  return [
    [],
    [whole],
    [whole],
    [await set(...keys, added)],
    [await set(...rest)],
    [await set(...rest, nameless)],
    [await set()],
    [await set(...rest), { ...whole, profileName: 'Shop' }],
  ]
}

const ENTRIES: readonly StoredEntry[] = REQUESTS.map((raw, index) => ({
  ...entryOf(raw, { receivedAt: JWS.now * 1000, simulated: index % 17 === 0 }),
  sequence: index + 1,
}))

async function capture({ archive, pipeline }: ReturnType<typeof setUp>): Promise<void> {
  for (const entry of ENTRIES) archive.append(entry, () => pipeline.push(entry))
  archive.flush()
  while (pipeline.backlog() > 0) await pipeline.idle()
}

const headerText = (token: string): string => Buffer.from(token.trim().split('.', 1)[0] ?? '', 'base64url').toString()

async function expectArrival(archive: Archive, trust: TrustBase): Promise<void> {
  for (const entry of ENTRIES) {
    if (entry.facts.kind !== 'callback') continue
    const judgement = await judge(entry, entry.facts.simulated ? forSimulated(trust) : trust)
    const request = REQUESTS[entry.sequence - 1]
    // Which delivery it belongs to is found at arrival, and rests on no salt and no key.
    const { delivery: _delivery, ...row } = archive.row(entry.sequence) ?? {}
    expect({ row, request }).toEqual({ row: callbackRow(entry, entry.facts, judgement), request })
  }
}

describe('judging again gives what judging on arrival gives', () => {
  test('over any series of changes of salts, lists, hosts and keys', async () => {
    const sets = await keySets()
    const step = fc.record({ draw: profile, keys: fc.nat(sets.length - 1), moved: fc.nat(9) })
    let run = 0
    await fc.assert(
      fc.asyncProperty(profile, fc.array(step, { minLength: 1, maxLength: 3 }), async (start, steps) => {
        let trust = trustOf(start, start.place, sets[1] ?? [])
        let fixed = start.place
        const engine = setUp(`${String((run += 1))}.sqlite`, trust)
        await capture(engine)
        for (const { draw, keys, moved } of steps) {
          if (moved === 0) fixed = draw.place
          trust = trustOf(draw, fixed, sets[keys] ?? [])
          await engine.change(trust)
        }
        await expectArrival(engine.archive, trust)
        engine.archive.close()
      }),
      { numRuns: 6, seed: 20251121 },
    )
  }, 60_000)

  test('from every key set to another, and without verifying what keys of other names signed', async () => {
    const sets = await keySets()
    const draw = { place: {}, whole: null, fraud: null, said: true }
    const trust = (at: number): TrustBase => trustOf(draw, {}, sets[at] ?? [])
    const engine = setUp('keys.sqlite', trust(1), counting)
    await capture(engine)
    const verifying: number[] = []
    for (const at of [2, 3, 0, 6, 5, 1, 7, 4, 5, 7, 0, 4, 1]) {
      verified = 0
      await engine.change(trust(at))
      verifying.push(verified)
      await expectArrival(engine.archive, trust(at))
    }
    const [same, added, gone] = verifying
    // A token that names no key is tried with the new one too.
    const unnamed = tokens.slice(0, 40).filter((token) => !/"kid"/.test(headerText(token))).length
    expect([same, (added ?? 0) <= unnamed, (gone ?? 0) > unnamed]).toEqual([0, true, true])
    engine.archive.close()
  })

  test('also when rows exchange their lights', async () => {
    const settings = { algorithm: 'MD5' as const, parameters: ['paymentId'] as const }
    const engine = setUp('exchanged.sqlite', trustOf({ place: {}, whole: settings, fraud: null, said: true }, {}, []))
    await capture(engine)
    const last = trustOf({ place: {}, whole: null, fraud: settings, said: true }, {}, [])
    await engine.change(last)
    await expectArrival(engine.archive, last)
    engine.archive.close()
  })

  test('also when a run before was cancelled half way', async () => {
    const draw = (salt: (typeof SALTS)[number]): Draw => ({
      place: {},
      said: true,
      fraud: null,
      whole: { algorithm: 'MD5', parameters: ['paymentId'], salt, previousSalts: [] },
    })
    const engine = setUp('cancelled.sqlite', trustOf(draw('one'), {}, []))
    await capture(engine)
    await engine.change(trustOf(draw('two'), {}, []), 1)
    const last = trustOf(draw('one'), {}, [])
    await engine.change(last)
    await expectArrival(engine.archive, last)
    engine.archive.close()
  })
})

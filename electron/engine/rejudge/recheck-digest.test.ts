import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkDigest } from '../../../shared/checks/digest/check.ts'
import { hostOf } from '../../../shared/checks/profile-match.ts'
import { digestRecheck } from '../../../shared/checks/recheck-digest.ts'
import { recognise } from '../../../shared/checks/recognise.ts'
import { parseTarget } from '../../../shared/checks/target.ts'
import type { DigestSettings, EndpointProfile } from '../../../shared/model/profile.ts'
import { digestHash } from '../verify/hash.ts'
import { profileOf } from '../verify/test-support.ts'

/*
 * A digest that is looked at again from its target alone must get the light that judging the whole request gives it, whichever
 * templates stand beside each other. Nothing but the form of targets and templates matters here, so that thousands can be tried.
 */

const part = fc.constantFrom(
  '{paymentId}',
  '{paymentId}',
  '{result}',
  'shop',
  'cb',
  'a.b',
  '',
  'x-{paymentId}',
  '{paymentId}{result}',
)
const digestPart = fc.constantFrom('{digest}', '{digest}', '{digest}', '{digest}', '{digest}', 'd-{digest}', 'none')
const pair = fc.constantFrom(
  'paymentId={paymentId}',
  'paymentId={paymentId}',
  'paymentId={paymentId}',
  'p={paymentId}',
  'result={result}',
  'kind=1',
  'flag',
  'a+b=1',
)
const template = fc
  .record({
    origin: fc.constantFrom('', '', '', 'https://shop.example', 'https://other.example:8443'),
    path: fc.array(part, { minLength: 2, maxLength: 3 }),
    query: fc.array(pair, { maxLength: 2 }),
    digest: digestPart,
    inQuery: fc.boolean(),
  })
  .map(({ origin, path, query, digest, inQuery }) => {
    const segments = inQuery ? path : [...path, digest]
    const pairs = inQuery ? [...query, `digest=${digest}`] : query
    return `${origin}/${segments.join('/')}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`
  })

const settings = fc.record(
  {
    algorithm: fc.constantFrom('MD5' as const, 'SHA1' as const),
    parameters: fc.constantFrom(
      ['paymentId'],
      ['paymentId'],
      ['paymentId'],
      ['paymentId', 'result'],
      ['result', 'paymentId'],
      ['orderId'],
    ),
    salt: fc.option(fc.constantFrom('one', 'två', '')),
    previousSalts: fc.array(fc.record({ salt: fc.constantFrom('two', 'three') }), { maxLength: 2 }),
  },
  { requiredKeys: ['algorithm', 'parameters'] },
)
const event = fc.constantFrom('BOOKED', 'AUTOMATIC_FRAUD_CONTROL', 'UPDATE', 'ANNULMENT', 'UNFREEZE', 'TEST', 'SIGNED')
const profile = fc
  .record({
    digest: fc.option(settings, { nil: undefined, freq: 6 }),
    events: fc.dictionary(
      event,
      fc.record({ uriTemplate: template, digest: fc.option(fc.option(settings), { nil: undefined, freq: 2 }) }),
      { minKeys: 1, maxKeys: 3 },
    ),
    host: fc.constantFrom(undefined, undefined, undefined, undefined, undefined, 'shop.example', 'OTHER.example:8443'),
    path: fc.constantFrom(
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      '/',
      '/shop',
      '/shop/',
      '/cb',
    ),
    pathMatch: fc.constantFrom(undefined, undefined, undefined, undefined, undefined, undefined, 'exact' as const),
    family: fc.constantFrom(
      undefined,
      undefined,
      'legacy' as const,
      'legacy' as const,
      'legacy' as const,
      'loan' as const,
    ),
  })
  .map((drawn) => JSON.parse(JSON.stringify(drawn)) as Parameters<typeof profileOf>[0])

const value = fc.constantFrom(
  '1000',
  'a-b_c.d~e',
  'FROZEN',
  'a+b',
  'a%20b',
  '%C3%A5',
  '',
  'a;b',
  'x'.repeat(40),
  'shop',
)
const shape = fc.record({
  values: fc.tuple(value, value),
  own: fc.constantFrom(true, true, false),
  other: settings,
  form: fc.constantFrom('right', 'right', 'right', 'lower', 'mixed', 'short', 'empty', 'unfilled', 'other'),
  bend: fc.constantFrom('', '', '', '', '', '', '', '', '', '&more=1', '&digest=AB', '#end', '/', '&amp;x=1'),
  chosen: fc.nat(9),
  host: fc.constantFrom('shop.example', 'shop.example', 'shop.example', 'other.example', 'third.example', ''),
})

const FORMS: Readonly<Record<string, (digest: string) => string>> = {
  right: (digest) => digest,
  lower: (digest) => digest.toLowerCase(),
  mixed: (digest) => digest.slice(0, 9).toLowerCase() + digest.slice(9),
  short: (digest) => digest.slice(1),
  empty: () => '',
  unfilled: () => '{digest}',
  other: (digest) => `%20${digest}`,
}

type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never

const decoded = (text: string) => decodeURIComponent(text.replaceAll('+', ' '))

interface Registered {
  readonly text: string
  readonly settings: DigestSettings | null | undefined
}

const registered = (profiles: readonly EndpointProfile[]): readonly Registered[] =>
  profiles.flatMap(({ events, digest }) =>
    Object.values(events).map((one) => ({
      text: one.uriTemplate ?? '/',
      settings: one.digest === undefined ? digest : one.digest,
    })),
  )

/** A request target that fits one of the templates, or nearly; mostly with a digest by its settings. */
function targetOf(templates: readonly Registered[], drawn: Shape): string {
  const { values, form, bend, chosen, own } = drawn
  const [paymentId, result] = values
  const { text, settings: known } = templates[chosen % templates.length] ?? { text: '/', settings: null }
  const { algorithm, parameters, salt } = own && known ? known : drawn.other
  const plain: Readonly<Record<string, string>> = { paymentId: decoded(paymentId), result: decoded(result) }
  const digest = digestHash(algorithm, parameters.map((name) => plain[name] ?? '').join('') + (salt ?? ''))
  const target = text
    .replace(/^https:\/\/[^/]*/, '')
    .replaceAll('{paymentId}', paymentId)
    .replaceAll('{result}', result)
    .replaceAll('{digest}', FORMS[form]?.(digest) ?? digest)
  return target + bend
}

describe('looking at a target alone', () => {
  test('gives what judging the whole request gives, or says that it cannot', () => {
    const told: Record<string, number> = {}
    fc.assert(
      fc.property(
        fc.array(profile, { minLength: 1, maxLength: 2 }),
        fc.array(shape, { minLength: 8, maxLength: 8 }),
        (drawn, shapes) => {
          const profiles = drawn.map((one, index) => profileOf({ ...one, name: `Shop ${String(index)}` }))
          const recheck = digestRecheck({ profiles, changed: () => true, hash: digestHash })
          for (const one of shapes) {
            const target = targetOf(registered(profiles), one)
            const headers = one.host === '' ? [] : ([['Host', `${one.host}:443`]] as const)
            const head = { method: 'GET', target, httpVersion: '1.1', headers }
            const found = recognise(head, '', profiles)
            const state = recheck(target, hostOf(head, parseTarget(target)))
            told[state] = (told[state] ?? 0) + 1
            if (state === 'unknown') continue
            expect({ target, profiles, state }).toEqual({
              target,
              profiles,
              state: checkDigest(found, digestHash).light.state,
            })
          }
        },
      ),
      { numRuns: 1000, seed: 20251121 },
    )
    // Otherwise the test would say little.
    for (const state of ['pass', 'fail', 'warn', 'unchecked']) expect(told[state]).toBeGreaterThan(50)
  })

  test('hashes once for a digest that fits, and says so when nothing it rests on has changed', () => {
    const shop = profileOf({
      family: 'legacy',
      digest: { algorithm: 'MD5', parameters: ['paymentId'], salt: 'one', previousSalts: [{ salt: 'two' }] },
      events: { BOOKED: { uriTemplate: '/booked?paymentId={paymentId}&digest={digest}' } },
    })
    let hashed = 0
    const counting = (algorithm: 'MD5' | 'SHA1', text: string) => ((hashed += 1), digestHash(algorithm, text))
    const target = (salt: string) => `/booked?paymentId=7&digest=${digestHash('MD5', `7${salt}`)}`
    const recheck = digestRecheck({ profiles: [shop], changed: () => true, hash: counting })
    expect([recheck(target('one'), ''), hashed]).toEqual(['pass', 1])
    expect([recheck(target('none'), ''), hashed]).toEqual(['fail', 3])
    const same = digestRecheck({ profiles: [shop], changed: () => false, hash: counting })
    expect([same(target('one'), ''), hashed]).toEqual(['unchanged', 3])
  })
})

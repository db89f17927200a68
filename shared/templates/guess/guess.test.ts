import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseTarget } from '../../checks/target.ts'
import { recognise } from '../../checks/recognise.ts'
import { compileTemplate, matchTemplate } from '../../checks/uri-template.ts'
import { guessEndpoint } from './guess.ts'
import type { Guess, GuessQuestion } from './guess.ts'

interface Sample {
  readonly id: string
  readonly generation: string
  readonly eventType: string | null
  readonly method: string
  readonly target: string
  readonly raw: string
  readonly uriTemplate?: string
  readonly digest?: { readonly algorithm: string; readonly parameters: readonly string[] } | null
}
const SAMPLES = JSON.parse(
  readFileSync(new URL('../../../e2e/corpus/callback-requests.json', import.meta.url), 'utf8'),
) as readonly Sample[]

/** What the window knows of a stored request, from the recognition by form alone. */
function questionOf({ method, target, raw }: Sample, host = 'shop.example.com'): GuessQuestion {
  const body = raw.slice(raw.indexOf('\r\n\r\n') + 4)
  const { recognition } = recognise({ method, target, httpVersion: '1.1', headers: [['Host', host]] }, body, [])
  const { family, eventType, reference } = recognition
  return { method, target, host, family, eventType, reference }
}
const guessOf = (sample: Sample) => guessEndpoint(questionOf(sample))
const placeholders = (guess: Guess | null) =>
  Object.fromEntries(guess?.parameters.map(({ placeholder, value }) => [placeholder, value]) ?? [])
const ask = (target: string, change: Partial<GuessQuestion> = {}) =>
  guessEndpoint({
    method: 'GET',
    target,
    host: 'shop.example.com',
    family: 'unknown',
    eventType: null,
    reference: null,
    ...change,
  })

const legacy = SAMPLES.filter(({ generation }) => generation === 'legacy')

describe.each(legacy.map((sample) => [sample.id, sample] as const))('%s', (_id, sample) => {
  const guess = guessOf(sample)
  test('family, event and digest are found', () => {
    expect(guess).toMatchObject({ family: 'legacy', event: sample.eventType })
    if (sample.digest != null) expect(guess?.digest?.algorithm).toBe(sample.digest.algorithm)
  })
  test('the template fits the request that it was made of', () => {
    const template = compileTemplate(guess?.template ?? '')
    const match = matchTemplate(template, parseTarget(sample.target))
    expect(match?.values.map(({ name, value }) => [`{${name}}`, value]).toSorted()).toEqual(
      Object.entries(placeholders(guess)).toSorted(),
    )
  })
  if (sample.uriTemplate !== undefined) {
    test('the template is the registered one, apart from the host', () => {
      const plain = (text = '') => text.replace(/^https:\/\/[^/]*/, '')
      expect(plain(guess?.template ?? '')).toBe(plain(sample.uriTemplate))
    })
  }
})

test.each(
  SAMPLES.filter(({ generation }) => /mapi|loan/.test(generation)).map((sample) => [sample.id, sample] as const),
)('%s: one URL, no placeholders', (_id, sample) => {
  const guess = guessOf(sample)
  expect(guess?.family).toBe(sample.generation.replace('mapi-rco+', 'rco-plus'))
  expect(guess?.template ?? '').not.toContain('{')
  expect(guess?.path).toBe(sample.target.split('?')[0])
  expect(guess?.digest).toBeNull()
})

test('noise is no endpoint', () => {
  for (const target of [
    '/favicon.ico',
    '/',
    '*',
    '/robots.txt',
    '/index.php?page=2',
    '/wp-login.php',
    '',
    '/test',
    '/shop/update?page=2',
  ])
    expect(ask(target)).toBeNull()
})

test('a bare order URL is proposed as the one of Resurs Checkout, with little confidence', () => {
  const guess = ask('/backend/order/12345/')
  expect(guess).toMatchObject({
    family: 'legacy',
    event: 'BOOKED',
    confidence: 'low',
    template: 'https://shop.example.com/backend/order/{paymentId}/',
  })
  expect(guess?.reasons.join(' ')).toContain('paymentCreatedCallbackUrl')
})

describe('without the names that are published', () => {
  const SHA1 = 'C60345B6E58FD0B363FD2904A39EBB03442CF778'
  test('a digest is known by its form, an id by its looks', () => {
    const guess = ask(`/hook?x=10000016&y=${SHA1}&z=unfreeze-callback&ts=1649232000`)
    expect(guess).toMatchObject({
      event: 'UNFREEZE',
      template: 'https://shop.example.com/hook?x={paymentId}&y={digest}&z=unfreeze-callback&ts=1649232000',
    })
    expect(guess?.confidence).not.toBe('high')
  })
  test('nothing names the event: the user chooses', () => {
    const guess = ask(`/hook/10000016/${SHA1}`)
    expect(guess?.event).toBeNull()
    expect(guess?.candidates).toContain('UNFREEZE')
    expect(guess?.template).toBe('https://shop.example.com/hook/{paymentId}/{digest}')
  })
  test('FROZEN or THAWED says which event it is', () => {
    expect(ask(`/h?a=10000016&b=THAWED&c=${SHA1}`)).toMatchObject({
      event: 'AUTOMATIC_FRAUD_CONTROL',
      template: 'https://shop.example.com/h?a={paymentId}&b={result}&c={digest}',
    })
  })
})

test('a doubled escape is taken off, and told', () => {
  const guess = ask('/?event-type=UNFREEZE&amp;paymentId=10000016', {
    family: 'legacy',
    eventType: 'UNFREEZE',
    reference: '10000016',
  })
  expect(guess?.template).toBe('https://shop.example.com/?event-type=UNFREEZE&paymentId={paymentId}')
  expect(guess?.reasons.join(' ')).toContain('amp;')
})

test('a request to an address says nothing of the registered host', () => {
  for (const host of ['127.0.0.1:8443', 'localhost:8443', '192.168.1.5', '']) {
    expect(
      ask('/cb/unfreeze?paymentId=1', { host, family: 'legacy', eventType: 'UNFREEZE', reference: '1' }),
    ).toMatchObject({ host: null, template: '/cb/unfreeze?paymentId={paymentId}' })
  }
})

test('whatever is guessed of any target fits that target, and nothing makes it throw', () => {
  const piece = fc.constantFrom(
    '/',
    '?',
    '&',
    '=',
    'paymentId',
    'digest',
    'UNFREEZE',
    '10000016',
    'FROZEN',
    'C60345B6E58FD0B363FD2904A39EBB03442CF778',
    '%',
    '{',
    '}',
    '+',
    'amp;',
    'ä',
  )
  const target = fc
    .array(fc.oneof(piece, fc.string({ maxLength: 3 })))
    .map((pieces) => `/${pieces.join('').replaceAll('#', '')}`)
  fc.assert(
    fc.property(target, (given) => {
      const guess = ask(given)
      if (guess?.template == null || given.includes('amp;')) return
      const names = guess.parameters.map(({ where, name }) => `${where} ${name}`)
      // A repeated parameter has no template of its own: the first value counts.
      if (new Set(names).size < names.length || /[?&]([^=&]*)=?[^&]*&(?:.*&)?\1(?:=|&|$)/.test(given)) return
      expect(matchTemplate(compileTemplate(guess.template), parseTarget(given))).not.toBeNull()
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lintTemplate } from '../../shared/templates/lint.ts'
import { MOST_STRETCHES, templateStretches } from './template-stretches.ts'

const marksOf = (text: string) => lintTemplate({ text, event: 'BOOKED', family: null, digestParameters: null })

test('placeholders and remarks have stretches of their own', () => {
  const text = 'http://shop.example.com/{paymentId}?d={digest}'
  const drawn = templateStretches(text, marksOf(text)).map(({ text: piece, kind, worst }) => [piece, kind, worst])
  expect(drawn).toEqual([
    ['http', 'text', 'error'],
    ['://shop.example.com/', 'text', null],
    ['{paymentId}', 'placeholder', null],
    ['?d=', 'text', null],
    ['{digest}', 'placeholder', 'warning'],
  ])
})

test('every character is drawn once, whatever stands there', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(
        templateStretches(text, marksOf(text))
          .map((stretch) => stretch.text)
          .join(''),
      ).toBe(text)
    }),
  )
})

test('a template of nothing but braces has few stretches, and every character', () => {
  const text = `${'{'.repeat(4000)}${'}'.repeat(3000)}`
  const drawn = templateStretches(text, marksOf(text))
  expect(drawn.map((stretch) => stretch.text).join('')).toBe(text)
  expect(drawn.length).toBeLessThanOrEqual(MOST_STRETCHES + 1)
})

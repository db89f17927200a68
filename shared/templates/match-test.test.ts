import fc from 'fast-check'
import { expect, test } from 'vitest'
import { targetIn, testMatch } from './match-test.ts'

const TEMPLATE = 'https://shop.example.com/cb/unfreeze?status=UNFREEZE&p={paymentId}&d={digest}'
const reasons = (pasted: string, template = TEMPLATE) => {
  const tested = testMatch(template, pasted)
  return tested.fits ? [] : tested.reasons
}

test.each([
  'https://shop.example.com/cb/unfreeze?status=UNFREEZE&p=1%202&d=AB#x',
  '/cb/unfreeze?status=UNFREEZE&p=1%202&d=AB',
  'GET /cb/unfreeze?status=UNFREEZE&p=1+2&d=AB HTTP/1.1',
  '"GET /cb/unfreeze?status=UNFREEZE&p=1%202&d=AB HTTP/1.1"',
  ' cb/unfreeze?status=UNFREEZE&p=1%202&d=AB ',
])('%s fits', (pasted) => {
  expect(testMatch(TEMPLATE, pasted)).toMatchObject({
    fits: true,
    values: [
      { name: 'paymentId', value: '1 2' },
      { name: 'digest', value: 'AB' },
    ],
    more: [],
    otherHost: null,
  })
})

test('another host and further parameters are told', () => {
  const tested = testMatch(TEMPLATE, 'https://other.example.com/cb/unfreeze?status=UNFREEZE&p=1&d=AB&utm=x&utm=y')
  expect(tested).toMatchObject({ fits: true, more: ['utm'], otherHost: 'other.example.com' })
})

test('every difference is named', () => {
  expect(reasons('/cb/unfreeze/x?status=UNFREEZE&p=1')).toEqual([
    expect.stringContaining('3 parts, the template has 2'),
  ])
  expect(reasons('/cb/unfreeze/?status=UNFREEZE&p=1&d=AB')).toEqual([
    expect.stringContaining('Only the slash at the end'),
  ])
  expect(reasons('/cb/Unfreeze?status=BOOKED')).toEqual([
    expect.stringContaining('Part 2 of the path is “Unfreeze”'),
    expect.stringContaining('“status” is “BOOKED”, the template has “UNFREEZE”'),
    expect.stringContaining('“p” is missing'),
  ])
  expect(reasons('/a//b', '/a/{paymentId}/b')).toEqual([expect.stringContaining('is empty')])
  expect(reasons('/a/x-y', '/a/{paymentId}_')).toEqual([expect.stringContaining('between the fixed parts')])
})

test('nothing that is pasted makes it throw', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (template, pasted) => {
      const tested = testMatch(template, pasted)
      expect(tested.fits || tested.reasons.length > 0).toBe(true)
      expect(targetIn(pasted)).not.toContain('#')
    }),
  )
})

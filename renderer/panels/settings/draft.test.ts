import { expect, test } from 'vitest'
import { defaultSettings } from '../../../shared/model/settings.ts'
import { draftErrors, hasErrorIn, problemErrors, sameSettings } from './draft.ts'

const settings = defaultSettings()

test('a good draft has no errors, a bad one names the field', () => {
  expect(draftErrors(settings)).toEqual({})
  const errors = draftErrors({ ...settings, https: { ...settings.https, port: 99_999 } })
  expect(errors).toEqual({ 'https.port': 'At most 65535 is expected, not 99999.' })
  expect(hasErrorIn(errors, 'https', 'http')).toBe(true)
  expect(hasErrorIn(errors, 'http')).toBe(false)
})
test('an empty number is an error of its field', () => {
  expect(Object.keys(draftErrors({ ...settings, limits: { ...settings.limits, bodyBytes: Number.NaN } }))).toEqual([
    'limits.bodyBytes',
  ])
})
test('problems of the engine stand at their field', () => {
  const problems = [
    { code: 'port-in-use', message: 'Port 8443 is in use.', data: { field: 'https.port' } },
    { code: 'settings-not-saved', message: 'The disk is full.' },
  ] as const
  expect(problemErrors(problems)).toEqual({ 'https.port': 'Port 8443 is in use.', '': 'The disk is full.' })
})
test('a draft that says the same is no change', () => {
  expect(sameSettings(settings, { ...settings, limits: { ...settings.limits } })).toBe(true)
  expect(sameSettings(settings, { ...settings, notifyOnArrival: true })).toBe(false)
})
test('a further listener that cannot be is named by its place', () => {
  const listeners = [
    { name: '', scheme: 'https', enabled: true, host: '', port: 8444 },
    { name: '', scheme: 'http', enabled: true, host: '::1', port: 70_000 },
  ]
  const errors = draftErrors({ ...settings, listeners })
  expect(Object.keys(errors)).toEqual(['listeners.0.host', 'listeners.1.port'])
  expect(hasErrorIn(errors, 'https', 'http', 'listeners')).toBe(true)
})

import { expect, test } from 'vitest'
import { emptyProfile, withEvent } from './profile-draft.ts'
import { run } from '../../shared/templates/steps.ts'
import { marksMemory, shownEvents, templateMarkSteps } from './template-marks.ts'

const DIGEST = { algorithm: 'SHA1' as const, parameters: ['paymentId'] }
type Draft = Parameters<typeof templateMarkSteps>[0]
const templateMarks = (draft: Draft, events: readonly string[], memory = marksMemory()) =>
  run(templateMarkSteps(draft, events, memory))
const codes = (draft: Draft, event: string) =>
  templateMarks(draft, [event])
    .get(event)
    ?.map(({ finding }) => finding.code)

test('the digest settings that hold for an event are held against its template', () => {
  const draft = {
    ...withEvent(emptyProfile('x'), 'BOOKED', { uriTemplate: 'https://shop.example.com/cb?p={paymentId}' }),
    digest: DIGEST,
  }
  expect(codes(draft, 'BOOKED')).toEqual(['template-digest-missing'])
  const without = withEvent(draft, 'BOOKED', { ...draft.events['BOOKED'], digest: null })
  expect(codes(without, 'BOOKED')).toEqual([])
})

test('templates that cannot be told apart are said at each, except where one URL takes all events', () => {
  const same = { uriTemplate: 'https://shop.example.com/cb?p={paymentId}' }
  const draft = withEvent(withEvent(emptyProfile('x'), 'UNFREEZE', same), 'ANNULMENT', same)
  expect(codes(draft, 'ANNULMENT')).toEqual(['template-same-as'])
  const url = { uriTemplate: 'https://shop.example.com/cb' }
  const mapi = withEvent(withEvent(emptyProfile('x', 'mapi'), 'AUTHORIZATION', url), 'MANAGEMENT', url)
  expect(codes(mapi, 'MANAGEMENT')).toEqual([])
})

test('of ten thousand events a hundred are shown, and a filter finds the others', () => {
  const events = Array.from({ length: 10_000 }, (_, index) => `EVENT_${index}`)
  expect(shownEvents(events, '')).toMatchObject({ shown: events.slice(0, 100), more: 9900 })
  expect(shownEvents(events, ' event_9999 ')).toEqual({ shown: ['EVENT_9999'], more: 0 })
})

test('with a memory a change of one template gives what is given without', () => {
  const memory = marksMemory()
  const template = (event: string) => ({ uriTemplate: `https://shop.example.com/${event}?p={paymentId}` })
  const events = ['BOOKED', 'UNFREEZE', 'ANNULMENT']
  let draft: Draft = emptyProfile('x')
  for (const event of events) draft = withEvent(draft, event, template(event))
  const drafts: Draft[] = [
    draft,
    withEvent(draft, 'UNFREEZE', template('ANNULMENT')),
    withEvent(draft, 'UNFREEZE', { uriTemplate: '{' }),
    { ...draft, digest: DIGEST },
    withEvent(draft, 'UNFREEZE', null),
    draft,
  ]
  for (const one of drafts) expect(templateMarks(one, events, memory)).toEqual(templateMarks(one, events))
})

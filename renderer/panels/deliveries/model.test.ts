import { expect, test } from 'vitest'
import { PUBLISHED_LADDER } from '../../../shared/checks/ladder/ladder.ts'
import type { DeliveryRecord } from '../../../shared/protocol/deliveries.ts'
import { sampleDelivery } from '../../testing/fake-deliveries.ts'
import { laneOf } from './model.ts'
import { drawPicture } from './picture.ts'
import { NO_ZOOM, axisOf, panned, ticksOf, zoomed } from './scale.ts'

const NOON = new Date(2026, 5, 2, 12).getTime()
const kinds = (record: DeliveryRecord, now = NOON) => {
  const counts: Record<string, number> = {}
  for (const { kind } of laneOf(record, now).marks) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

test('a lane has twenty marks: what came, what comes, and when the next one does', () => {
  const waiting = sampleDelivery(5, NOON)
  expect(kinds(waiting)).toEqual({ refused: 10, next: 1, predicted: 9 })
  expect(laneOf(waiting, NOON).words).toMatchObject({
    state: 'waiting',
    title: expect.stringMatching(/^Next in \d+ min/),
  })
  expect(kinds(sampleDelivery(6, NOON))).toEqual({ refused: 8, delivered: 1, unseen: 11 })
  expect(laneOf(sampleDelivery(6, NOON), NOON).words).toMatchObject({ title: 'Delivered, attempt 9' })
  expect(kinds(sampleDelivery(8, NOON))).toEqual({ refused: 20 })
  expect(laneOf(sampleDelivery(8, NOON), NOON).words.title).toBe('Lost')
})

test('what did not come is passed over, and said', () => {
  const { words, marks } = laneOf(sampleDelivery(5, NOON), NOON + 3_600_000)
  expect(words.more).toMatch(/^2 attempts did not come; last chance/)
  expect(marks.filter(({ kind }) => kind === 'unseen').map(({ text }) => text)).toEqual([
    'Attempt 11 did not come',
    'Attempt 12 did not come',
  ])
})

test('every mark says what it is', () => {
  const { marks } = laneOf(sampleDelivery(5, NOON), NOON)
  expect(marks.find(({ kind }) => kind === 'refused')?.text).toMatch(
    /^Attempt 1 of 20 \(certain\), \d\d:\d\d:\d\d\.\d{3}, 503, refused, after 40 ms$/,
  )
  expect(marks.every(({ text }) => text.length > 10)).toBe(true)
})

test('without a schedule nothing is predicted', () => {
  const record = { ...sampleDelivery(5, NOON), family: 'mapi' as const, delays: null }
  expect(kinds(record)).toEqual({ refused: 10 })
  expect(laneOf(record, NOON).words).toMatchObject({ state: 'open', title: 'Not delivered yet' })
})

test('a simulated run counts by its own clock', () => {
  const { words, marks } = laneOf({ ...sampleDelivery(5, NOON), run: 'r1' }, NOON + 1e9)
  expect(words).toEqual({ state: 'waiting', title: 'Attempt 11 comes next', more: "by the simulator's clock" })
  expect(marks.at(-1)?.text).toContain("on the simulator's clock")
})

test('nothing comes of a run that has ended, and it is said', () => {
  const { words, marks } = laneOf({ ...sampleDelivery(5, NOON), run: 'r1', runEnd: 'stopped' }, NOON)
  expect(words).toEqual({ state: 'ended', title: 'The run was stopped', more: 'no further attempt comes' })
  expect(marks.filter(({ kind }) => kind === 'unseen')).toHaveLength(10)
  expect(marks.some(({ kind }) => kind === 'next' || kind === 'predicted')).toBe(false)
  expect(marks.find(({ kind }) => kind === 'unseen')?.text).toBe('Attempt 11 does not come: the run was stopped')
  const lost = laneOf({ ...sampleDelivery(8, NOON), run: 'r1', runEnd: 'over' }, NOON)
  expect(lost.words.title).toBe('Lost')
})

test('half of the attempts have half of the axis, and zoom stays within bounds', () => {
  const place = axisOf(1000, NO_ZOOM)
  const tenth = place((PUBLISHED_LADDER.offsets[9] ?? 0) / 1000)
  expect(tenth).toBeGreaterThan(500)
  expect(tenth).toBeLessThan(650)
  expect(place(-5)).toBe(place(0))
  expect(place(1e9)).toBe(place(130_335))
  const near = zoomed(NO_ZOOM, 2, 100, 1000)
  expect(axisOf(1000, near)(0)).toBeCloseTo(place(0) * 2 - 100)
  expect(panned(near, 1e6, 1000).shift).toBe(0)
  expect(panned(near, -1e6, 1000).shift).toBe(-1000)
  expect(zoomed(near, 0.1, 0, 1000)).toEqual(NO_ZOOM)
})

test('ticks never stand on each other', () => {
  for (const width of [200, 400, 800, 1600]) {
    const ticks = ticksOf(axisOf(width, NO_ZOOM), width)
    expect(ticks[0]?.label).toBe('first')
    expect(ticks.slice(1).every(({ x }, index) => x - (ticks[index]?.x ?? 0) >= 52)).toBe(true)
  }
})

test('the picture is XML whatever a stranger sent', () => {
  const hostile = {
    ...sampleDelivery(5, NOON),
    reference: '</svg><script>x</script>&"\u202e',
    eventType: "<a href='x'>",
  }
  const { svg, width, height } = drawPicture([hostile, sampleDelivery(6, NOON)], NO_ZOOM, NOON)
  expect(svg).not.toContain('<script')
  expect(svg).not.toContain('<a ')
  expect(svg).not.toContain('\u202e')
  expect(svg).toContain('until a month has passed')
  expect(svg.match(/<title>Attempt/g)).toHaveLength(40)
  expect([width, height]).toEqual([1350, 92 + 2 * 56 + 44])
})

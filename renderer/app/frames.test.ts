import { expect, test } from 'vitest'
import { createFrames } from './frames.ts'

function browser({ hidden = false } = {}) {
  const asked: string[] = []
  const ran: string[] = []
  const waiting: (() => void)[] = []
  const clock = { ms: 5000 }
  const frames = createFrames({
    now: () => clock.ms,
    hidden: () => hidden,
    request: (run) => (asked.push('frame'), waiting.push(run)),
    later: (run, ms) => (asked.push(`${ms} ms`), waiting.push(run)),
  })
  const soon = (name: string): void => frames.soon(() => ran.push(name))
  const draw = (): void => waiting.splice(0).forEach((run) => run())
  return { frames, asked, ran, clock, soon, draw }
}

test('what comes alone runs at once', () => {
  const { soon, ran, asked, clock } = browser()
  soon('first')
  clock.ms += 16
  soon('second')
  expect(ran).toEqual(['first', 'second'])
  expect(asked).toEqual([])
})

test('what comes within a frame waits for the next one, and so does what comes right after that', () => {
  const { soon, ran, asked, clock, draw } = browser()
  soon('first')
  clock.ms += 5
  soon('second')
  expect(ran).toEqual(['first'])
  clock.ms += 11
  draw()
  expect(ran).toEqual(['first', 'second'])
  clock.ms += 5
  soon('third')
  expect(ran).toEqual(['first', 'second'])
  expect(asked).toEqual(['frame', 'frame'])
})

test('a hidden window runs it now and then', () => {
  const { soon, ran, asked, draw } = browser({ hidden: true })
  soon('first')
  expect(ran).toEqual([])
  draw()
  expect(ran).toEqual(['first'])
  expect(asked).toEqual(['100 ms'])
})

test('the next frame is the next frame, whatever ran before', () => {
  const { frames, ran, draw } = browser()
  frames.nextFrame(() => ran.push('drawn'))
  expect(ran).toEqual([])
  draw()
  expect(ran).toEqual(['drawn'])
})

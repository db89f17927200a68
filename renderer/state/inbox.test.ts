import { expect, test } from 'vitest'
import type { Call } from '../link/client.ts'
import { createSession } from '../link/session.ts'
import { createFakeEngine } from '../testing/fake-engine.ts'
import { memoryLink } from '../testing/memory-link.ts'
import { turnOfTheLoop, until } from '../testing/ready.ts'
import { createInbox, shownTotal, waitingRows } from './inbox.ts'

async function opened(rows: number) {
  const engine = createFakeEngine({ rows, now: 1_700_000_000_000 })
  const frames: (() => void)[] = []
  const session = createSession({
    onStatus: () => {},
    onSnapshot: () => {},
    onEvent: (event) => {
      if (event.event === 'inbox.changed') inbox.onChange(event.data)
    },
  })
  const inbox = createInbox({
    call: session.call,
    nextFrame: (run) => frames.push(run),
    soon: (run) => frames.push(run),
    later: () => {},
  })
  const pair = memoryLink()
  engine.serve(pair.engine)
  session.attach(pair.page)
  await inbox.open({})
  const state = inbox.store.getState
  const frame = async (): Promise<void> => {
    await until(() => frames.length > 0, 'a frame that was asked for')
    frames.splice(0).forEach((run) => run())
  }
  const at = (position: number) => inbox.rowAt(position)?.sequence
  return { engine, inbox, state, frame, frames, at }
}

test('the rows in sight are fetched, newest first', async () => {
  const { inbox, state, at } = await opened(1000)
  expect(state().total).toBe(1000)
  inbox.see(0, 20)
  await until(() => at(19) !== undefined)
  expect(at(0)).toBe(1000)
  expect(at(19)).toBe(981)
})

test('a question about a view that was closed meanwhile does not keep the rows of the next one waiting', async () => {
  const asked: { method: string; params: unknown; done: (result: unknown) => void; failed: (why: Error) => void }[] = []
  const answer = (method: string) => asked.findLast((one) => one.method === method)
  const call = (method: string, params: unknown) =>
    new Promise((done, failed) => asked.push({ method, params, done, failed }))
  // Sound: what the inbox calls is answered below in the shape of the table.
  const inbox = createInbox({ call: call as Call, nextFrame: () => {}, soon: () => {}, later: () => {} })
  const first = inbox.open({})
  answer('inbox.open')?.done({ view: 1, total: 10 })
  await first
  inbox.see(0, 5)
  const late = answer('inbox.rows')
  const second = inbox.open({ text: 'order' })
  answer('inbox.open')?.done({ view: 2, total: 3 })
  await second
  late?.failed(new Error('This view is closed.'))
  await turnOfTheLoop()
  expect(answer('inbox.rows')?.params).toMatchObject({ view: 2 })
})

test('a jump into the middle fetches that place only', async () => {
  const { inbox, at, engine } = await opened(1_000_000)
  inbox.see(999_980, 1_000_000)
  await until(() => at(999_999) !== undefined)
  expect(at(999_999)).toBe(1)
  expect(engine.calls.filter((call) => call.method === 'inbox.rows').length).toBe(1)
})

test('arrivals move positions, and neither the selection nor the rows', async () => {
  const { inbox, engine, state, frame, at } = await opened(1000)
  inbox.see(0, 20)
  await until(() => at(5) !== undefined)
  inbox.selectPosition(5)
  engine.arrive(3)
  await frame()
  expect(state().total).toBe(1003)
  expect(state().grown).toBe(3)
  expect(state().selected?.sequence).toBe(995)
  expect(inbox.selectedPosition()).toBe(8)
  expect(at(8)).toBe(995)
  expect(at(0)).toBe(1003)
})

test('many events are one frame and one change of the store', async () => {
  const { inbox, engine, state, frames, at } = await opened(100)
  let changes = 0
  for (let i = 0; i < 500; i++) engine.arrive(2)
  await until(() => frames.length > 0)
  inbox.store.subscribe(() => (changes += 1))
  await turnOfTheLoop()
  frames.splice(0).forEach((run) => run())
  expect(state().total).toBe(1100)
  expect(at(0)).toBe(1100)
  expect(at(999)).toBe(101)
  expect(changes).toBe(1)
})

test('more arrivals than the event carries are fetched by position', async () => {
  const { inbox, engine, frame, at } = await opened(10)
  inbox.see(0, 200)
  engine.arrive(180)
  await frame()
  await until(() => at(189) !== undefined && at(100) !== undefined, 'the rows between')
  expect(at(100)).toBe(90)
})

test('pause holds the rows still and counts what waits', async () => {
  const { inbox, engine, state, frame, at } = await opened(50)
  inbox.see(0, 10)
  await until(() => at(0) !== undefined)
  inbox.pause(true)
  engine.arrive(7)
  await frame()
  expect(shownTotal(state())).toBe(50)
  expect(waitingRows(state())).toBe(7)
  expect(at(0)).toBe(50)
  inbox.pause(false)
  expect(shownTotal(state())).toBe(57)
  expect(waitingRows(state())).toBe(0)
})

test('after a deletion the selection is found again where it now stands', async () => {
  const { inbox, engine, state, frame, at } = await opened(50)
  inbox.see(0, 20)
  await until(() => at(10) !== undefined)
  inbox.selectPosition(10)
  const call = engine.calls.length
  inbox.see(0, 20)
  expect(engine.calls.length).toBe(call)
  engine.change([])
  await frame()
  const session = inbox.show(40)
  await session
  expect(inbox.selectedPosition()).toBe(10)
  expect(state().selected?.sequence).toBe(40)
})

test('rows are judged later: the row changes in place', async () => {
  const { inbox, engine, frame, at } = await opened(50)
  inbox.see(0, 20)
  await until(() => at(3) !== undefined)
  const row = inbox.rowAt(3)
  if (row === undefined) throw new Error('The row is not there.')
  engine.change([{ ...row, lights: ['fail', 'fail', 'fail', 'fail', 'fail'] }])
  await frame()
  expect(inbox.rowAt(3)?.lights[0]).toBe('fail')
})

test('unread counts only while the newest rows are out of sight', async () => {
  const { inbox, engine, state, frame } = await opened(5)
  engine.arrive(1)
  await frame()
  expect(state().unread).toBe(0)
  inbox.setLooking(false)
  engine.arrive(2)
  await frame()
  expect(state().unread).toBe(2)
  inbox.setLooking(true)
  expect(state().unread).toBe(0)
})

test('a view opened anew after a lost link is the same list, at the same place', async () => {
  const { inbox, engine, state, frame } = await opened(50)
  engine.arrive(1)
  await frame()
  const { list, grown } = state()
  inbox.forget()
  engine.arrive(4)
  await inbox.open(state().filter)
  expect(state().list).toBe(list)
  expect(state().grown).toBe(grown + 4)
  await inbox.open({ family: 'loan' })
  expect(state().list).toBe(list + 1)
})

test('events of a view that was left are not applied', async () => {
  const { inbox, engine, state, frames } = await opened(5)
  engine.arrive(1)
  await until(() => frames.length > 0)
  await inbox.open({ text: 'nothing' })
  frames.splice(0).forEach((run) => run())
  expect(state().total).toBe(0)
  expect(state().filter).toEqual({ text: 'nothing' })
})

test('sorting opens another list, and turns its direction when it is asked for again', async () => {
  const { inbox, state, engine } = await opened(100)
  const asked = () => engine.calls.filter(({ method }) => method === 'inbox.open').at(-1)?.params
  inbox.sortBy('event')
  await until(() => state().view !== null && state().list === 2)
  expect(asked()).toEqual({ filter: {}, sort: { by: 'event', descending: false } })
  inbox.sortBy('event')
  await until(() => state().view !== null && state().list === 3)
  expect(asked()).toEqual({ filter: {}, sort: { by: 'event', descending: true } })
  inbox.sortBy('time')
  await until(() => state().view !== null && state().list === 4)
  expect(asked()).toEqual({ filter: {}, sort: { by: 'time', descending: true } })
})

test('marks: the selected row comes along, ranges reach rows that are not held, and another list forgets them', async () => {
  const { inbox, state, at } = await opened(2000)
  inbox.see(0, 20)
  await until(() => at(5) !== undefined)
  inbox.selectPosition(0)
  inbox.toggleMark(1995)
  expect([...state().marked]).toEqual([2000, 1995])
  inbox.toggleMark(1995)
  expect([...state().marked]).toEqual([2000])
  await inbox.markTo(999, 2)
  expect(state().marked.size).toBe(999)
  expect(state().marked.has(1001)).toBe(true)
  expect(state().marked.has(1000)).toBe(false)
  inbox.unmark()
  expect(state().marked.size).toBe(0)
  inbox.toggleMark(7)
  await inbox.open({ kind: 'callback' })
  expect(state().marked.size).toBe(0)
})

import { afterEach, describe, expect, it } from 'vitest'
import { systemClocks } from '../clocks.ts'
import { plainClient, tlsClient } from '../listener/testing.ts'
import { settled, startEngine } from './testing.ts'
import type { Started } from './testing.ts'

let running: Started | null = null
afterEach(async () => {
  await running?.stop()
  running = null
})

const HOUR = 3_600_000
/** Daylight saving, a correction by the network, a dead battery, a slip of ten years, half a millisecond. */
const JUMPS = [0, -HOUR, HOUR, -0.5, -55 * 365 * 24 * HOUR, 10 * 365 * 24 * HOUR, -HOUR, 0]

describe('a wall clock that jumps', () => {
  it('changes neither order nor numbers, and bends no phase', async () => {
    let jump = 0
    const wall = () => systemClocks.wall() + jump
    running = await startEngine({ clocks: { ...systemClocks, wall } })
    const { engine, ports } = running
    const kept = await tlsClient(ports.https)
    const told: number[] = []
    for (const [index, next] of JUMPS.entries()) {
      jump = next
      told.push(wall())
      // One on a connection that has lived through all jumps, one on a new one.
      kept.socket.write(`GET /kept-${String(index)} HTTP/1.1\r\nHost: a\r\n\r\n`)
      while (kept.statuses.length <= index) await new Promise((done) => kept.socket.once('data', done))
      const fresh = await plainClient(ports.http)
      fresh.socket.write(`GET /fresh-${String(index)} HTTP/1.1\r\nHost: a\r\n\r\n`)
      await fresh.expect('HTTP/1.1 204')
      fresh.socket.destroy()
    }
    kept.socket.destroy()
    await settled(engine)
    const entries = engine.archive.entries(0, 1000)
    expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1))
    const targets = entries.map(({ raw }) => Buffer.from(raw).toString('latin1').split(' ')[1])
    expect(targets).toEqual(JUMPS.flatMap((_, index) => [`/kept-${String(index)}`, `/fresh-${String(index)}`]))
    for (const [index, { receivedAt, facts, outcome }] of entries.entries()) {
      // The time of arrival is what the wall clock said then, whatever it said before.
      expect(Math.abs(receivedAt - (told[Math.floor(index / 2)] ?? 0))).toBeLessThan(HOUR / 4)
      if (facts.kind !== 'callback') throw new Error('an event among the callbacks')
      const { secured, firstByte, headEnd, bodyEnd } = facts.times
      const phases = [secured ?? 0, firstByte, headEnd, bodyEnd]
      expect(phases).toEqual(phases.toSorted((one, other) => one - other))
      expect(phases[0]).toBeGreaterThanOrEqual(0)
      expect(bodyEnd).toBeLessThan(HOUR / 4)
      expect(outcome).toMatchObject({ sent: true })
      expect(outcome?.afterMs ?? -1).toBeGreaterThanOrEqual(0)
    }
    // Newest first means last arrived first, not latest on the clock.
    const view = engine.archive.open({})
    expect(view.rows(0, 100).map(({ sequence }) => sequence)).toEqual(
      entries.map(({ sequence }) => sequence).toReversed(),
    )
    expect(engine.notices()).toEqual([])
  })
})

describe('a computer that slept', () => {
  it('lets go of what was idle, without a row, and goes on', async () => {
    let slept = 0
    const monotonic = () => systemClocks.monotonic() + slept
    running = await startEngine({ clocks: { ...systemClocks, monotonic } })
    const { engine, ports } = running
    const nothing = () => undefined
    // Judged means that the answer has left, and that the connection waits for its next request.
    const judged = new Promise<void>((done) =>
      engine.subscribe({
        judged: () => done(),
        listeners: nothing,
        notices: nothing,
        profiles: nothing,
        rejudging: nothing,
      }),
    )
    const idle = await tlsClient(ports.https)
    idle.socket.write('GET /before HTTP/1.1\r\nHost: a\r\n\r\n')
    await idle.expect('HTTP/1.1 204')
    await judged
    slept = 9 * HOUR
    await idle.ended
    idle.socket.destroy()
    const next = await tlsClient(ports.https)
    next.socket.write('GET /after HTTP/1.1\r\nHost: a\r\n\r\n')
    await next.expect('HTTP/1.1 204')
    next.socket.destroy()
    await settled(engine)
    expect(engine.archive.status()).toMatchObject({ callbacks: 2, connectionEvents: 0 })
  })
})

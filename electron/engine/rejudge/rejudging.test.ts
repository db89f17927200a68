import { describe, expect, test } from 'vitest'
import { createRejudging } from './rejudging.ts'
import type { SweepControl } from './rejudging.ts'

/** A sweep that a test lets go on step by step. */
function setUp() {
  const sweeps: {
    control: SweepControl
    everything: boolean
    end: (judged: number) => void
    fail: (why: Error) => void
  }[] = []
  let behind = false
  const states: string[] = []
  const rejudging = createRejudging({
    sweep: (control, everything) => new Promise((end, fail) => void sweeps.push({ control, everything, end, fail })),
    behind: { get: () => behind, set: (now) => (behind = now) },
    changed: () => states.push(rejudging.progress().state),
  })
  const started = async (count: number) => {
    while (sweeps.length < count) await Promise.resolve()
    const sweep = sweeps[count - 1]
    if (sweep === undefined) throw new Error('no sweep')
    return sweep
  }
  return { rejudging, started, states, sweeps }
}

describe('judging again', () => {
  test('one run at a time: many wishes meanwhile are one run after it', async () => {
    const { rejudging, started, sweeps } = setUp()
    const first = rejudging.run()
    const one = await started(1)
    const later = [rejudging.run(), rejudging.run(true), rejudging.run()]
    one.control.progress(5, 10)
    expect(rejudging.progress()).toEqual({ state: 'running', done: 5, total: 10 })
    one.end(10)
    expect(await first).toEqual({ judged: 10, cancelled: false })
    const two = await started(2)
    expect([one.everything, two.everything]).toEqual([false, true])
    expect(rejudging.progress().state).toBe('running')
    two.end(3)
    for (const result of await Promise.all(later)) expect(result).toEqual({ judged: 3, cancelled: false })
    expect(rejudging.progress()).toEqual({ state: 'current', done: 0, total: 0 })
    expect(sweeps).toHaveLength(2)
  })

  test('cancelled: it stops, what waits behind it does not begin, and some rows are behind', async () => {
    const { rejudging, started, sweeps } = setUp()
    const first = rejudging.run()
    const one = await started(1)
    const second = rejudging.run()
    rejudging.cancel()
    expect(one.control.cancelled()).toBe(true)
    one.end(4)
    expect(await first).toEqual({ judged: 4, cancelled: true })
    expect(await second).toEqual({ judged: 0, cancelled: true })
    expect(rejudging.progress().state).toBe('behind')
    const third = rejudging.run()
    const two = await started(2)
    expect(two.control.cancelled()).toBe(false)
    two.end(1)
    await third
    expect(rejudging.progress().state).toBe('current')
    expect(sweeps).toHaveLength(2)
  })

  test('a failure is given to who asked, leaves rows behind, and the next run begins', async () => {
    const { rejudging, started, states } = setUp()
    const first = rejudging.run()
    ;(await started(1)).fail(new Error('disk full'))
    await expect(first).rejects.toThrow('disk full')
    expect(rejudging.progress().state).toBe('behind')
    expect(states).toEqual(['running', 'behind'])
    const second = rejudging.run()
    ;(await started(2)).end(1)
    await expect(second).resolves.toEqual({ judged: 1, cancelled: false })
  })
})

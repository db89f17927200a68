import { expect, test, vi } from 'vitest'
import type { Call } from '../link/client.ts'
import { createSimulatorStore } from './simulator.ts'
import { createUi } from './ui.ts'

const start = () => {
  const ui = createUi({
    now: () => 0,
    later: () => undefined,
    storage: { getItem: () => null, setItem: () => undefined },
  })
  const asked: string[] = []
  const answers: Readonly<Record<string, unknown>> = {
    'scenarios.save': { file: 'unfreeze.json' },
    'simulator.start': { run: 'r1' },
    'simulator.runs': { runs: [] },
    'scenarios.list': { folder: null, scenarios: [] },
  }
  const call: Call = (method) => {
    asked.push(method)
    return Promise.resolve(answers[method] as never)
  }
  return { ui, asked, simulator: createSimulatorStore(call, ui), unsaved: () => ui.store.getState().unsaved.simulator }
}

test('an event that was put together is unsaved until it is sent', async () => {
  const { simulator, unsaved } = start()
  simulator.change({ speed: '1', url: 'http://127.0.0.1:9' })
  expect(unsaved()).toBeUndefined()
  simulator.change({ reference: 'order-1' })
  expect(unsaved()).toMatchObject({ what: 'the callback in the simulator', wrong: null, outlives: true })
  await simulator.start(true)
  expect(unsaved()).toBeUndefined()
})

test('saving it keeps it as a scenario, and closes the window then', async () => {
  const { simulator, ui, asked, unsaved } = start()
  const close = vi.fn()
  simulator.change({ reference: 'order-1', retries: true })
  ui.leaveAll(close)
  await ui.saveAndGo()
  expect(asked).toContain('scenarios.save')
  expect(close).toHaveBeenCalledOnce()
  expect(unsaved()).toBeUndefined()
})

test('discarding goes back to what was sent last', async () => {
  const { simulator, ui, unsaved } = start()
  simulator.change({ reference: 'order-1' })
  await simulator.start(true)
  simulator.change({ reference: 'order-2' })
  ui.leaveAll(() => undefined)
  ui.discardAndGo()
  expect(simulator.store.getState().form.reference).toBe('order-1')
  expect(unsaved()).toBeUndefined()
})

test('an event that cannot be sent cannot be saved either, and says why', () => {
  const { simulator, unsaved } = start()
  simulator.change({ reference: 'x'.repeat(10_000) })
  expect(unsaved()?.wrong).toMatch(/./)
})

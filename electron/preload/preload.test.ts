import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it, vi } from 'vitest'
import { BRIDGE_NAMES, type InspectorBridge } from '../../shared/protocol/bridge.ts'
import { CALLS, PUSHES } from '../main/channels.ts'

const ipc = vi.hoisted(() => ({ invoke: vi.fn(), on: vi.fn() }))
const exposed = vi.hoisted(() => vi.fn())
vi.mock('electron', () => ({ contextBridge: { exposeInMainWorld: exposed }, ipcRenderer: ipc }))

/** What the page would get, and the listener of a channel. */
async function load() {
  vi.resetModules()
  exposed.mockClear()
  ipc.on.mockClear()
  await import('./preload.ts')
  // Sound: exposeInMainWorld is called once with the bridge.
  const bridge = exposed.mock.calls[0]?.[1] as InspectorBridge
  const listener = (channel: string) => ipc.on.mock.calls.find(([name]) => name === channel)?.[1]
  return { bridge, listener }
}

beforeEach(() => {
  ipc.invoke.mockReset().mockResolvedValue({ ok: true, value: null })
})

// Item 20, T14: the golden list.
it('exposes a frozen object of exactly these functions', async () => {
  const { bridge } = await load()
  expect(exposed.mock.calls.map(([name]) => name)).toEqual(['inspector'])
  expect(Object.keys(bridge).toSorted()).toEqual([...BRIDGE_NAMES])
  expect(Object.isFrozen(bridge)).toBe(true)
  expect(Object.values(bridge).every((member) => typeof member === 'function')).toBe(true)
})

it('gives the page no promise, event or channel', async () => {
  const { bridge, listener } = await load()
  const actions = vi.fn()
  expect(bridge.copyText('x')).toBeUndefined()
  expect(bridge.onMenuAction(actions)).toBeUndefined()
  listener('menu-action')({ sender: 'secret' }, 'palette')
  expect(actions.mock.calls).toEqual([['palette']])
})

it('calls back with the value, and says a refusal on the console', async () => {
  const { bridge } = await load()
  const done = vi.fn()
  ipc.invoke.mockResolvedValueOnce({ ok: true, value: '/c.pem' })
  bridge.chooseFile('certificate', done)
  await vi.waitFor(() => {
    expect(done).toHaveBeenCalledWith('/c.pem')
  })
  const complained = vi.spyOn(console, 'error').mockReturnValue()
  ipc.invoke.mockResolvedValueOnce({ ok: false, code: 'bad-params', message: 'open-link: no' })
  bridge.openLink('issues')
  await vi.waitFor(() => {
    expect(complained).toHaveBeenCalledWith('bad-params: open-link: no')
  })
})

it('tells the engine’s state at once', async () => {
  const { bridge } = await load()
  const listener = vi.fn()
  ipc.invoke.mockResolvedValueOnce({ ok: true, value: { state: 'up', message: null } })
  bridge.onEngineState(listener)
  await vi.waitFor(() => {
    expect(listener).toHaveBeenCalledWith({ state: 'up', message: null })
  })
})

it('hands the engine’s port to our own origin only', async () => {
  const postMessage = vi.fn()
  vi.stubGlobal('window', { postMessage, location: { origin: 'app://inspector' } })
  const { listener } = await load()
  listener('engine-port')({ ports: ['port'] })
  expect(postMessage.mock.calls).toEqual([[{ type: 'engine-port' }, 'app://inspector', ['port']]])
  vi.unstubAllGlobals()
})

it('names every channel in so many words', () => {
  const source = readFileSync(join(import.meta.dirname, 'preload.ts'), 'utf8')
  const named = [...source.matchAll(/(?:call|receiver)\('([a-z-]+)'/g)].map((match) => match[1])
  expect([...new Set(named)].toSorted()).toEqual(
    [...new Set([...Object.keys(CALLS), ...Object.keys(PUSHES)])].toSorted(),
  )
})

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EngineHost, type EngineHostParts, type EngineProcess } from './engine-host.ts'
import { fakeEmitter } from './fake-electron.test-support.ts'

const OPTIONS = { host: null, port: 0, http: null, archive: null, profiles: [] }
const INIT = {
  userData: '/u',
  options: OPTIONS,
  secrets: { keyPassphrase: null, dataKeys: [] },
  version: '1.0.0',
  runtime: { electron: '45.4.1', testBuild: false },
}
const READY = { type: 'ready', urls: { https: 'https://127.0.0.1:8443/', http: null }, archive: '/u/a', problems: [] }

function setUp() {
  const engines: {
    emit: ReturnType<typeof fakeEmitter>['emit']
    postMessage: ReturnType<typeof vi.fn>
    kill: ReturnType<typeof vi.fn>
  }[] = []
  let ports = 0
  const parts = {
    fork: () => {
      const engine = { ...fakeEmitter(), postMessage: vi.fn(), kill: vi.fn(), pid: engines.length }
      engines.push(engine)
      // Sound: the host uses these members only.
      return engine as unknown as EngineProcess
    },
    channel: () => ({ port1: `engine-${String((ports += 1))}`, port2: `page-${String(ports)}` }),
    init: () => Promise.resolve(INIT),
    now: () => performance.now(),
    log: vi.fn(),
    onReady: vi.fn(),
    onReport: vi.fn(),
    onPassphrase: vi.fn(),
  }
  // Sound for the same reason: ports are only passed on.
  const host = new EngineHost(parts as unknown as EngineHostParts)
  const client = { takePort: vi.fn(), isGone: vi.fn(() => false) }
  const sent = (index: number) =>
    engines[index]?.postMessage.mock.calls.map(([message, given]) => [message.type, ...given]) ?? []
  return { host, parts, engines, client, sent }
}

describe('the host of the engine', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const settled = () => vi.advanceTimersByTimeAsync(0)

  it('says init first, even to a page that asked before', async () => {
    const { host, client, sent } = setUp()
    host.start()
    host.connect(client)
    await settled()
    expect(sent(0)).toEqual([['init'], ['client', 'engine-1']])
    expect(client.takePort.mock.calls).toEqual([['page-1']])
  })

  it('gives a reloaded page a port of its own', async () => {
    const { host, client } = setUp()
    host.start()
    await settled()
    host.connect(client)
    host.connect(client)
    expect(client.takePort.mock.calls).toEqual([['page-1'], ['page-2']])
  })

  it('tells when it is ready', async () => {
    const { host, parts, engines } = setUp()
    host.start()
    await settled()
    engines[0]?.emit('message', READY)
    expect(parts.onReady).toHaveBeenCalledWith(READY)
    expect(host.report).toEqual({ state: 'up', message: null })
  })

  it('starts a crashed engine again, counts it, and gives the page a new port', async () => {
    const { host, parts, engines, client, sent } = setUp()
    host.start()
    await settled()
    host.connect(client)
    engines[0]?.emit('exit', 9)
    expect(parts.onReport).toHaveBeenLastCalledWith({
      state: 'restarting',
      message: expect.stringContaining('started again'),
    })
    await vi.advanceTimersByTimeAsync(100)
    expect(engines).toHaveLength(2)
    expect(engines[1]?.postMessage.mock.calls[0]?.[0]).toMatchObject({ type: 'init', restarts: 1 })
    expect(sent(1)).toEqual([['init'], ['client', 'engine-2']])
  })

  it('gives up after five restarts within a minute, and says so', async () => {
    const { host, parts, engines } = setUp()
    host.start()
    for (let crash = 0; crash < 6; crash += 1) {
      engines.at(-1)?.emit('exit', 1)
      await vi.advanceTimersByTimeAsync(9000)
    }
    expect(engines).toHaveLength(6)
    expect(parts.onReport).toHaveBeenLastCalledWith({
      state: 'stopped',
      message: expect.stringContaining('nothing is captured'),
    })
  })

  it('does not restart what said that it cannot go on', async () => {
    const { host, parts, engines } = setUp()
    host.start()
    await settled()
    engines[0]?.emit('message', { type: 'fatal', problem: { code: 'archive-newer', message: 'Too new.' } })
    engines[0]?.emit('exit', 1)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(engines).toHaveLength(1)
    expect(parts.onReport).toHaveBeenLastCalledWith({ state: 'stopped', message: 'Too new.' })
  })

  it('stops in order, and ends an engine that does not answer', async () => {
    const { host, engines, sent } = setUp()
    host.start()
    await settled()
    const stopped = host.stop()
    expect(sent(0)).toEqual([['init'], ['stop']])
    await vi.advanceTimersByTimeAsync(8000)
    expect(engines[0]?.kill).toHaveBeenCalledOnce()
    engines[0]?.emit('exit', 0)
    await stopped
    await vi.advanceTimersByTimeAsync(60_000)
    expect(engines).toHaveLength(1)
  })

  it('forgets pages that are gone, and does not choke on what it does not understand', async () => {
    const { host, parts, engines, client } = setUp()
    host.start()
    await settled()
    client.isGone.mockReturnValue(true)
    host.connect(client)
    expect(client.takePort).not.toHaveBeenCalled()
    for (const junk of [null, 1, 'ready', {}, { type: 'ready' }, { type: 'callback', body: 'x' }])
      engines[0]?.emit('message', junk)
    expect(parts.onReady).not.toHaveBeenCalled()
    expect(parts.log).toHaveBeenCalledTimes(6)
  })

  it('passes a passphrase on to be kept', async () => {
    const { host, parts, engines } = setUp()
    host.start()
    await settled()
    engines[0]?.emit('message', { type: 'passphrase', passphrase: 's3cret' })
    expect(parts.onPassphrase).toHaveBeenCalledWith('s3cret')
    expect(parts.log).not.toHaveBeenCalled()
  })
})

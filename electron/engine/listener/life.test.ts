import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { startListener } from './listener.ts'
import { listenProblem } from './problems.ts'
import {
  hold,
  MemorySink,
  plainClient,
  startTestListener,
  testClocks,
  testLimits,
  type TestListener,
} from './testing.ts'

const POST = 'POST /cb HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi'
const NO_CONTENT = 'HTTP/1.1 204 No Content\r\n\r\n'

let servers: TestListener[] = []
const start = async (options: Parameters<typeof startTestListener>[0] = {}) => {
  const server = await startTestListener(options)
  servers.push(server)
  return server
}
afterEach(async () => {
  await Promise.all(servers.map(({ listener }) => listener.stop(0)))
  servers = []
})

describe('stop', () => {
  it('answers the request in flight, takes no new one, and closes the rest', async () => {
    const { listener, sink, port } = await start()
    const held = hold(sink)
    const [busy, half, idle] = [await plainClient(port), await plainClient(port), await plainClient(port)]
    await new Promise((written) => half.socket.write(POST.slice(0, -1), written))
    busy.socket.write(POST)
    await sink.until(() => held.length === 1)
    const stopping = listener.stop(20_000)
    await idle.ended
    await expect(plainClient(port)).rejects.toThrow(/ECONNREFUSED/)
    held[0]?.()
    half.socket.write('i')
    await sink.until(() => held.length === 2)
    held[1]?.()
    await Promise.all([busy.ended, half.ended])
    for (const client of [busy, half]) client.socket.end()
    expect(half.received).toBe('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n')
    expect(busy.received).toBe(half.received)
    await stopping
    expect(listener.status()).toMatchObject({ state: 'stopped', url: null })
  })

  it('cuts off what is not finished in time, with a row', async () => {
    const { listener, sink, port } = await start()
    const client = await plainClient(port)
    client.socket.write('POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhi')
    const other = await plainClient(port)
    other.socket.write(POST)
    await other.expect(NO_CONTENT)
    await listener.stop(10)
    expect(sink.troubles[0]?.facts.trouble).toMatchObject({ cause: 'aborted', code: 'listener-stopped' })
  })
})

describe('what stops a listener from starting', () => {
  const base = {
    scheme: 'http',
    host: '127.0.0.1',
    port: 0,
    tls: null,
    limits: testLimits(),
    clocks: testClocks,
  } as const
  const problemOf = async (changed: object) => {
    const started = await startListener({ ...base, ...changed }, new MemorySink())
    if (started.ok) await started.value.stop(0)
    return started.ok ? null : started.problem
  }

  it('a port in use', async () => {
    const { port } = await start()
    const problem = await problemOf({ port })
    expect(problem).toMatchObject({ code: 'port-in-use', data: { port } })
    expect(problem?.message).toContain(String(port))
  })

  it('an address that this computer does not have, or that is none', async () => {
    expect((await problemOf({ host: '192.0.2.1' }))?.code).toBe('address-unavailable')
    expect((await problemOf({ host: 'no-such-host.invalid' }))?.code).toBe('address-unavailable')
  })

  it('a certificate that TLS refuses', async () => {
    expect((await problemOf({ scheme: 'https', tls: { cert: 'x', key: 'y' } }))?.code).toBe('certificate-refused')
  })

  it('no permission: the sentence says what to do', async () => {
    const error = Object.assign(new Error('listen EACCES'), { code: 'EACCES' })
    const problem = listenProblem(error, { ...base, port: 443 })
    expect(problem.code).toBe('port-forbidden')
    expect(problem.message).toMatch(/443.*setcap/s)
  })

  it('leaves the port to others afterwards', async () => {
    const { listener, port } = await start()
    await listener.stop(0)
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
    await new Promise((resolve) => other.close(resolve))
    expect(listener.expecting()).toBe(0)
  })
})

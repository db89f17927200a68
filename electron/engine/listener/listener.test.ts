import { createServer } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, describe, expect, it } from 'vitest'
import { startListener } from './listener.ts'
import { plainClient, startTestListener, testClocks, testLimits, MemorySink, type TestListener } from './testing.ts'
import type { Stored } from './types.ts'

const POST = 'POST /cb HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi'
const GET = 'GET /cb HTTP/1.1\r\nHost: a\r\n\r\n'
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

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes in buffers that something still holds. */
function retained(): number {
  collect()
  return process.memoryUsage().arrayBuffers
}

/** Stores nothing until told. */
function hold(sink: MemorySink): (() => void)[] {
  const held: (() => void)[] = []
  sink.store = (sequence, done) => held.push(() => done({ sequence }))
  return held
}

describe('answers', () => {
  it('leave only after the callback is stored, with times and numbers of the connection', async () => {
    const { sink, port } = await start()
    const held = hold(sink)
    const client = await plainClient(port)
    client.socket.write(POST)
    await sink.until(() => held.length === 1)
    expect(client.received).toBe('')
    held[0]?.()
    await client.expect(NO_CONTENT)
    client.socket.write(POST)
    await sink.until(() => held.length === 2)
    held[1]?.()
    await sink.until(() => sink.outcomes.length === 2)
    expect(sink.captures.map(({ facts }) => facts.requestNumber)).toEqual([1, 2])
    expect(sink.outcomes[1]).toMatchObject({ sequence: 2, sent: true })
    const { times, connection, framing, headLength } = sink.captures[0]?.facts ?? {}
    expect({ framing, headLength, tls: connection?.tls }).toEqual({
      framing: 'length',
      headLength: POST.length - 2,
      tls: null,
    })
    expect(times?.firstByte).toBeLessThanOrEqual(times?.headEnd ?? -1)
    expect(connection?.peer.port).toBe(client.socket.localPort)
  })

  it('keep the order of pipelined requests, whatever order storing has', async () => {
    const { sink, port } = await start()
    sink.plan = { status: 200, headers: [], body: 'first' }
    const held: (() => void)[] = []
    sink.store = (sequence, done) => {
      sink.plan = { status: 200, headers: [], body: 'second' }
      held.push(() => done({ sequence }))
    }
    const client = await plainClient(port)
    client.socket.write(POST + GET)
    await sink.until(() => held.length === 2)
    held[1]?.()
    held[0]?.()
    await client.expect('second')
    expect(client.received.indexOf('first')).toBeLessThan(client.received.indexOf('second'))
  })

  it('stay with one connection for 500 pipelined requests, a bounded number at a time', async () => {
    const { sink, port } = await start()
    let inFlight = 0
    let most = 0
    sink.store = (sequence, done) => {
      most = Math.max(most, ++inFlight)
      setImmediate(() => {
        inFlight--
        done({ sequence })
      })
    }
    const client = await plainClient(port)
    client.socket.write(POST.repeat(500))
    await sink.until(() => sink.outcomes.length === 500)
    expect(most).toBeLessThanOrEqual(32)
    await expect.poll(() => client.statuses.length).toBe(500)
  })

  it('are 503 with Retry-After when storing failed, and the connection stays', async () => {
    const { sink, port } = await start()
    const results: Stored[] = [null, { sequence: 7 }]
    sink.store = (_, done) => done(results.shift() ?? null)
    const client = await plainClient(port)
    client.socket.write(POST)
    await client.expect('could not be stored')
    expect(client.received).toContain('Retry-After: 30\r\n')
    client.socket.write(POST)
    await client.expect(NO_CONTENT)
    await sink.until(() => sink.outcomes.length === 1)
    expect(sink.outcomes[0]?.sequence).toBe(7)
  })

  it('have no body for HEAD, name the length, and leave out headers that would break the framing', async () => {
    const { sink, port } = await start()
    sink.plan = {
      status: 200,
      headers: [
        ['X-A', 'b'],
        ['Content-Length', '999'],
        ['X-Bad', 'a\r\nb: c'],
      ],
      body: 'hello',
    }
    const client = await plainClient(port)
    client.socket.write('HEAD / HTTP/1.1\r\n\r\nGET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n')
    await client.ended
    const head = 'HTTP/1.1 200 OK\r\nX-A: b\r\nContent-Length: 5\r\n'
    expect(client.received).toBe(
      `${head}\r\n${head}Connection: keep-alive\r\n\r\nhello${head}Connection: close\r\n\r\nhello`,
    )
  })

  it('tell that they were not sent when the client has gone', async () => {
    const { sink, port } = await start()
    const held = hold(sink)
    const client = await plainClient(port)
    client.socket.write(POST)
    await sink.until(() => held.length === 1)
    const server = servers[0]
    client.socket.resetAndDestroy()
    await expect.poll(() => server?.listener.expecting()).toBe(0)
    await expect.poll(() => (held[0]?.(), sink.outcomes.length)).toBe(1)
    expect(sink.outcomes[0]?.sequence).toBe(1)
  })

  it('reach a client that has closed its own side', async () => {
    const { port } = await start()
    const client = await plainClient(port)
    client.socket.end(POST)
    await client.ended
    expect(client.received).toBe(NO_CONTENT)
  })

  it('begin with 100 Continue when the client waits for it, after the answers before it', async () => {
    const { port } = await start()
    const client = await plainClient(port)
    client.socket.write(`${GET}POST / HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n`)
    await client.expect('HTTP/1.1 100 Continue\r\n\r\n')
    expect(client.received.startsWith(NO_CONTENT)).toBe(true)
    client.socket.write('hi')
    await expect.poll(() => client.received.endsWith(NO_CONTENT)).toBe(true)
  })
})

describe('expecting', () => {
  it('counts open connections that do not wait for an answer', async () => {
    const { listener, sink, port } = await start()
    const held = hold(sink)
    const [first, second] = [await plainClient(port), await plainClient(port)]
    await expect.poll(() => listener.expecting()).toBe(2)
    first.socket.write(POST)
    await sink.until(() => held.length === 1)
    expect(listener.expecting()).toBe(1)
    held[0]?.()
    await first.expect(NO_CONTENT)
    expect(listener.expecting()).toBe(2)
    second.socket.destroy()
    await expect.poll(() => listener.expecting()).toBe(1)
    first.socket.destroy()
    await expect.poll(() => listener.expecting()).toBe(0)
  })
})

describe('limits', () => {
  const short = testLimits({ headerSeconds: 1, requestSeconds: 1, idleSeconds: 1 })

  it('slow headers end with 408 each, while good requests are answered', async () => {
    const { sink, port } = await start({ limits: short })
    const slow = await Promise.all(Array.from({ length: 50 }, () => plainClient(port)))
    for (const { socket } of slow) socket.write('GET / HTTP/1.1\r\nX-')
    const good = await plainClient(port)
    good.socket.write(POST)
    await good.expect(NO_CONTENT)
    const drip = setInterval(() => slow.forEach(({ socket }) => socket.write('a')), 100)
    await Promise.all(slow.map((client) => client.expect('408')))
    clearInterval(drip)
    expect(sink.troubles.map(({ facts }) => facts.trouble.cause)).toEqual(Array(50).fill('header-timeout'))
    expect(Buffer.from(sink.troubles[0]?.raw ?? []).toString()).toMatch(/^GET \/ HTTP\/1\.1\r\nX-a*$/)
  })

  it('a slow body ends with 408 and keeps what came', async () => {
    const { sink, port } = await start({ limits: short })
    const client = await plainClient(port)
    client.socket.write('POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\nsome')
    await client.expect('408')
    expect(sink.troubles[0]?.facts).toMatchObject({ trouble: { cause: 'body-timeout', answered: 408 }, bytesSeen: 45 })
    expect(Buffer.from(sink.troubles[0]?.raw ?? []).toString()).toMatch(/some$/)
  })

  it('100 MB against a limit of 1 MB are stopped with 413, and memory stays bounded', async () => {
    const { sink, port } = await start({ limits: testLimits({ bodyBytes: 1048576 }) })
    const client = await plainClient(port)
    const before = retained()
    client.socket.write('POST / HTTP/1.1\r\nContent-Length: 104857600\r\n\r\n')
    const piece = Buffer.alloc(65536)
    for (let sent = 0; sent < 1600 && !client.socket.destroyed; sent++) {
      await new Promise((resolve) => client.socket.write(piece, resolve))
    }
    await client.expect('413')
    expect(retained() - before).toBeLessThan(2_000_000)
    const { facts, raw } = sink.troubles[0] ?? {}
    expect(facts?.trouble).toMatchObject({ cause: 'body-too-large', answered: 413 })
    expect(facts?.trouble.summary).toMatch(/104857600 bytes.*1048576 bytes/)
    expect(raw).toHaveLength(65536)
    expect(sink.troubles).toHaveLength(1)
  })

  it('1,000 connections that send nothing are closed and counted, and good requests are answered meanwhile', async () => {
    const { listener, sink, port } = await start({ limits: short })
    const idle = await Promise.all(Array.from({ length: 1000 }, () => plainClient(port)))
    const good = await plainClient(port)
    good.socket.write(POST)
    await good.expect(NO_CONTENT)
    await Promise.all(idle.map(({ ended }) => ended))
    await sink.until(() => listener.status().silent === 1000)
    expect(sink.troubles).toEqual([])
  })

  it('too many connections are refused with one row that counts them', async () => {
    const { sink, port } = await start({ limits: testLimits({ connections: 3 }) })
    const kept = await Promise.all([1, 2, 3].map(() => plainClient(port)))
    const more = await Promise.all(Array.from({ length: 20 }, () => plainClient(port)))
    await Promise.all(more.map(({ ended }) => ended))
    await sink.until(
      () => sink.troubles.reduce((sum, { facts }) => sum + Number.parseInt(facts.trouble.summary, 10), 0) === 20,
    )
    expect(new Set(sink.troubles.map(({ facts }) => facts.trouble.cause))).toEqual(new Set(['connection-limit']))
    expect(sink.troubles.length).toBeLessThanOrEqual(3)
    kept[0]?.socket.write(POST)
    await kept[0]?.expect(NO_CONTENT)
  })

  it('a client that never reads its answers is not read from either, and is cut off', async () => {
    const { sink, port } = await start({ limits: short })
    sink.plan = { status: 200, headers: [], body: 'x'.repeat(1_000_000) }
    const client = await plainClient(port)
    client.socket.pause()
    client.socket.write(GET.repeat(2000))
    await sink.until(() => sink.outcomes.some(({ sent }) => !sent))
    expect(sink.captures.length).toBeLessThan(100)
    await sink.until(() => sink.outcomes.length === sink.captures.length)
  })

  it('an idle kept-alive connection is closed without a row', async () => {
    const { sink, port } = await start({ limits: short })
    const client = await plainClient(port)
    client.socket.write(POST)
    await client.ended
    expect(client.received).toBe(NO_CONTENT)
    expect(sink.troubles).toEqual([])
  })
})

describe('load', () => {
  it('2,000 POSTs over 50 connections are 2,000 callbacks, each with the bytes that were sent', async () => {
    const { sink, port } = await start()
    const clients = await Promise.all(Array.from({ length: 50 }, () => plainClient(port)))
    const sent = new Set<string>()
    await Promise.all(
      clients.map(async (client, c) => {
        for (let n = 1; n <= 40; n++) {
          const request = `POST /cb/${String(c)}/${String(n)} HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi`
          sent.add(request)
          client.socket.write(request)
          await expect.poll(() => client.received.length, { interval: 1 }).toBe(n * NO_CONTENT.length)
        }
      }),
    )
    expect(new Set(sink.captures.map(({ raw }) => Buffer.from(raw).toString()))).toEqual(sent)
    await sink.until(() => sink.outcomes.length === 2000)
  })
})

describe('strangers on the plain port', () => {
  it('a TLS client is named, with what it asked for', async () => {
    const { sink, port } = await start()
    const { connect } = await import('node:tls')
    const socket = connect({ host: '127.0.0.1', port, servername: 'shop.example' })
    await new Promise((resolve) => socket.on('error', resolve))
    await sink.until(() => sink.troubles.length === 1)
    expect(sink.troubles[0]?.facts.trouble).toMatchObject({
      cause: 'tls-on-plain-http',
      hello: { sni: 'shop.example' },
    })
  })

  it('what comes after a closing request is a row', async () => {
    const { sink, port } = await start()
    const client = await plainClient(port)
    client.socket.write(`GET / HTTP/1.1\r\nConnection: close\r\n\r\n${GET}`)
    await sink.until(() => sink.troubles.length === 1)
    expect(sink.captures).toHaveLength(1)
    expect(sink.troubles[0]?.facts.trouble.code).toBe('bytes-after-close')
  })
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
    await expect.poll(() => listener.status().state).toBe('listening')
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
    const { listenProblem } = await import('./problems.ts')
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

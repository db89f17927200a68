import { afterEach, describe, expect, it } from 'vitest'
import { eventually, hold, plainClient, startTestListener, type TestListener } from './testing.ts'
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
    await client.until(() => client.statuses.length === 500)
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
    await eventually(() => server?.listener.expecting() === 0)
    held[0]?.()
    await sink.until(() => sink.outcomes.length === 1)
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
    await client.until(() => client.received.endsWith(NO_CONTENT))
  })
})

describe('expecting', () => {
  it('counts open connections that do not wait for an answer', async () => {
    const { listener, sink, port } = await start()
    const held = hold(sink)
    const [first, second] = [await plainClient(port), await plainClient(port)]
    await eventually(() => listener.expecting() === 2)
    expect(listener.arriving()).toBe(2)
    first.socket.write(POST)
    await sink.until(() => held.length === 1)
    expect(listener.expecting()).toBe(1)
    expect(listener.arriving()).toBe(1)
    held[0]?.()
    await first.expect(NO_CONTENT)
    expect(listener.expecting()).toBe(2)
    second.socket.destroy()
    await eventually(() => listener.expecting() === 1)
    first.socket.destroy()
    await eventually(() => listener.expecting() === 0)
    expect(listener.arriving()).toBe(0)
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
          await client.until(() => client.received.length === n * NO_CONTENT.length)
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

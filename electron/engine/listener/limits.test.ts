import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually, plainClient, startTestListener, testLimits, type TestListener } from './testing.ts'

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
    await eventually(() => retained() - before < 2_000_000)
    expect(client.socket.destroyed).toBe(false)
    const { facts, raw } = sink.troubles[0] ?? {}
    expect(facts?.trouble).toMatchObject({ cause: 'body-too-large', answered: 413 })
    expect(facts?.trouble.summary).toMatch(/104857600 bytes.*1048576 bytes/)
    expect(Buffer.from(raw ?? []).toString('latin1')).toMatch(
      /^POST \/ HTTP\/1\.1\r\nContent-Length: 104857600\r\n\r\n\0*$/,
    )
    expect(sink.troubles).toHaveLength(1)
  })

  it.each(['', 'Expect: 100-continue\r\n'])(
    'a length beyond the limit is refused before any of the body comes (%j)',
    async (line) => {
      const { sink, port } = await start({ limits: testLimits({ bodyBytes: 1048576 }) })
      const client = await plainClient(port)
      const head = `POST / HTTP/1.1\r\n${line}Content-Length: 1048577\r\n\r\n`
      client.socket.write(head)
      await client.expect('limit is 1048576 bytes')
      expect(client.received).toMatch(/^HTTP\/1\.1 413 /)
      // What was on its way is read and dropped, so that the answer is not lost in a reset.
      client.socket.write('x'.repeat(500_000))
      client.socket.end('y')
      await client.ended
      expect(sink.captures).toEqual([])
      expect(sink.troubles).toHaveLength(1)
      expect(Buffer.from(sink.troubles[0]?.raw ?? []).toString()).toBe(head)
      expect(sink.troubles[0]?.facts).toMatchObject({
        bytesSeen: head.length,
        trouble: { cause: 'body-too-large', answered: 413 },
      })
    },
  )

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

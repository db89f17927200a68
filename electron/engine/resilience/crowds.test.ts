import { afterEach, describe, expect, it } from 'vitest'
import { plainClient, tlsClient } from '../listener/testing.ts'
import type { RawClient } from '../listener/testing.ts'
import { settled, startEngine, watchEvents } from './testing.ts'
import type { Started } from './testing.ts'

let running: Started | null = null
afterEach(async () => {
  await running?.stop()
  running = null
})

const CROWD = 1000

describe('1,000 connections to the TLS port that never say a word', () => {
  it('are let go and counted in rows, and good requests are answered meanwhile', async () => {
    running = await startEngine({ limits: { handshakeSeconds: 1 } })
    const { engine, ports } = running
    const page = watchEvents(engine)
    const crowd: RawClient[] = []
    for (let n = 0; n < CROWD; n += 100) {
      crowd.push(...(await Promise.all(Array.from({ length: 100 }, () => plainClient(ports.https)))))
    }
    const good = await tlsClient(ports.https)
    good.socket.write('GET /meanwhile HTTP/1.1\r\nHost: a\r\n\r\n')
    await good.expect('HTTP/1.1 204')
    good.socket.destroy()
    // Each is closed by us.
    await Promise.all(crowd.map(({ ended }) => ended))
    for (const { socket } of crowd) socket.destroy()
    const counted = () =>
      engine.archive.entries(0, 10_000).reduce((sum, { facts }) => {
        if (facts.kind !== 'connection') return sum
        expect(facts.trouble).toMatchObject({ cause: 'tls-timeout' })
        expect(facts.trouble.summary).toMatch(/^(A client|\d+ clients) connected, but did not begin the TLS handshake/)
        return sum + Number(/^\d+/.exec(facts.trouble.summary)?.[0] ?? 1)
      }, 0)
    await page.until(() => counted() >= CROWD)
    expect(counted()).toBe(CROWD)
    expect(engine.archive.status()).toMatchObject({ callbacks: 1 })
    // A thousand connections are a few rows, not a thousand.
    expect(engine.archive.status().connectionEvents).toBeLessThan(20)
  })
})

describe('60 KB of headers, with the limit raised to 64 KiB', () => {
  it('are captured byte for byte, in one header and in a thousand', async () => {
    running = await startEngine({ limits: { headerBytes: 65_536 } })
    const { engine, ports } = running
    const start = 'GET /long HTTP/1.1\r\nHost: a\r\n'
    const requests = [
      `${start}X-Long: ${'h'.repeat(61_440 - start.length - 12)}\r\n\r\n`,
      `${start}${Array.from({ length: 1000 }, (_, n) => `X-${String(n).padStart(4, '0')}: ${'v'.repeat(50)}\r\n`).join('')}\r\n`,
    ]
    for (const request of requests) {
      const client = await tlsClient(ports.https)
      client.socket.write(request)
      await client.expect('HTTP/1.1 204')
      client.socket.destroy()
    }
    await settled(engine)
    const kept = engine.archive.entries(0, 10).map(({ raw }) => Buffer.from(raw).toString('latin1'))
    expect(kept).toEqual(requests)
    expect(engine.archive.status()).toMatchObject({ callbacks: 2, connectionEvents: 0, backlog: 0 })
  })
})

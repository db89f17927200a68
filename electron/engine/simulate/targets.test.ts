import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { systemClocks } from '../clocks.ts'
import { startEngine } from '../resilience/testing.ts'
import type { Started } from '../resilience/testing.ts'
import { sendRequest } from './send-request.ts'
import { play, scenario, UNFREEZE, wish } from './testing.ts'

/* Addresses that the user enters, and what may stand behind them. */

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function start(options: Parameters<typeof startEngine>[0] = {}): Promise<Started> {
  const started = await startEngine(options)
  closing.push(started.stop)
  return started
}

async function server(behave: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const listening = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    behave(socket)
  })
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    listening.close()
  })
  return `http://127.0.0.1:${String((listening.address() as AddressInfo).port)}/shop/cb`
}

it.each([
  ['refuses', null, 'nothing listens there'],
  ['speaks no HTTP', (socket: Socket) => void socket.write('SSH-2.0-OpenSSH\r\n'), 'no HTTP'],
  ['hangs up', (socket: Socket) => void socket.destroy(), 'broke the connection'],
])('says what is wrong with a target that %s', async (_, behave, words) => {
  const started = await start()
  const url = behave === null ? 'http://127.0.0.1:1/' : await server(behave)
  const run = await play(started, scenario({ ...UNFREEZE, attempts: 1 }), { url })
  expect(run.requests[0]?.problem ?? '').toContain(words)
  expect(run.deliveries[0]?.state).toBe('lost')
})

it('takes the status of an answer that never ends, and does not follow a redirect', async () => {
  const url = await server((socket) => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n')
      const more = () => void (socket.writable && socket.write(Buffer.alloc(65_536), () => setImmediate(more)))
      more()
    })
  })
  const started = await start()
  const run = await play(started, scenario({ ...UNFREEZE, attempts: 1 }), { url })
  expect(run.requests[0]).toMatchObject({ status: 302, delivered: false, problem: null })
})

it('gives up when the time of an attempt is over', async () => {
  const url = new URL(await server(() => undefined))
  const target = {
    scheme: 'http',
    host: '127.0.0.1',
    port: Number(url.port),
    name: 'localhost',
    authorities: [],
  } as const
  const request = { method: 'GET', target: '/', headers: [], body: '' }
  const result = await sendRequest(target, request, systemClocks.monotonic, 50)
  expect(result).toMatchObject({ status: null, problem: 'no answer within five seconds' })
})

it.each(['/a\r\nX: y', '/a\0', '/a b'])('opens nothing for the target %j', async (target) => {
  const url = new URL(await server(() => expect.unreachable()))
  const to = { scheme: 'http', host: '127.0.0.1', port: Number(url.port), name: 'localhost', authorities: [] } as const
  const result = await sendRequest(to, { method: 'GET', target, headers: [], body: '' }, systemClocks.monotonic)
  expect(result.status).toBeNull()
  expect(result.problem).toContain('unescaped characters')
})

it('refuses what is no address to send to, and sends nothing', async () => {
  const started = await start()
  const refused = [
    'http://127.0.0.1:1/a\r\nX: y',
    'http://127.0.0.1:1/a\0',
    'ftp://127.0.0.1/',
    'http://user:secret@127.0.0.1/',
    'http://127.0.0.1/?a=1',
    'nonsense',
  ]
  for (const url of refused) {
    const run = await started.engine.simulator.start(wish(scenario(UNFREEZE), { url, confirmed: true }))
    expect(run).toMatchObject({ ok: false, problem: { code: 'send-failed' } })
  }
  expect(started.engine.simulator.runs()).toEqual([])
})

it('asks before it sends to a host that is not this machine', async () => {
  const started = await start()
  const run = await started.engine.simulator.start(wish(scenario(UNFREEZE), { url: 'https://192.0.2.1/cb' }))
  expect(run).toMatchObject({ ok: false, problem: { code: 'confirmation-needed', data: { host: '192.0.2.1' } } })
})

it('sends its token to this machine only on behalf of our own eyes, and its path is the one that was entered', async () => {
  const seen: string[] = []
  const url = await server((socket) => {
    socket.once('data', (bytes) => {
      seen.push(bytes.toString('latin1'))
      socket.end('HTTP/1.1 204 No Content\r\n\r\n')
    })
  })
  const started = await start()
  await play(started, scenario(UNFREEZE), { url })
  expect(seen[0]).toMatch(
    /^GET \/shop\/cb\?event-type=UNFREEZE&paymentId=sim-[0-9a-f]{8}&digest=[0-9A-F]{40} HTTP\/1\.1\r\n/,
  )
  expect(seen[0]).toMatch(/\r\nX-Callback-Inspector-Run: [0-9a-f-]{36}; at=\d+; next=\d+\r\n/)
})

import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { settled, startEngine } from '../resilience/testing.ts'
import type { Started } from '../resilience/testing.ts'
import { factsOf, get, rule, send, status, statusOf } from './testing.ts'

/* Callbacks that are passed on, from socket to socket. */

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function start(answerRules: readonly unknown[]): Promise<Started> {
  const started = await startEngine({ answerRules })
  closing.push(started.stop)
  return started
}

/** A server that answers every connection with fixed bytes, and keeps what it was sent. */
async function upstream(answer: (socket: Socket, received: string) => void) {
  const seen: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    let received = ''
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1')
      if (!received.includes('\r\n\r\n')) return
      seen.push(received)
      answer(socket, received)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, seen }
}
const pass = (url: string, rest: object = {}) => rule('shop', [{ kind: 'forward', url, ...rest }])

it('passes a callback on as it came and gives back what the upstream answers', async () => {
  const shop = await upstream((socket) => {
    socket.end(
      'HTTP/1.1 302 Found\r\nX-Shop: 1\r\nLocation: /else\r\nX-Shop: 2\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n\xe4\x00b\r\n0\r\n\r\n',
      'latin1',
    )
  })
  const started = await start([pass(shop.url)])
  const answer = await send(
    started,
    get(
      '/cb/%2e%2e/x?a=1&a=2',
      'X-B: 1\r\nx-a: \xe4\r\nX-B: 2\r\nKeep-Alive: 5\r\nTE: trailers\r\n',
      'POST',
      '{ "a": 1.00000}',
    ),
  )
  expect(answer).toBe(
    'HTTP/1.1 302 Found\r\nX-Shop: 1\r\nLocation: /else\r\nX-Shop: 2\r\nContent-Length: 3\r\nConnection: close\r\n\r\n\xe4\x00b',
  )
  const host = new URL(shop.url).host
  // Nothing added, nothing made anew but what concerns the connection.
  expect(shop.seen[0]).toBe(
    `POST /cb/%2e%2e/x?a=1&a=2 HTTP/1.1\r\nHost: ${host}\r\nX-B: 1\r\nx-a: \xe4\r\nX-B: 2\r\nContent-Length: 15\r\nConnection: close\r\n\r\n{ "a": 1.00000}`,
  )
  const { facts, row, entry } = await factsOf(started, 1)
  expect([facts.answerStatus, entry.outcome?.status, row?.status]).toEqual([0, 302, 302])
  const kept = started.engine.archive.upstream(1)
  expect(kept).toMatchObject({
    status: 302,
    problem: null,
    headers: [
      ['X-Shop', '1'],
      ['Location', '/else'],
      ['X-Shop', '2'],
      ['Transfer-Encoding', 'chunked'],
    ],
  })
  expect(Array.from(kept?.body ?? [])).toEqual([0xe4, 0, 0x62])
})

it('passes a body on in chunks when it came in chunks, and adds no header', async () => {
  const shop = await upstream((socket, received) => {
    if (received.endsWith('0\r\n\r\n')) socket.end('HTTP/1.1 204 No Content\r\n\r\n')
  })
  const started = await start([pass(shop.url)])
  const chunks =
    'POST /cb HTTP/1.1\r\nX-A: 1\r\nhost: a\r\ntransfer-encoding: chunked\r\nX-B: 2\r\n\r\n3\r\n{"a\r\n5\r\n": 1}\r\n0\r\n\r\n'
  expect(statusOf(await send(started, chunks))).toBe(204)
  const host = new URL(shop.url).host
  expect(shop.seen.at(-1)).toBe(
    `POST /cb HTTP/1.1\r\nX-A: 1\r\nhost: ${host}\r\ntransfer-encoding: chunked\r\nX-B: 2\r\nConnection: close\r\n\r\n8\r\n{"a": 1}\r\n0\r\n\r\n`,
  )
})

it('never lets the caller choose the host that is asked', async () => {
  const shop = await upstream((socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
  const started = await start([pass(shop.url)])
  for (const target of ['http://evil.example/cb', '//evil.example/cb', '/@evil.example/cb']) {
    expect(statusOf(await send(started, get(target)))).toBe(200)
  }
  expect(shop.seen.map((request) => request.split(' ')[1])).toEqual(['/cb', '//evil.example/cb', '/@evil.example/cb'])
})

it.each([
  ['speaks no HTTP', (socket: Socket) => void socket.end('SSH-2.0-OpenSSH\r\n'), 502, 'is no HTTP'],
  ['hangs up', (socket: Socket) => void socket.end(), 502, 'gave no answer'],
  ['resets', (socket: Socket) => void socket.resetAndDestroy(), 502, 'broke the connection'],
  ['hangs', () => undefined, 504, 'did not answer within 0.2 s'],
  [
    'breaks off in its answer',
    (socket: Socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx'),
    502,
    'broke off',
  ],
  [
    'wants another protocol',
    (socket: Socket) => void socket.end('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
    502,
    'another protocol',
  ],
  [
    'streams without end',
    (socket: Socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      const more = () => void (socket.writable && socket.write(Buffer.alloc(1 << 20), () => setImmediate(more)))
      more()
    },
    502,
    'is larger than',
  ],
])('says in words why there is no answer from an upstream that %s', async (_, behave, code, words) => {
  const shop = await upstream(behave)
  const started = await start([pass(shop.url, { timeoutSeconds: code === 504 ? 0.2 : 10 })])
  const answer = await send(started, get('/cb'))
  expect(statusOf(answer)).toBe(code)
  expect(answer).toContain(words)
  const { row } = await factsOf(started, 1)
  expect(row?.status).toBe(code)
  expect(started.engine.archive.upstream(1)?.problem).toContain(words)
})

it('says that nothing listens there', async () => {
  const started = await start([pass('http://127.0.0.1:1')])
  expect(await send(started, get('/cb'))).toMatch(/502 .*nothing listens there/s)
})

it('does not trust a certificate that nobody vouches for, unless the rule brings the CA', async () => {
  const other = await start([rule('all', [status(202)])])
  const url = `https://localhost:${String(other.ports.https)}`
  const started = await start([pass(url)])
  expect(await send(started, get('/cb'))).toMatch(/502 .*not from a trusted authority/s)
  started.useRules([pass(url, { authority: other.engine.listeners.authorities().join('\n') })])
  expect(statusOf(await send(started, get('/cb')))).toBe(202)
})

it('does not send a callback round for ever', async () => {
  const started = await start([])
  started.useRules([pass(`http://127.0.0.1:${String(started.ports.http)}`)])
  expect(statusOf(await send(started, get('/cb')))).toBe(508)
  await settled(started.engine)
  expect(started.engine.archive.lastSequence()).toBe(2)
})

it('ends what goes round through somebody else', async () => {
  let ours = 0
  // A proxy that hands everything back to us, over connections of its own.
  const proxy = await upstream((socket, received) => {
    const back = connect(ours, '127.0.0.1', () => back.write(received, 'latin1'))
    closing.push(() => void back.destroy())
    back.on('error', () => undefined)
    back.pipe(socket)
  })
  const started = await start([pass(proxy.url)])
  ours = started.ports.http
  expect(statusOf(await send(started, get('/cb')))).toBe(508)
  await settled(started.engine)
  expect(started.engine.archive.lastSequence()).toBe(33)
})

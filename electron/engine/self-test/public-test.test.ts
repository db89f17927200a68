import 'reflect-metadata'
import { createServer, request } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createServer as createPlainServer } from 'node:net'
import type { AddressInfo, Server as NetServer } from 'node:net'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { judgePublicTest } from '../../../shared/preflight/public-test.ts'
import type { PublicLegFacts } from '../../../shared/preflight/public-test.ts'
import { mintAuthority, mintLeaf } from '../certificate/mint.ts'
import { PublicArrivals, publicMark, publicNonce } from '../listener/public-arrivals.ts'
import { startTestListener, testClocks } from '../listener/testing.ts'
import type { TestListener } from '../listener/testing.ts'
import { testPublicName } from './public-test.ts'

/* The way of a request through the public name: real sockets, with a reverse proxy of the test between the name and the listener. */

const TOKEN = 'token of this engine'
const URL_TEMPLATE = 'https://shop.example.com/shop/callback?paymentId={paymentId}'

let tls: { readonly cert: string; readonly key: string }
let otherTls: { readonly cert: string; readonly key: string }
let authorities: readonly string[]
const closing: (() => unknown)[] = []

beforeAll(async () => {
  const now = testClocks.wall()
  const authority = await mintAuthority(now)
  const pair = async (name: string) => {
    const leaf = await mintLeaf(authority, [name], now)
    return { cert: leaf.certificate + authority.certificate, key: leaf.key }
  }
  tls = await pair('shop.example.com')
  otherTls = await pair('lab.example.com')
  authorities = [authority.certificate]
})
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})

async function portOf(server: Server | NetServer): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closing.push(() => server.close())
  return (server.address() as AddressInfo).port
}

async function ourListener(scheme: 'https' | 'http', material = tls) {
  const publicArrivals = new PublicArrivals(TOKEN)
  const ours: TestListener = await startTestListener({
    scheme,
    tls: scheme === 'https' ? material : null,
    demoToken: 'another',
    publicArrivals,
  })
  closing.push(() => ours.listener.stop(0))
  return { ...ours, publicArrivals }
}

/** A proxy that ends TLS and passes requests on over plain HTTP, with a target of its choice. */
function proxyTo(port: number, retarget: (target: string) => string, status?: number): RequestListener {
  return (asked, answer) => {
    const headers = { ...asked.headers, 'x-forwarded-for': asked.socket.remoteAddress }
    const passed = request({ host: '127.0.0.1', port, path: retarget(asked.url ?? ''), headers }, (came) => {
      answer.writeHead(status ?? came.statusCode ?? 500).end()
      came.resume()
    })
    passed.on('error', () => answer.writeHead(502).end())
    passed.end()
  }
}

/** Tests through the name, which stands for this port. */
async function tested(port: number, arrivals: PublicArrivals, url = URL_TEMPLATE) {
  const wish = { url, connectTo: { address: '127.0.0.1', port }, authorization: null }
  const seen = await testPublicName(wish, {
    clocks: testClocks,
    token: TOKEN,
    authorities,
    arrived: (nonce) => Promise.resolve(arrivals.find(nonce)),
    signal: new AbortController().signal,
  })
  return judgePublicTest(seen)
}

const same = (target: string): string => target

test('straight to our listener: it arrives as it was sent, and is nobody’s callback', async () => {
  const { port, sink, publicArrivals } = await ourListener('https')
  const result = await tested(port, publicArrivals)
  expect(result).toMatchObject({ outcome: 'arrived', state: 'pass' })
  expect(result.sentence).toContain(`HTTPS port ${String(port)}, from 127.0.0.1, exactly as it was sent`)
  expect(result.proves).toEqual(['The way from 127.0.0.1, which was given, to this listener.'])
  expect(result.notProved.join()).toContain('where to connect was given')
  expect([sink.captures, sink.troubles]).toEqual([[], []])
})

test('through a reverse proxy: it arrives, and the proxy is named', async () => {
  const { port, publicArrivals } = await ourListener('http')
  const proxy = await portOf(createSecureServer(tls, proxyTo(port, same)))
  const result = await tested(proxy, publicArrivals)
  expect(result).toMatchObject({ outcome: 'arrived', state: 'pass' })
  expect(result.sentence).toContain('HTTP port')
  expect(result.sentence).toContain('a proxy: it says that it forwards for 127.0.0.1')
})

test.each([
  ['cuts a prefix off', (target: string) => target.slice('/shop'.length), 'the front part /shop was cut off'],
  ['puts a prefix in front', (target: string) => `/app${target}`, '/app was put in front'],
  ['loses the query', (target: string) => target.split('?', 1)[0] ?? '', 'the query was lost'],
  ['changes the query', (target: string) => `${target}&x=1`, 'the query was changed'],
  ['sends another path', () => '/index.php?q=1', 'another target came'],
] as const)('a proxy that %s', async (_, retarget, words) => {
  const { port, publicArrivals } = await ourListener('http')
  const proxy = await portOf(createSecureServer(tls, proxyTo(port, retarget)))
  const result = await tested(proxy, publicArrivals)
  expect(result).toMatchObject({ outcome: 'altered', state: 'warn' })
  expect(result.sentence).toContain(words)
})

test('a proxy that changes the answer on the way back', async () => {
  const { port, publicArrivals } = await ourListener('http')
  const proxy = await portOf(createSecureServer(tls, proxyTo(port, same, 502)))
  const result = await tested(proxy, publicArrivals)
  expect(result).toMatchObject({ outcome: 'answer-changed', state: 'fail' })
  expect(result.sentence).toContain('answered with 204, but the caller got status 502')
})

test('a proxy that speaks plain HTTP to the HTTPS port', async () => {
  const { port, sink, publicArrivals } = await ourListener('https')
  const proxy = await portOf(createSecureServer(tls, proxyTo(port, same)))
  const result = await tested(proxy, publicArrivals)
  expect(result).toMatchObject({ outcome: 'misplaced', state: 'fail' })
  expect(result.advice).toContain('plain HTTP listener')
  expect(sink.troubles.map(({ facts }) => facts.trouble.cause)).toEqual(['plain-http-on-tls'])
})

test('another server has the name', async () => {
  const { publicArrivals } = await ourListener('https')
  const other = createSecureServer(tls, (_, answer) => answer.writeHead(302, { location: '/login' }).end())
  const result = await tested(await portOf(other), publicArrivals)
  expect(result).toMatchObject({ outcome: 'elsewhere', state: 'fail', proves: [] })
  expect(result.sentence).toContain('status 302, a redirect to /login')
})

test('a server that hangs up', async () => {
  const { publicArrivals } = await ourListener('https')
  const result = await tested(await portOf(createSecureServer(tls, ({ socket }) => socket.destroy())), publicArrivals)
  expect(result).toMatchObject({ outcome: 'no-answer', state: 'fail' })
})

test('a port without TLS', async () => {
  const { publicArrivals } = await ourListener('https')
  const result = await tested(await portOf(createServer((_, answer) => answer.end())), publicArrivals)
  expect(result).toMatchObject({ outcome: 'no-tls', state: 'fail' })
})

test('nobody there', async () => {
  const { publicArrivals } = await ourListener('https')
  const gone = createPlainServer()
  const port = await portOf(gone)
  await new Promise((done) => gone.close(done))
  const result = await tested(port, publicArrivals)
  expect(result).toMatchObject({ outcome: 'not-reached', state: 'unknown' })
  expect(result.advice).toContain('hairpin')
})

test('a certificate that clients refuse is said, and the way is tested all the same', async () => {
  const { port, publicArrivals } = await ourListener('https', otherTls)
  const result = await tested(port, publicArrivals)
  expect(result).toMatchObject({ outcome: 'arrived', state: 'warn' })
  expect(result.sentence).toContain('ERR_TLS_CERT_ALTNAME_INVALID')
})

test('a name that cannot be looked up or does not resolve, and what is no https address', async () => {
  const parts = {
    clocks: testClocks,
    token: TOKEN,
    authorities,
    arrived: () => Promise.resolve(null),
    signal: new AbortController().signal,
  }
  const of = async (url: string, signal = parts.signal) =>
    judgePublicTest(await testPublicName({ url, connectTo: null, authorization: null }, { ...parts, signal }))
  expect(await of('http://shop.example.com/')).toMatchObject({ outcome: 'not-https', state: 'fail' })
  expect(await of('shop.example.com')).toMatchObject({ outcome: 'not-https' })
  // Stopped before a name server could answer.
  const late = await of('https://nobody.invalid/cb', AbortSignal.abort())
  expect(late).toMatchObject({ outcome: 'no-name-service', state: 'unknown' })
  const facts = { target: '/', host: 'nobody.invalid', stopped: 'no-name', given: false, legs: [] } as const
  expect(judgePublicTest(facts)).toMatchObject({ outcome: 'no-name', state: 'fail' })
})

test('what is proved depends on where the name leads', () => {
  const place = { address: '203.0.113.80', port: 443 }
  const arrival = { at: 0, scheme: 'https', local: place, peer: place, target: '/cb', host: null } as const
  const answer = {
    ...({ method: 'GET', outcome: 'answer', reason: null, status: 204, location: null, challenge: null } as const),
    ...({ contentType: null, ms: 1, body: 'complete', bodyStart: '', interim: 0 } as const),
  }
  const leg = {
    ...({ ...place, range: 'public', own: false, connect: 'connected', refused: null, secured: true, answer } as const),
    arrival: { ...arrival, forwarded: null, misplaced: false },
  } as const
  const facts = { target: '/cb', host: 'shop.example.com', stopped: null, given: false }
  const of = (...legs: readonly PublicLegFacts[]) => judgePublicTest({ ...facts, legs })
  expect(of(leg)).toMatchObject({ state: 'pass', proves: [expect.stringContaining('seen from this network')] })
  expect(of({ ...leg, own: true })).toMatchObject({ state: 'pass', proves: [expect.stringContaining('never left it')] })
  const inside = { ...leg, address: '10.0.0.5', range: 'private' } as const
  expect(of(inside)).toMatchObject({ state: 'warn', proves: [expect.stringContaining('callers outside get another')] })
  const both = of(leg, { ...leg, address: '203.0.113.81', arrival: null })
  expect(both).toMatchObject({ outcome: 'elsewhere', state: 'fail' })
  expect(both.sentence).toContain('Not every address leads here. Something else answers at 203.0.113.81')
  expect(both.legs.map(({ outcome }) => outcome)).toEqual(['arrived', 'elsewhere'])
})

test('a mark counts once, for a minute, and only with the token', () => {
  const now = testClocks.wall()
  const arrivals = new PublicArrivals(TOKEN)
  const place = { address: '127.0.0.1', port: 1 }
  const arrival = { at: now, scheme: 'https', local: place, peer: place, target: '/' } as const
  const take = (mark: string, at = now) =>
    arrivals.take(mark, { ...arrival, at, host: null, forwarded: null, misplaced: false })
  const nonce = publicNonce(now, '0123456789abcdef')
  const mark = publicMark(TOKEN, nonce)
  expect(take(publicMark('another', nonce))).toBe(false)
  expect(take('public x y')).toBe(false)
  expect(take(mark, now + 61_000)).toBe(false)
  expect(take(mark)).toBe(true)
  expect(take(mark)).toBe(false)
  expect(arrivals.find(nonce)?.at).toBe(now)
  expect(mark).not.toContain(TOKEN)
})

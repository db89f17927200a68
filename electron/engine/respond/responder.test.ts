import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { authorizationFor } from '../../../shared/respond/login.ts'
import { eventually, plainClient, tlsClient } from '../listener/testing.ts'
import { startEngine } from '../resilience/testing.ts'
import type { Started, StartOptions } from '../resilience/testing.ts'

import { factsOf, get, rule, send, status, statusOf } from './testing.ts'

/* Answer rules in the whole engine: real sockets, real archive. */

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function start(answerRules: readonly unknown[], more: Partial<StartOptions> = {}): Promise<Started> {
  const started = await startEngine({ answerRules, ...more })
  closing.push(started.stop)
  return started
}

const CREDENTIALS = { kind: 'basic', user: 'bank', password: 'secret' } as const
const SHOP = {
  version: 1,
  name: 'Shop',
  digest: { algorithm: 'MD5', parameters: ['paymentId'], salt: 'iCanHasCheezeburger' },
  events: { UNFREEZE: { uriTemplate: '/cb?orderId={paymentId}&status=UNFREEZE&digest={digest}' } },
  credentials: CREDENTIALS,
}
const GOOD = '/cb?orderId=lePayment&status=UNFREEZE&digest=ED3381936CCAA2659CF3089F4AA83007'
const WRONG = '/cb?orderId=lePayment&status=UNFREEZE&digest=00000000000000000000000000000000'

it('answers by the first rule that holds, and names it on the callback', async () => {
  const started = await start([
    rule('other path', [status(500)], { when: { path: '/other' } }),
    rule('not ours', [status(410, { headers: [['X-Note', 'not ours']], body: 'no' })]),
  ])
  const answer = await send(started, get('/cb'))
  expect(answer).toMatch(/^HTTP\/1\.1 410 .*X-Note: not ours\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno$/s)
  const { facts, row } = await factsOf(started, 1)
  expect(facts.rule).toEqual({
    profile: null,
    name: 'not ours',
    attempt: null,
    act: 'answer',
    delayMs: 0,
    loginRefused: false,
  })
  expect(row?.status).toBe(410)
})

it('takes new rules without a restart, also on a connection that is open', async () => {
  const started = await start([rule('a', [status(503)])])
  const client = await plainClient(started.ports.http)
  closing.push(() => void client.socket.destroy())
  client.socket.write(get('/cb'))
  await client.until(() => client.received.includes('HTTP/1.1 503'))
  started.useRules([rule('b', [status(202)])])
  client.socket.write(get('/cb'))
  await client.until(() => client.received.includes('HTTP/1.1 202'))
  started.useRules([])
  client.socket.write(get('/cb'))
  await client.until(() => client.received.includes('HTTP/1.1 204'))
  expect((await factsOf(started, 3)).facts.rule).toBeUndefined()
})

it('fails N times for each delivery and then succeeds', async () => {
  const started = await start([rule('not ready', [status(503, { attempts: 2 }), status(204)])])
  const seen: Record<string, number[]> = { a: [], b: [] }
  for (const id of ['a', 'b', 'a', 'a', 'b', 'a', 'b']) {
    const target = `/x?event-type=BOOKED&paymentId=${id}`
    seen[id]?.push(statusOf(await send(started, get(target))))
  }
  expect(seen).toEqual({ a: [503, 503, 204, 204], b: [503, 503, 204] })
  expect((await factsOf(started, 7)).facts.rule?.attempt).toBe(3)
})

it('counts a POST and the GET after it as one attempt', async () => {
  const started = await start([rule('not ready', [status(503), status(204)])])
  const target = '/x/booked/paymentId/1'
  const body = '{"addedPaymentSpecificationLines":[]}'
  expect(statusOf(await send(started, get(target, '', 'POST', body)))).toBe(503)
  expect(statusOf(await send(started, get(target)))).toBe(503)
  expect(statusOf(await send(started, get(target, '', 'POST', body)))).toBe(204)
})

it('goes on with a sequence after a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'))
  closing.push(() => rmSync(folder, { recursive: true, force: true }))
  const archiveFile = join(folder, 'archive.sqlite')
  const rules = [rule('not ready', [status(503, { attempts: 2 }), status(204)])]
  const target = '/x?event-type=BOOKED&paymentId=42'
  const first = await startEngine({ answerRules: rules, archiveFile })
  expect(statusOf(await send(first, get(target)))).toBe(503)
  await first.stop()
  const second = await start(rules, { archiveFile })
  expect(statusOf(await send(second, get(target)))).toBe(503)
  expect(statusOf(await send(second, get(target)))).toBe(204)
})

it('waits as long as the rule says, stored before', async () => {
  const started = await start([rule('slow', [status(204, { delaySeconds: 0.15 })])])
  const begin = performance.now()
  expect(statusOf(await send(started, get('/cb')))).toBe(204)
  const waited = performance.now() - begin
  expect(waited).toBeGreaterThanOrEqual(149)
  const { entry, facts } = await factsOf(started, 1)
  expect(facts.rule?.delayMs).toBe(150)
  expect(entry.outcome?.sent).toBe(true)
  expect(entry.outcome?.afterMs).toBeGreaterThanOrEqual(149)
})

it('keeps the answers of one connection in order, whatever their delays', async () => {
  const started = await start([rule('slow', [status(202, { delaySeconds: 0.1 })], { when: { path: '/slow' } })])
  const client = await plainClient(started.ports.http)
  closing.push(() => void client.socket.destroy())
  client.socket.write(get('/slow') + get('/fast'))
  await client.until(() => client.received.includes('HTTP/1.1 204'))
  expect(client.received.indexOf('HTTP/1.1 202')).toBe(0)
})

it('cuts delays short when the listener stops, and answers all the same', async () => {
  const started = await startEngine({ answerRules: [rule('slow', [status(202, { delaySeconds: 1_000_000 })])] })
  const client = await plainClient(started.ports.http)
  client.socket.write(get('/cb'))
  await eventually(() => started.engine.archive.lastSequence() === 1)
  const stopped = started.stop()
  await client.ended
  expect(client.received).toMatch(/^HTTP\/1\.1 202 /)
  client.socket.destroy()
  await stopped
})

it.each(['http', 'https'] as const)('closes without an answer (%s)', async (scheme) => {
  const started = await start([rule('hang up', [{ kind: 'close' }])])
  expect(await send(started, get('/cb'), scheme)).toBe('')
  const { entry, facts, row } = await factsOf(started, 1)
  expect(facts).toMatchObject({ answerStatus: 0, rule: { act: 'close' } })
  expect(entry.outcome?.sent).toBe(false)
  expect(row?.status).toBeNull()
  expect(row?.lights[4]).toBe('fail')
})

it.each(['http', 'https'] as const)('resets the connection (%s)', async (scheme) => {
  const started = await start([rule('crash', [{ kind: 'reset' }])])
  const client = scheme === 'http' ? await plainClient(started.ports.http) : await tlsClient(started.ports.https)
  const codes: unknown[] = []
  client.socket.on('error', (error: NodeJS.ErrnoException) => codes.push(error.code))
  client.socket.write(get('/cb'))
  await client.closed
  expect(codes).toContain('ECONNRESET')
  expect(client.received).toBe('')
  expect((await factsOf(started, 1)).row?.lights[4]).toBe('fail')
})

it('never answers, and lets go when the other side gives up', async () => {
  const started = await start([rule('silence', [{ kind: 'silence' }])])
  const client = await plainClient(started.ports.http)
  client.socket.write(get('/cb'))
  await eventually(() => started.engine.archive.lastSequence() === 1)
  client.socket.end()
  await client.ended
  expect(client.received).toBe('')
  client.socket.destroy()
  expect((await factsOf(started, 1)).entry.outcome).toMatchObject({ sent: false })
})

it('does not keep a stopping listener waiting for a silence', async () => {
  const started = await startEngine({ answerRules: [rule('silence', [{ kind: 'silence' }])] })
  const client = await plainClient(started.ports.http)
  client.socket.write(get('/cb'))
  await eventually(() => started.engine.archive.lastSequence() === 1)
  const stopped = started.stop()
  await client.ended
  client.socket.destroy()
  await stopped
  expect(client.received).toBe('')
})

it('stores who hangs up during a delay as not answered', async () => {
  const started = await start([rule('slow', [status(204, { delaySeconds: 1000 })])])
  const client = await plainClient(started.ports.http)
  client.socket.write(get('/cb'))
  await eventually(() => started.engine.archive.lastSequence() === 1)
  client.socket.resetAndDestroy()
  const { entry } = await factsOf(started, 1)
  expect(entry.outcome).toEqual({ sent: false, afterMs: null })
})

it('judges a light before it answers, when a rule depends on it', async () => {
  const checked = rule('checked', [status(406)], { when: { light: { name: 'digest', states: ['fail'] } } })
  const started = await start([checked], { profiles: [SHOP] })
  expect(statusOf(await send(started, get(GOOD)))).toBe(204)
  expect(statusOf(await send(started, get(WRONG)))).toBe(406)
})

it('asks for the credentials of the profile', async () => {
  const login = rule('login', [status(204)], { requireLogin: true })
  const started = await start([], { profiles: [{ ...SHOP, answerRules: [login] }] })
  const without = await send(started, get(GOOD))
  expect(without).toMatch(/^HTTP\/1\.1 401 .*WWW-Authenticate: Basic realm=/s)
  expect((await factsOf(started, 1)).facts.rule).toMatchObject({ profile: 'Shop', loginRefused: true })
  const header = `Authorization: ${authorizationFor(CREDENTIALS)}\r\n`
  expect(statusOf(await send(started, get(GOOD, header)))).toBe(204)
  expect(statusOf(await send(started, get(GOOD, header.replace('Basic ', 'Basic x'))))).toBe(401)
})

it('cannot be talked into another rule by what the caller sends', async () => {
  const started = await start([rule('refuse', [status(406)], { when: { path: '/cb' } })])
  for (const target of ['/cb', '/cb/../other', '/cb/%2e%2e/%2e%2e/', '/cb?status=204', 'http://other/cb']) {
    const headers =
      'X-Status: 204\r\nX-HTTP-Method-Override: GET\r\nX-Original-URL: /other\r\nX-Rewrite-URL: /other\r\n'
    expect(statusOf(await send(started, get(target, headers)))).toBe(406)
  }
})

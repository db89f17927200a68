import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bankPeer } from '../../../../shared/checks/bank-peer.ts'
import { addressTools } from '../../verify/addresses.ts'
import { loadTlsMaterial } from '../../certificate/material.ts'
import type { TestListener } from '../testing.ts'
import { startTestListener, testClocks, testLimits } from '../testing.ts'
import { tlsCause } from './cause.ts'

/* What real programs do to the listener, and the cause that each leaves in the inbox. */

let folder: string
let authority: string
let server: TestListener

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'real-clients-'))
  const loaded = await loadTlsMaterial({ kind: 'generated', names: [] }, folder, null, testClocks)
  if (!loaded.ok) throw new Error(loaded.problem.message)
  const { material, view, authorities } = loaded.value
  authority = join(folder, 'ca.pem')
  writeFileSync(authority, authorities.join('\n'))
  const limits = testLimits({ handshakeSeconds: 1 })
  server = await startTestListener({ scheme: 'https', tls: material, certificate: view, limits })
})
afterAll(async () => {
  await server.listener.stop(0)
  rmSync(folder, { recursive: true })
})

/** Runs a program to its end; whatever it says and however it ends. */
function program(name: string, ...args: string[]): Promise<void> {
  return new Promise((done) => {
    const child = spawn(name, args, { stdio: ['ignore', 'ignore', 'ignore'] })
    child.on('close', () => done())
    child.on('error', () => done())
  })
}

const has = (name: string): boolean => {
  try {
    execFileSync(name, [name === 'openssl' ? 'version' : '--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** The row that `act` leaves. */
async function rowOf(act: () => unknown): Promise<{ cause: string; summary: string }> {
  const { troubles } = server.sink
  const before = troubles.length
  await act()
  await server.sink.until(() => troubles.length > before)
  expect(troubles).toHaveLength(before + 1)
  const { cause, summary } = troubles[before]?.facts.trouble ?? { cause: '', summary: '' }
  return { cause, summary }
}

const place = () => `127.0.0.1:${String(server.port)}`
const url = (host = 'localhost') => `https://${host}:${String(server.port)}/callback`
const reach = (host: string) => ['--connect-to', `${host}:${String(server.port)}:127.0.0.1:${String(server.port)}`]

describe.skipIf(!has('curl'))('curl', () => {
  test('does not know our authority', async () => {
    const row = await rowOf(() => program('curl', '-s', ...reach('localhost'), url()))
    expect(row.cause).toBe('tls-untrusted')
    expect(row.summary).toMatch(/does not trust/)
  })

  test('calls a name that is not in the certificate: it closes after the handshake, which is counted', async () => {
    const { silent } = server.listener.status()
    const ca = ['--cacert', authority]
    await program('curl', '-s', ...ca, ...reach('shop.example.com'), url('shop.example.com'))
    await server.sink.until(() => server.listener.status().silent === silent + 1)
    expect(server.listener.status().silent).toBe(silent + 1)
  })

  test('speaks plain HTTP to the TLS port', async () => {
    const row = await rowOf(() => program('curl', '-s', `http://${place()}/callback`))
    expect(row.cause).toBe('plain-http-on-tls')
  })

  test('trusts the authority and is served', async () => {
    const before = server.sink.captures.length
    await program('curl', '-s', '--cacert', authority, ...reach('localhost'), url())
    expect(server.sink.captures).toHaveLength(before + 1)
  })
})

describe.skipIf(!has('openssl'))('openssl s_client', () => {
  const client = (...args: string[]) => program('openssl', 's_client', '-connect', place(), ...args)

  test('offers old versions only', async () => {
    const row = await rowOf(() => client('-tls1_1', '-cipher', 'DEFAULT:@SECLEVEL=0'))
    expect(row.cause).toBe('tls-too-old')
    expect(row.summary).toMatch(/older than 1\.2/)
  })

  test('has no cipher in common', async () => {
    const row = await rowOf(() => client('-tls1_2', '-cipher', 'AES128-SHA'))
    expect(row.cause).toBe('tls-no-cipher')
  })

  test('does not know our authority and says so', async () => {
    const row = await rowOf(() => client('-tls1_2', '-verify_return_error', '-servername', 'localhost'))
    expect(row.cause).toBe('tls-untrusted')
  })
})

describe.skipIf(!has('openssl'))('openssl s_client with a name that it checks itself', () => {
  test('wants another name than those of the certificate', async () => {
    const checks = ['-verify_return_error', '-verify_hostname', 'shop.example.com', '-servername', 'shop.example.com']
    const row = await rowOf(() =>
      program('openssl', 's_client', '-connect', place(), '-tls1_2', '-CAfile', authority, ...checks),
    )
    expect(row.cause).toBe('tls-wrong-name')
  })
})

describe('raw sockets', () => {
  const raw = (bytes: string | Buffer, end = false) =>
    new Promise<void>((done) => {
      const socket = connect({ host: '127.0.0.1', port: server.port }, () => {
        socket.write(bytes)
        if (end) socket.end()
      })
      socket.resume()
      socket.on('error', () => undefined)
      socket.on('close', () => done())
    })

  test('begins a handshake and goes away', async () => {
    const row = await rowOf(() => raw(Buffer.from('1603010200010001fc0303', 'hex'), true))
    expect(row.cause).toBe('tls-client-left')
  })

  test('begins a handshake and stays silent', async () => {
    const row = await rowOf(() => raw(Buffer.from('160301', 'hex')))
    expect(row.cause).toBe('tls-timeout')
  })

  test('is no HTTP and no TLS', async () => {
    const row = await rowOf(() => raw('SSH-2.0-scanner\r\n\r\n', true))
    expect(row.cause).toBe('not-http')
  })
})

test('a peer that repeats itself gets a few rows, and then one with the count', async () => {
  const { troubles } = server.sink
  const before = troubles.length
  const hello = Buffer.from('1503010002022a', 'hex')
  const MANY = 40
  await Promise.all(
    Array.from(
      { length: MANY },
      () =>
        new Promise<void>((done) => {
          const socket = connect({ host: '127.0.0.1', port: server.port }, () => socket.write(hello))
          socket.resume()
          socket.on('error', () => undefined)
          socket.on('close', () => done())
        }),
    ),
  )
  const counted = () =>
    troubles
      .slice(before)
      .reduce((sum, { facts }) => sum + Number(/\((\d+) times\)/.exec(facts.trouble.summary)?.[1] ?? 1), 0)
  await server.sink.until(() => counted() >= MANY)
  expect(counted()).toBe(MANY)
  expect(troubles.length - before).toBeLessThan(15)
})

test('codes of both libraries have a cause, and an unknown one has the general one', () => {
  const hello = { sni: 'other.example.com', alpn: [], versions: [] }
  expect(tlsCause('ERR_SSL_BAD_PACKET_LENGTH', null, [])).toBe('tls-untrusted')
  expect(tlsCause('ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN', null, [])).toBe('tls-certificate-refused')
  expect(tlsCause('ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', hello, ['*.example.com'])).toBe('tls-certificate-refused')
  expect(tlsCause('ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', hello, ['shop.example.com'])).toBe('tls-wrong-name')
  expect(tlsCause('ERR_SSL_SOMETHING_ELSE', hello, ['shop.example.com'])).toBe('tls-failed')
})

test.each([
  ['13.50.187.51', '2026-01-01', 'listed'],
  ['13.50.187.51', '2024-01-01', 'no'],
  ['194.68.237.10', '2024-01-01', 'listed'],
  ['194.68.237.10', '2026-01-01', 'network'],
  ['::ffff:192.121.110.100', '2026-01-01', 'listed'],
  ['127.0.0.1', '2026-01-01', 'no'],
] as const)('%s on %s: %s', (address, at, expected) => {
  expect(bankPeer(address, Date.parse(at), addressTools)).toBe(expected)
})

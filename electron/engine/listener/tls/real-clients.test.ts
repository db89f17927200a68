import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
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

  test('calls a name that is not in the certificate: it closes after the handshake, and both names are the evidence', async () => {
    const ca = ['--cacert', authority]
    const row = await rowOf(() => program('curl', '-s', ...ca, ...reach('shop.example.com'), url('shop.example.com')))
    expect(row.cause).toBe('tls-wrong-name')
    expect(row.summary).toContain('asked for the name "shop.example.com", and our certificate is for localhost')
    expect(row.summary).toContain('Most likely')
  })

  test('does not know our authority, and calls another name: what it says counts, the name is said beside it', async () => {
    const row = await rowOf(() => program('curl', '-s', ...reach('pay.example.com'), url('pay.example.com')))
    expect(row.cause).toBe('tls-untrusted')
    expect(row.summary).toContain('asked for the name "pay.example.com", and our certificate is for localhost')
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

describe('programs that check the name after the handshake, or in it', () => {
  /** A client of Node: it verifies when the handshake is over, and just closes. */
  const node = (servername: string, ca: string[]) =>
    new Promise<void>((done) => {
      const client = connectTls({ host: '127.0.0.1', port: server.port, servername, ca })
      client.on('secureConnect', () => client.end())
      client.on('error', () => undefined)
      client.on('close', () => done())
    })

  test('Node: wrong name', async () => {
    const row = await rowOf(() => node('node.example.com', [readFileSync(authority, 'utf8')]))
    expect(row.cause).toBe('tls-wrong-name')
    expect(row.summary).toContain('"node.example.com"')
  })

  test('one that closes without a request under a name of ours is only counted: a health check', async () => {
    const before = server.sink.troubles.length
    const { silent } = server.listener.status()
    await node('localhost', [readFileSync(authority, 'utf8')])
    await server.sink.until(() => server.listener.status().silent === silent + 1)
    expect(server.sink.troubles).toHaveLength(before)
  })

  const PYTHON = `import socket, ssl, sys
context = ssl.create_default_context(cafile=sys.argv[1])
try:
  context.wrap_socket(socket.create_connection(('127.0.0.1', int(sys.argv[2]))), server_hostname=sys.argv[3])
except ssl.SSLError: pass`

  test.skipIf(!has('python3'))('Python: wrong name, with an alert', async () => {
    const call = ['-c', PYTHON, authority, String(server.port), 'python.example.com']
    const row = await rowOf(() => program('python3', ...call))
    expect(row.cause).toBe('tls-wrong-name')
    expect(row.summary).toContain('"python.example.com"')
  })

  test('a client that comes again and again gets a few rows, and then one with the count', async () => {
    const ca = [readFileSync(authority, 'utf8')]
    const before = server.sink.troubles.length
    for (let time = 0; time < 8; time++) await node('again.example.com', ca)
    await node('last.example.com', ca)
    const names = () => server.sink.troubles.slice(before).map(({ facts }) => facts.trouble.hello?.sni)
    await server.sink.until(() => names().includes('last.example.com'))
    const again = names().filter((name) => name === 'again.example.com').length
    expect(again).toBeGreaterThan(0)
    expect(again).toBeLessThan(5)
    expect(server.listener.status().lastHandshakeFailure).toContain('last.example.com')
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
  expect(tlsCause('ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', hello, ['shop.example.com'])).toBe('tls-untrusted')
  expect(tlsCause('ERR_SSL_BAD_PACKET_LENGTH', hello, ['shop.example.com'])).toBe('tls-wrong-name')
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

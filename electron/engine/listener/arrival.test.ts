import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { certificateForTests } from './testing-certificate.ts'
import { plainClient, startTestListener, testLimits, tlsClient, type TestListener } from './testing.ts'

const GET = 'GET /cb HTTP/1.1\r\nHost: a\r\n\r\n'
const NO_CONTENT = 'HTTP/1.1 204 No Content\r\n\r\n'
const limits = testLimits({ handshakeSeconds: 1, headerSeconds: 1 })

let server: TestListener
let ca: string
beforeAll(async () => {
  const tls = await certificateForTests()
  ca = tls.ca
  server = await startTestListener({ scheme: 'https', tls: { cert: tls.cert ?? '', key: tls.key ?? '' }, limits })
})
afterAll(() => server.listener.stop(0))

/** Runs `attempt`, gives the one row that it leaves. */
async function rowOf(attempt: () => unknown) {
  const { sink } = server
  const before = sink.troubles.length
  await attempt()
  await sink.until(() => sink.troubles.length > before)
  await works()
  expect(sink.troubles).toHaveLength(before + 1)
  const row = sink.troubles[before]
  if (row === undefined) throw new Error('no row')
  return { ...row, ...row.facts.trouble, text: Buffer.from(row.raw).toString('latin1') }
}

async function works(): Promise<void> {
  const client = await tlsClient(server.port, { ca, rejectUnauthorized: true })
  client.socket.write(GET)
  await client.expect(NO_CONTENT)
  client.socket.destroy()
}

const failing = (options: object) => () =>
  new Promise((resolve) => {
    const socket = connectTls({ host: '127.0.0.1', port: server.port, servername: 'localhost', ca, ...options })
    socket.on('error', resolve)
    socket.on('secureConnect', () => socket.destroy(new Error('unexpected')))
  })

describe('TLS', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)('%s works, with its facts', async (version) => {
    const given = {
      ca,
      rejectUnauthorized: true,
      minVersion: version,
      maxVersion: version,
      ALPNProtocols: ['http/1.1'],
    }
    const client = await tlsClient(server.port, given)
    client.socket.write(GET)
    await client.expect(NO_CONTENT)
    const { connection, times } = server.sink.captures.at(-1)?.facts ?? {}
    expect(connection?.tls).toMatchObject({ version, sni: 'localhost', alpn: 'http/1.1' })
    expect(times?.secured).toBeLessThanOrEqual(times?.firstByte ?? -1)
    client.socket.destroy()
  })

  it('a client without SNI and ALPN is served', async () => {
    const client = await tlsClient(server.port, { servername: '' })
    client.socket.write(GET)
    await client.expect(NO_CONTENT)
    expect(server.sink.captures.at(-1)?.facts.connection.tls).toMatchObject({ sni: null, alpn: null })
    client.socket.destroy()
  })

  it('only old versions: the row says so, with what was offered', async () => {
    const row = await rowOf(failing({ minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' }))
    expect(row).toMatchObject({
      cause: 'tls-too-old',
      code: 'ERR_SSL_UNSUPPORTED_PROTOCOL',
      hello: { versions: ['TLSv1.1'] },
    })
    expect(row.summary).toMatch(/older than 1\.2/)
  })

  it('no cipher in common', async () => {
    const row = await rowOf(failing({ maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA' }))
    expect(row).toMatchObject({ cause: 'tls-no-cipher', code: 'ERR_SSL_NO_SHARED_CIPHER', hello: { sni: 'localhost' } })
  })

  it('a protocol that we do not speak', async () => {
    const row = await rowOf(failing({ ALPNProtocols: ['h2'] }))
    expect(row).toMatchObject({ code: 'ERR_SSL_NO_APPLICATION_PROTOCOL', hello: { alpn: ['h2'] } })
  })

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'a client that distrusts the authority leaves one row or none (%s)',
    async (version) => {
      const { sink, listener } = server
      const before = { rows: sink.troubles.length, silent: listener.status().silent }
      await failing({ ca: [], minVersion: version, maxVersion: version })()
      await sink.until(() => sink.troubles.length + listener.status().silent > before.rows + before.silent)
      await works()
      // Node's own client finishes the handshake before it judges the certificate, then closes; others send an alert.
      expect(sink.troubles.length + listener.status().silent).toBe(before.rows + before.silent + 1)
    },
  )

  it('a client that fails over its own settings sends an alert and nothing else', async () => {
    const row = await rowOf(async () =>
      (await plainClient(server.port)).socket.write(Buffer.of(0x15, 3, 1, 0, 2, 2, 80)),
    )
    expect(row).toMatchObject({ cause: 'tls-failed', code: 'alert-before-hello' })
  })

  it('a reset in the handshake', async () => {
    const row = await rowOf(async () => {
      const client = await plainClient(server.port)
      client.socket.write(Buffer.from('1603010200010001fc0303', 'hex'))
      client.socket.end()
    })
    expect(row).toMatchObject({ cause: 'tls-client-left', code: 'ECONNRESET' })
  })

  it('half a ClientHello times out, with its bytes; nothing at all is a row as well', async () => {
    const half = await rowOf(async () => (await plainClient(server.port)).socket.write(Buffer.of(0x16, 3, 1)))
    expect(half).toMatchObject({ cause: 'tls-timeout', text: '\x16\x03\x01' })
    const none = await rowOf(() => plainClient(server.port))
    expect(none).toMatchObject({ cause: 'tls-timeout', code: 'no-bytes' })
  })

  it('a stall after the ClientHello times out', async () => {
    const hello = await clientHello()
    const row = await rowOf(async () => (await plainClient(server.port)).socket.write(hello))
    expect(row).toMatchObject({ cause: 'tls-timeout', hello: { sni: 'localhost' } })
  })

  it('connect and close is counted only', async () => {
    const { sink, listener } = server
    const [rows, silent] = [sink.troubles.length, listener.status().silent]
    for (const client of [await plainClient(server.port), await tlsClient(server.port)]) client.socket.end()
    await sink.until(() => listener.status().silent === silent + 2)
    expect(sink.troubles).toHaveLength(rows)
  })

  it('10 MB of ClientHello pieces are given up early', async () => {
    const row = await rowOf(async () => {
      const client = await plainClient(server.port)
      client.socket.write(Buffer.from('160301400001ffffff', 'hex'))
      for (let n = 0; n < 640; n++) client.socket.write(Buffer.alloc(16384))
      await client.closed
    })
    expect(row.cause).toBe('tls-failed')
    expect(row.raw.length).toBeLessThanOrEqual(65536)
  })

  it('a ClientHello byte by byte is served like any other', async () => {
    const client = await plainClient(server.port)
    for (const byte of await clientHello()) await new Promise((sent) => client.socket.write(Buffer.of(byte), sent))
    await client.until(() => client.received.length > 500)
    client.socket.destroy()
    await server.sink.until(() => server.sink.troubles.at(-1)?.facts.trouble.code === 'ECONNRESET')
    await works()
  })
})

/** The ClientHello of a real client, caught by a plain server. */
async function clientHello(): Promise<Buffer> {
  const { createServer } = await import('node:net')
  return new Promise((resolve) => {
    const catcher = createServer((socket) => {
      socket.once('data', (bytes: Buffer) => {
        resolve(bytes)
        socket.destroy()
        catcher.close()
      })
    })
    catcher.listen(0, '127.0.0.1', () => {
      const address = catcher.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      connectTls({ host: '127.0.0.1', port, servername: 'localhost' }).on('error', () => undefined)
    })
  })
}

describe('what is not TLS on the HTTPS port', () => {
  it('plain HTTP gets a helpful answer and a row with all its bytes, also in pieces', async () => {
    const request = 'POST /cb HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi'
    const client = await plainClient(server.port)
    const row = await rowOf(async () => {
      client.socket.write(request.slice(0, 60))
      setImmediate(() => client.socket.write(request.slice(60)))
      await client.ended
    })
    expect(row).toMatchObject({ cause: 'plain-http-on-tls', code: null, answered: 400, text: request })
    expect(client.received).toMatch(/^HTTP\/1\.1 400 [^]*https:\/\//)
  })

  it.each([
    ['SSH-2.0-OpenSSH_9.6\r\n', 'not-http', 'ssh-banner'],
    ['PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n', 'not-http', 'proxy-protocol-v1'],
    ['\xa4\xab\xd4garbage', 'not-http', 'unknown-protocol'],
    ['GET /a b HTTP/1.1\r\n\r\n', 'plain-http-on-tls', 'space-in-target'],
  ])('%j is %s', async (text, cause, code) => {
    const row = await rowOf(async () => (await plainClient(server.port)).socket.end(text, 'latin1'))
    expect(row).toMatchObject({ cause, code, text })
  })

  it('half a plain request is a row too', async () => {
    const row = await rowOf(async () => (await plainClient(server.port)).socket.write('GET /cb HT'))
    expect(row).toMatchObject({ cause: 'plain-http-on-tls', code: 'header-timeout', answered: 408 })
  })
})

import { connect } from 'node:tls'
import { Duplex } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HELLO_LIMIT, readClientHello } from './client-hello.ts'

/** The ClientHello that Node itself sends. */
function realHello(options: object): Promise<Buffer> {
  return new Promise((resolve) => {
    const socket = new Duplex({
      read: () => undefined,
      write: (chunk: Buffer) => resolve(chunk),
    })
    connect({ socket, ...options }).on('error', () => undefined)
  })
}

const size = (length: number, bytes: number) => {
  const out = Buffer.alloc(bytes)
  out.writeUIntBE(length, 0, bytes)
  return out
}
const vector = (content: Buffer, bytes: number) => Buffer.concat([size(content.length, bytes), content])

function hello(extensions: Buffer): Buffer {
  const body = Buffer.concat([
    size(0x0303, 2),
    Buffer.alloc(32),
    vector(Buffer.alloc(0), 1),
    vector(size(0x1301, 2), 2),
    vector(Buffer.alloc(1), 1),
    vector(extensions, 2),
  ])
  return Buffer.concat([Buffer.of(1), vector(body, 3)])
}

const withName = (name: Buffer) =>
  hello(Buffer.concat([size(0, 2), vector(vector(Buffer.concat([Buffer.of(0), vector(name, 2)]), 2), 2)]))
const records = (handshake: Buffer, piece = handshake.length) => {
  const out: Buffer[] = []
  for (let at = 0; at < handshake.length; at += piece) {
    out.push(Buffer.of(0x16, 3, 1), vector(handshake.subarray(at, at + piece), 2))
  }
  return Buffer.concat(out)
}

describe('readClientHello', () => {
  it('reads what Node sends, in one piece or byte by byte', async () => {
    const bytes = await realHello({ servername: 'cb.example.test', ALPNProtocols: ['h2', 'http/1.1'] })
    const facts = { sni: 'cb.example.test', alpn: ['h2', 'http/1.1'], versions: ['TLSv1.3', 'TLSv1.2'] }
    expect(readClientHello(bytes)).toEqual({ state: 'complete', facts })
    for (let length = 1; length < bytes.length; length++)
      expect(readClientHello(bytes.subarray(0, length)).state).toBe('more')
  })

  it('reads a ClientHello that spans records', () => {
    expect(readClientHello(records(withName(Buffer.from('a.b')), 3)).facts?.sni).toBe('a.b')
  })

  it.each([
    ['empty', ''],
    ['255 bytes', 'a'.repeat(255)],
    ['NUL', 'a\0b'],
    ['UTF-8 bytes', 'Ã¥'],
    ['a path', '../../x'],
  ])('gives a hostile name as it is: %s', (_, name) => {
    expect(readClientHello(records(withName(Buffer.from(name, 'latin1')))).facts?.sni).toBe(name)
  })

  it('gives up on what is too long or no ClientHello', () => {
    const endless = Buffer.concat([Buffer.of(1, 0xff, 0xff, 0xff), Buffer.alloc(HELLO_LIMIT)])
    expect(readClientHello(records(endless, 16000)).state).toBe('too-long')
    expect(readClientHello(records(Buffer.of(2, 0, 0, 0))).state).toBe('other')
    expect(readClientHello(Buffer.from('\x16not tls')).state).toBe('other')
  })

  it('never throws, whatever is bent', () => {
    const good = records(withName(Buffer.from('cb.example.test')))
    const bent = fc.array(fc.tuple(fc.nat({ max: good.length - 1 }), fc.integer({ min: 0, max: 255 })), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(bent, fc.nat({ max: good.length }), (changes, length) => {
        const bytes = Buffer.from(good)
        for (const [at, value] of changes) bytes[at] = value
        expect(['more', 'complete', 'other', 'too-long']).toContain(readClientHello(bytes.subarray(0, length)).state)
      }),
      { numRuns: 2000 },
    )
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseHead } from './head.ts'
import { dechunk } from './chunked.ts'
import { RequestParser } from './request-parser.ts'

const folder = resolve(import.meta.dirname, '../../../../e2e/corpus/http')
const files = readdirSync(folder).filter((name) => name.endsWith('.bin'))
const limits = { headerBytes: 16384, bodyBytes: 1048576 }

/** Everything that the parser says about a stream, with the bytes of each request. */
function reading(pieces: readonly Uint8Array[], given = limits): string[] {
  const parser = new RequestParser(given, 'demo')
  const said: string[] = []
  for (const piece of pieces) {
    parser.feed(piece)
    let step = parser.step()
    while (step === 'complete') {
      const { head, headLength, framing, raw } = parser
      said.push([headLength, framing, head.keepAlive, parser.demo, head.isHead, raw.toString('base64')].join(' '))
      step = parser.step()
    }
    if (step === 'refused') return [...said, `refused ${String(parser.refusal)}`]
  }
  return [...said, `waiting ${parser.peek(1e9).toString('base64')}`]
}

function split(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b)
  const pieces: Uint8Array[] = []
  let from = 0
  for (const place of [...places, bytes.length]) {
    pieces.push(bytes.subarray(from, place))
    from = place
  }
  return pieces
}

const one = (text: string, given = limits) => reading([Buffer.from(text, 'latin1')], given)
const refusal = (text: string, given = limits) => one(text, given).at(-1)
const head = (lines: string) => `POST /cb HTTP/1.1\r\nHost: a\r\n${lines}\r\n`

describe('RequestParser', () => {
  it.each(files)('%s reads the same however it is split', (file) => {
    const bytes = readFileSync(resolve(folder, file))
    const whole = reading([bytes])
    if (bytes.length < 30000) expect(reading([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole)
    const cuts = fc.array(fc.nat(), { maxLength: 12 })
    fc.assert(
      fc.property(cuts, (at) => {
        expect(reading(split(bytes, at))).toEqual(whole)
      }),
      { numRuns: 25 },
    )
  })

  it('reads any pipeline of the cases the same however it is split', () => {
    const pool = files.map((file) => readFileSync(resolve(folder, file))).filter((bytes) => bytes.length < 2000)
    const pipeline = fc.array(fc.constantFrom(...pool), { minLength: 2, maxLength: 5 })
    fc.assert(
      fc.property(pipeline, fc.array(fc.nat(), { maxLength: 20 }), (parts, cuts) => {
        const bytes = Buffer.concat(parts)
        expect(reading(split(bytes, cuts))).toEqual(reading([bytes]))
      }),
      { numRuns: 150 },
    )
  })

  it('survives any bytes, and gives back all of them', () => {
    const noise = fc.uint8Array({ maxLength: 400 })
    const begin = fc.constantFrom(
      '',
      'GET / HTTP/1.1\r\n',
      head('Content-Length: 3\r\n'),
      head('Transfer-Encoding: chunked\r\n'),
    )
    fc.assert(
      fc.property(begin, noise, fc.array(fc.nat(), { maxLength: 5 }), (start, bytes, cuts) => {
        const all = Buffer.concat([Buffer.from(start), bytes])
        expect(reading(split(all, cuts))).toEqual(reading([all]))
      }),
      { numRuns: 500 },
    )
  })

  it('hands out the very bytes it was given when a request came in one piece', () => {
    const parser = new RequestParser(limits)
    const bytes = Buffer.from('GET / HTTP/1.1\r\n\r\n')
    parser.feed(bytes)
    expect(parser.step()).toBe('complete')
    expect(parser.raw).toBe(bytes)
  })

  it('keeps what it handed out untouched by later bytes', () => {
    const parser = new RequestParser(limits)
    for (const byte of 'POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi') parser.feed(Buffer.from(byte))
    expect(parser.step()).toBe('complete')
    const { raw } = parser
    parser.feed(Buffer.from('DELETE /other HTTP/1.1\r\n\r\n'))
    expect(parser.step()).toBe('complete')
    expect(raw.toString()).toBe('POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi')
  })

  it.each([
    ['SSH-2.0-OpenSSH_9.6\r\n', 'ssh-banner'],
    ['SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n', 'ssh-banner'],
    ['PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\nGET / HTTP/1.1\r\n\r\n', 'proxy-protocol-v1'],
    ['PROXY UNKNOWN\r\n', 'proxy-protocol-v1'],
    ['\r\n\r\n\0\r\nQUIT\n', 'proxy-protocol-v2'],
    ['\x16\x03\x01\x00\xa5\x01', 'tls-client-hello'],
    ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'http2-preface'],
    ['GET /a b HTTP/1.1\r\n\r\n', 'space-in-target'],
    ['GET /a\tb HTTP/1.1\r\n\r\n', 'control-in-target'],
    ['GET / HTTP/1.2\r\n\r\n', 'bad-version'],
    ['GET /\r\n\r\n', 'missing-version'],
    ['GET \r\n', 'missing-target'],
    ['GET / HTTP/1.1\nHost: a\n\n', 'bare-lf'],
    ['GET / HTTP/1.1\rHost: a\r\r', 'bare-cr'],
    [head(' folded: 1\r\n'), 'line-folding'],
    [head(': 1\r\n'), 'empty-header-name'],
    [head('A : 1\r\n'), 'bad-header-name'],
    [head('A\r\n'), 'missing-colon'],
    [head('A: \x07\r\n'), 'control-in-value'],
    [head('Content-Length: 1\r\nContent-Length: 2\r\n'), 'content-length-differs'],
    [head('Content-Length: 9007199254740993\r\n'), 'bad-content-length'],
    [head('Content-Length: 1\r\nTransfer-Encoding: chunked\r\n'), 'length-and-chunked'],
    [head('Transfer-Encoding: gzip, chunked\r\n'), 'bad-transfer-encoding'],
    [`${head('Content-Length: 2\r\n')}hi{"more": 1}`, 'body-longer-than-content-length'],
    [`${head('Transfer-Encoding: chunked\r\n')}0\r\nbad trailer\r\n\r\n`, 'bad-trailer'],
    [`${head('Transfer-Encoding: chunked\r\n')}2;a="\r\n`, 'bad-chunk-extension'],
  ])('%j is refused as %s', (text, code) => {
    expect(refusal(text)).toBe(`refused ${code}`)
  })

  it('takes equal Content-Length headers twice as one', () => {
    expect(one(`${head('Content-Length: 2\r\nContent-Length: 2\r\n')}hi`)[0]).toContain(' length ')
  })

  it('keeps trailers and extensions in the raw bytes', () => {
    const text = `${head('Transfer-Encoding: chunked\r\n')}2;a="b\\"c";d\r\nhi\r\n0\r\nX-Sum: 1\r\n\r\n`
    expect(one(text)[0]).toContain(Buffer.from(text).toString('base64'))
  })

  it('takes blanks before a chunk extension (RFC 9112, section 7.1.1), and nowhere else behind a size', () => {
    const chunked = (line: string) => `${head('Transfer-Encoding: chunked\r\n')}${line}\r\nhi\r\n0 ;end\r\n\r\n`
    for (const line of ['2 ;a', '2\t; a = b', '2  ;a="b c" ']) {
      expect(one(chunked(line))[0]).toContain(Buffer.from(chunked(line)).toString('base64'))
    }
    for (const line of ['2 ', '2 a', '2 2;a', ' 2;a']) expect(refusal(chunked(line))).toBe('refused bad-chunk-size')
    expect(refusal(chunked(`2${' '.repeat(20_000)};a`))).toBe('refused chunk-extensions-too-long')
  })

  it('takes a head of 60 KB within the limit, and refuses one beyond it', () => {
    const big = head(`X-Big: ${'a'.repeat(60000)}\r\n`)
    expect(one(big, { headerBytes: 65536, bodyBytes: 1024 })[0]).toMatch(/^6\d{4} none/)
    expect(refusal(big)).toBe('refused header-too-large')
    expect(refusal(`GET /${'a'.repeat(70000)}`)).toBe('refused header-too-large')
  })

  it('refuses a body beyond the limit as soon as its length or a chunk says so, and keeps what came with it', () => {
    const small = { headerBytes: 1024, bodyBytes: 1024 }
    const body = 'x'.repeat(2000)
    expect(refusal(`${head('Content-Length: 2000\r\n')}${body}`, small)).toBe('refused body-too-large')
    expect(refusal(head('Content-Length: 1025\r\n'), small)).toBe('refused body-too-large')
    expect(refusal(head('Expect: 100-continue\r\nContent-Length: 1025\r\n'), small)).toBe('refused body-too-large')
    expect(refusal(`${head('Transfer-Encoding: chunked\r\n')}7d0\r\n`, small)).toBe('refused body-too-large')
    const parser = new RequestParser(small)
    parser.feed(Buffer.from(head('Content-Length: 1000000\r\n') + 'x'.repeat(70000)))
    expect(parser.step()).toBe('refused')
    expect(parser.peek()).toHaveLength(65536)
    expect(parser.refusalText.reason).toMatch(/1000000 bytes; the limit is 1024 bytes/)
  })

  it('tells whether the connection stays', () => {
    const keeps = (text: string) => one(text)[0]?.split(' ')[2]
    expect(keeps('GET / HTTP/1.1\r\n\r\n')).toBe('true')
    expect(keeps('GET / HTTP/1.1\r\nConnection: TE, Close\r\n\r\n')).toBe('false')
    expect(keeps('GET / HTTP/1.0\r\n\r\n')).toBe('false')
    expect(keeps('GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n')).toBe('true')
  })

  it('knows the demonstration header', () => {
    expect(one(head('X-Callback-Inspector-Demo: demo\r\n'))[0]?.split(' ')[3]).toBe('true')
    expect(one(head('X-Callback-Inspector-Demo: other\r\n'))[0]?.split(' ')[3]).toBe('false')
  })
})

describe('parseHead', () => {
  it('gives target, order, spelling and bytes as sent', () => {
    const raw = Buffer.from('\r\nQUERY /a?b=%20å HTTP/1.1\r\nhOST:\t a \r\nX:\r\nx: b:c\r\n\r\nbody', 'latin1')
    expect(parseHead(raw, raw.indexOf('body'))).toEqual({
      method: 'QUERY',
      target: '/a?b=%20å',
      httpVersion: '1.1',
      headers: [
        ['hOST', 'a'],
        ['X', ''],
        ['x', 'b:c'],
      ],
    })
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(), (bytes, length) => {
        expect(parseHead(bytes, length).headers).toBeInstanceOf(Array)
      }),
    )
  })
})

describe('dechunk', () => {
  it('takes off exactly what chunking put on', () => {
    const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 8 })
    fc.assert(
      fc.property(pieces, (parts) => {
        const framed = parts.flatMap((part) => [
          Buffer.from(`${part.length.toString(16)};x=y\r\n`),
          part,
          Buffer.from('\r\n'),
        ])
        const wire = Buffer.concat([...framed, Buffer.from('0\r\nT: 1\r\n\r\n')])
        expect(Buffer.from(dechunk(wire))).toEqual(Buffer.concat(parts))
      }),
    )
  })

  it('gives what came before a defect', () => {
    expect(Buffer.from(dechunk(Buffer.from('2\r\nhi\r\nzz'))).toString()).toBe('hi')
  })
})

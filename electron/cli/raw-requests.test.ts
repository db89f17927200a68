import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Found } from './raw-requests.ts'
import { readRequests } from './raw-requests.ts'

const setting = { peer: null, now: 0 }
const read = (text: string | Buffer) => readRequests(Buffer.from(text), setting)
const outcome = ({ facts }: Found): string =>
  facts.kind === 'callback' ? 'callback' : `${facts.trouble.cause} ${facts.trouble.code ?? ''}`
const outcomes = (text: string | Buffer): string[] => read(text).entries.map(outcome)

const GET = 'GET /a?x=1 HTTP/1.1\r\nHost: h\r\n\r\n'
const POST = 'POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc'

describe('raw requests from a file', () => {
  test('several in one input, each with its own bytes', () => {
    const { entries } = read(GET + POST + GET)
    expect(entries.map(({ raw }) => Buffer.from(raw).toString('latin1'))).toEqual([GET, POST, GET])
    expect(entries.map(({ facts }) => facts.requestNumber)).toEqual([1, 2, 3])
  })

  test('a request that closes its connection may be followed by another in a file', () => {
    expect(outcomes(GET.replace('Host', 'Connection: close\r\nHost') + POST)).toEqual(['callback', 'callback'])
  })

  test('blank lines around requests, as editors leave them, are no requests', () => {
    expect(outcomes(`\r\n${GET}\n\n${POST}\n`)).toEqual(['callback', 'callback'])
  })

  test('what only a socket knows is not made up', () => {
    const facts = read(GET).entries[0]?.facts
    expect(facts).toMatchObject({ answerStatus: 0, simulated: false, connection: { tls: null, peer: { address: '' } } })
    const known = readRequests(Buffer.from(GET), { peer: '192.121.110.100', now: 5 }).entries[0]
    expect(known).toMatchObject({
      receivedAt: 5,
      outcome: null,
      facts: { connection: { peer: { address: '192.121.110.100' } } },
    })
  })

  test.each([
    ['', 'malformed-request empty-input'],
    ['\r\n\r\n', 'malformed-request empty-input'],
    ['GET / HTTP/1.1\r\nHost: h\r\n', 'malformed-request incomplete'],
    ['POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc', 'malformed-request incomplete'],
    ['SSH-2.0-OpenSSH_9.6\r\n', 'malformed-request ssh-banner'],
    ['GET / HTTP/1.1\r\nA b: 1\r\n\r\n', 'malformed-request bad-header-name'],
  ])('%j is a connection event: %s', (text, expected) => {
    expect(outcomes(text)).toEqual([expected])
  })

  test('after what is no request nobody can tell where the next one begins', () => {
    const { entries } = read(`${GET}garbage\r\n\r\n${GET}`)
    expect(entries.map(outcome)).toEqual(['callback', 'malformed-request missing-target'])
    expect(entries[1]?.facts).toMatchObject({ bytesSeen: 11 + GET.length, requestNumber: 2 })
  })
})

describe('pasted text', () => {
  const text = 'POST /b HTTP/1.1\nHost: h\nContent-Length: 4\n\na\nbc\n'

  test('a head that ends its lines in LF alone gets CR LF; the body stays', () => {
    const { entries, remarks } = read(text)
    expect(remarks).toEqual(['lines end in LF alone; read as pasted text, CR LF put in.'])
    expect(Buffer.from(entries[0]?.raw ?? []).toString()).toBe(
      'POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\na\nbc',
    )
  })

  test('a head without the empty line at its end is complete when nothing follows', () => {
    for (const head of ['GET /a HTTP/1.1\nHost: h', 'GET /a HTTP/1.1\nHost: h\n', 'GET /a HTTP/1.1']) {
      expect(outcomes(head)).toEqual(['callback'])
    }
  })

  test('several pastes in one file', () => {
    expect(outcomes(text + text)).toEqual(['callback', 'callback'])
  })

  test('one CR in the head, and it is read strictly', () => {
    const { entries, remarks } = read('GET /a HTTP/1.1\nHost: h\r\n\n')
    expect(remarks).toEqual([])
    expect(entries.map(outcome)).toEqual(['malformed-request bare-lf'])
  })

  test('strict requests are not touched', () => {
    expect(read(POST).remarks).toEqual([])
  })
})

describe('a body that its head does not announce', () => {
  const rawOf = (text: string | Buffer) =>
    read(text).entries.map(({ raw, facts }) => [
      Buffer.from(raw).toString('latin1').split('\r\n\r\n').slice(1).join(),
      facts.kind,
    ])
  const SAID = 'request 1: no Content-Length; what follows the empty line was taken for the body.'

  test.each([
    ['POST /b HTTP/1.1\nHost: h\n\n{"a":\n1}\n', '{"a":\n1}'],
    ['PUT /b HTTP/1.1\r\nHost: h\r\n\r\n{"a":1}', '{"a":1}'],
    ['POST /b HTTP/1.1\r\nHost: h\r\n\r\na=1&b=2\r\n\r\n', 'a=1&b=2'],
  ])('%j', (text, body) => {
    expect(rawOf(text)).toEqual([[body, 'callback']])
    expect(read(text).remarks).toContain(SAID)
  })

  test('it ends where the next request begins', () => {
    const text = 'POST /b HTTP/1.1\nHost: h\n\na=1\n\nGET /c HTTP/1.1\nHost: h\n\nPOST /d HTTP/1.1\nHost: h\n\nb=2\n'
    expect(rawOf(text).map(([body]) => body)).toEqual(['a=1', '', 'b=2'])
    expect(read(text).remarks).toContain(
      '2 requests, first 1: no Content-Length; what follows the empty line was taken for the body.',
    )
  })

  test('none where a request follows, where a length is announced, and behind a GET', () => {
    expect(rawOf(`POST /b HTTP/1.1\r\nHost: h\r\n\r\n${GET}`).map(([body]) => body)).toEqual(['', ''])
    expect(outcomes(`${POST}surplus`)).toEqual(['callback', 'malformed-request body-longer-than-content-length'])
    expect(outcomes(`${GET}surplus`)).toEqual(['callback', 'malformed-request incomplete'])
    expect(rawOf('POST /b HTTP/1.1\nHost: h\n\n\n\n')).toEqual([['', 'callback']])
  })
})

describe('a body that pasted text announces wrongly', () => {
  const bodyOf = (text: string) => {
    const { entries, remarks } = read(text)
    const [first] = entries
    if (first?.facts.kind !== 'callback') return [entries.map(outcome), remarks]
    const body = Buffer.from(first.raw).subarray(first.facts.headLength).toString()
    return [first.facts.framing, body, entries.length, remarks.at(-1)]
  }
  const SHORT = 'request 1: Content-Length announces more than follows; what follows was taken for the body.'
  const WHOLE = 'request 1: Transfer-Encoding says chunked, but the body stands there whole; it was taken as it is.'
  const chunked = (body: string) => `POST /b HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n${body}`

  test('line ends were lost, so that less follows than Content-Length says', () => {
    const head = 'POST /b HTTP/1.1\nHost: h\nContent-Length: 14\n\n'
    expect(bodyOf(`${head}{\n"a": 1\n}\n`)).toEqual(['none', '{\n"a": 1\n}', 1, SHORT])
    expect(bodyOf(`${head}{\n}\n\nGET /c HTTP/1.1\nHost: h\n`)).toEqual(['none', '{\n}', 2, SHORT])
    expect(outcomes(`${head}`)).toEqual(['malformed-request incomplete'])
  })

  test('a chunked body that stands there whole', () => {
    expect(bodyOf(chunked('{"a":1}\n'))).toEqual(['none', '{"a":1}', 1, WHOLE])
    expect(bodyOf(chunked('a=1&b=2'))).toEqual(['none', 'a=1&b=2', 1, WHOLE])
    expect(outcomes(chunked('7\n{"a":1}\n0\n\n'))).toEqual(['malformed-request bare-lf'])
    expect(outcomes(chunked(''))).toEqual(['malformed-request incomplete'])
  })

  test('exact bytes are never repaired', () => {
    expect(outcomes('POST /b HTTP/1.1\r\nContent-Length: 14\r\n\r\n{}')).toEqual(['malformed-request incomplete'])
    expect(outcomes('POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{}')).toEqual([
      'malformed-request bad-chunk-size',
    ])
  })
})

describe('a byte order mark', () => {
  const text = 'POST /b HTTP/1.1\nHost: h\n\n{"name":"Åsa"}\n'

  test('of UTF-8 is left out, and said', () => {
    const { entries, remarks } = read(`\ufeff${GET}`)
    expect(entries.map(({ raw }) => Buffer.from(raw).toString())).toEqual([GET])
    expect(remarks).toEqual(['the byte order mark at the beginning was left out.'])
  })

  test('of UTF-16 (PowerShell) is read as UTF-8, and said', () => {
    const { entries, remarks } = read(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]))
    expect(Buffer.from(entries[0]?.raw ?? []).toString()).toContain('{"name":"Åsa"}')
    expect(remarks[0]).toContain('UTF-16')
  })

  test('alone is empty input', () => {
    expect(outcomes('\ufeff')).toEqual(['malformed-request empty-input'])
  })
})

/**
 * The HTTP cases of the project. Left out: what a listener refuses by its limits, LF alone (text that was pasted), and
 * where the manifest leaves the choice.
 */
const LEFT_OUT = ['malformed-lf-only', 'query-20k']
interface Case {
  readonly id: string
  readonly file: string
  readonly expect: { readonly outcome: string; readonly n: number }
}
const folder = join(import.meta.dirname, '../../e2e/corpus/http')
const { cases } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { cases: readonly Case[] }

describe('the HTTP cases', () => {
  const captured = cases.filter(({ expect: { outcome: wanted } }) => wanted === 'captured')
  test.each(captured)('$id: every request is found', ({ file, expect: { n } }) => {
    const bytes = readFileSync(join(folder, file))
    const { entries } = read(bytes)
    expect(entries.map(outcome)).toEqual(Array.from({ length: n }, () => 'callback'))
    expect(Buffer.concat(entries.map(({ raw }) => raw)).equals(bytes)).toBe(true)
  })

  const refused = cases.filter(
    ({ id, expect: { outcome: wanted } }) => ['malformed', 'incomplete'].includes(wanted) && !LEFT_OUT.includes(id),
  )
  test.each(refused)('$id: no false callback, and never silent', ({ file }) => {
    const found = outcomes(readFileSync(join(folder, file)))
    expect(found).toHaveLength(1)
    expect(found[0]).not.toBe('callback')
  })
})

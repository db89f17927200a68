import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CallbackRecord } from '../../shared/export/record-schema.ts'
import type { BuiltCli } from './testing.ts'
import { buildCli, recordsOf, run } from './testing.ts'

let cli: BuiltCli
beforeAll(async () => {
  cli = await buildCli()
})
afterAll(() => cli.remove())

const corpus = join(import.meta.dirname, '../../e2e/corpus')
const read = (name: string): unknown => JSON.parse(readFileSync(join(corpus, name), 'utf8'))
const put = (name: string, content: string | object): string => {
  const file = join(cli.folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

interface RequestCase {
  readonly id: string
  readonly generation: string
  readonly eventType?: string
  readonly raw: string
  readonly method: string
  readonly target: string
  readonly uriTemplate?: string
  readonly digest?: {
    readonly algorithm: string
    readonly parameters: readonly string[]
    readonly salt: string | null
    readonly expect: string
  } | null
}
const cases = read('callback-requests.json') as readonly RequestCase[]
const { jwks, now } = read('jws.json') as { jwks: object; now: number }
const FAMILIES: Readonly<Record<string, string>> = { 'legacy-rco': 'legacy', 'mapi-rco+': 'rco-plus', none: 'unknown' }

describe('judge', () => {
  const clock = (): string => new Date(now * 1000).toISOString()

  test('all cases in one input: bytes kept, each recognised', async () => {
    const { code, out, err } = await run(cli, ['judge', '--json', '-'], { input: cases.map(({ raw }) => raw).join('') })
    expect([code, err]).toEqual([0, ''])
    const records = recordsOf(out)
    expect(records).toHaveLength(cases.length)
    for (const [index, { id, raw, method, target, generation }] of cases.entries()) {
      const record = records[index] as CallbackRecord
      expect(record).toMatchObject({
        type: 'callback',
        sequence: index + 1,
        method,
        target,
        peer: null,
        tls: null,
        times: null,
      })
      expect(Buffer.from(record.rawBase64, 'base64').toString('utf8'), id).toBe(raw)
      expect(Buffer.from(record.bodyBase64, 'base64').toString('utf8'), id).toBe(raw.slice(raw.indexOf('\r\n\r\n') + 4))
      if (!id.includes('empty-body') && !id.includes('test-get') && !id.includes('payment-created')) {
        expect(record.family, id).toBe(FAMILIES[generation] ?? generation)
      }
      expect(record.answer).toEqual({ status: null, sent: null, afterMs: null, rule: null })
      expect(record.verdict.answer.state, id).toBe('unchecked')
      expect(record.verdict.source.state, id).toBe('unchecked')
    }
  })

  test.each(cases.filter(({ uriTemplate, digest }) => uriTemplate !== undefined && digest?.expect === 'MATCH'))(
    '$id: a digest that fits its profile passes, with another salt it fails',
    async ({ id, raw, eventType = '', uriTemplate, digest }) => {
      const { algorithm, parameters, salt } = digest ?? { algorithm: 'MD5', parameters: [], salt: null }
      const profile = (word: string | null): object => ({
        version: 1,
        name: id,
        events: { [eventType]: { uriTemplate, digest: { algorithm, parameters, salt: word } } },
      })
      const file = put(`${id}.http`, raw)
      const verdict = async (word: string | null): Promise<CallbackRecord> => {
        const { out } = await run(cli, ['judge', '--json', '--profile', put(`${id}.json`, profile(word)), file])
        return recordsOf(out)[0] as CallbackRecord
      }
      const right = await verdict(salt)
      expect(right).toMatchObject({ family: 'legacy', eventType, matchedBy: 'template', profile: id })
      expect(right.verdict.digest.state).toBe('pass')
      expect((await verdict('another salt')).verdict.digest.state).toBe('fail')
    },
  )

  test('signed callbacks: unchecked without a key set, verified with one, as of the time given', async () => {
    const input = cases
      .filter(({ id }) => ['loan-signed', 'loan-approved', 'loan-paid_out'].includes(id))
      .map(({ raw }) => raw)
    const states = async (args: readonly string[]): Promise<string[]> => {
      const { out } = await run(cli, ['judge', '--json', '--now', clock(), ...args, '-'], { input: input.join('') })
      return recordsOf(out).map((record) => (record.type === 'callback' ? record.verdict.signature.state : record.type))
    }
    expect(await states([])).toEqual(['unchecked', 'unchecked', 'unchecked'])
    expect(await states(['--jwks', put('keys.jwks', jwks)])).toEqual(['pass', 'pass', 'pass'])
  })

  test('a broken key set: judged all the same, each signature says why it is unchecked, exit code 1', async () => {
    const input = cases.find(({ id }) => id === 'loan-signed')?.raw ?? ''
    const { code, out, err } = await run(cli, ['judge', '--json', '--jwks', put('no.jwks', 'keys:'), '-'], { input })
    expect(code).toBe(1)
    expect(err).toContain('no.jwks')
    const [record] = recordsOf(out)
    expect(record?.type === 'callback' && record.verdict.signature).toMatchObject({
      state: 'unchecked',
      findings: [{ code: 'jws-key-set-unreadable', evidence: { reason: 'jwks-not-json', verdict: 'unverifiable' } }],
    })
  })

  test('--peer decides the source light', async () => {
    const input = cases[0]?.raw ?? ''
    const source = async (peer: string): Promise<string> => {
      const { out } = await run(cli, ['judge', '--json', '--peer', peer, '-'], { input })
      const record = recordsOf(out)[0] as CallbackRecord
      expect(record.peer).toEqual({ address: peer, port: 0 })
      return record.verdict.source.state
    }
    expect(await source('13.50.187.51')).toBe('pass')
    expect(await source('203.0.113.9')).not.toBe('pass')
  })

  test('files are read in order and numbered through; what is no request is a connection object', async () => {
    const good = put('good.http', cases[0]?.raw ?? '')
    const wrong = put('wrong.http', 'SSH-2.0-x\r\n')
    const { code, out } = await run(cli, ['judge', '--json', good, wrong, good])
    const records = recordsOf(out)
    expect(code).toBe(0)
    expect(records.map(({ type }) => type)).toEqual(['callback', 'connection', 'callback'])
    expect(records[1]).toMatchObject({
      sequence: 2,
      cause: 'malformed-request',
      code: 'ssh-banner',
      connection: { local: null },
    })
  })

  test('pasted text is read, and a message says so', async () => {
    const { code, out, err } = await run(cli, ['judge', '--json', '-'], {
      input: (cases[0]?.raw ?? '').replaceAll('\r', ''),
    })
    expect(code).toBe(0)
    expect(recordsOf(out)).toHaveLength(1)
    expect(err).toContain('read as pasted text')
  })

  test('readable lines: lights as words, and no byte of the request acts on the terminal', async () => {
    const raw = Buffer.from('GET /a?x=\u001b[2J\u009b31m HTTP/1.1\r\nHost: h\r\n\r\n', 'latin1')
    const clean = Buffer.from(
      'POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 30\r\n\r\n{"paymentId":"\u009b31m\\u001b[2J  "}',
      'latin1',
    )
    for (const input of [raw, clean]) {
      const { code, out } = await run(cli, ['judge', '-'], { input })
      expect(code).toBe(0)
      expect(out).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
      expect(out).toContain('#1')
    }
    const { out } = await run(cli, ['judge', '-'], { input: cases[0]?.raw ?? '' })
    expect(out).toMatch(/UNFREEZE/)
    expect(out).toMatch(/digest: /)
  })

  test('every finding that is not green says what was expected, what came, what to do and where that stands', async () => {
    const raw = 'GET /?event-type=BOOKED&paymentId=1 HTTP/1.1\r\nHost: h\r\n\r\n'
    const { out } = await run(cli, ['judge', '--peer', '8.8.8.8', '--now', '2026-06-02T12:00:00Z', '-'], { input: raw })
    expect(out).toMatch(/source: The address is not on the bank's list\.\n/)
    expect(out).toMatch(/\n +expected +192\.121\.110\.100\n +13\.50\.187\.51\n/)
    expect(out).toMatch(/\n +received +8\.8\.8\.8\n/)
    expect(out).toMatch(/\n +what to do +If it is a proxy of yours/)
    expect(out).toMatch(/\n +source +Resurs documentation, FAQ/)
    expect(out).toMatch(/note: BOOKED came as GET; the page says POST first\.\n/)
    expect(out).not.toContain('[object')
  })

  test('a proxy that is named is believed, and what is no network is refused', async () => {
    const raw = 'GET /?event-type=TEST&par1=a HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 1.1.1.1, 13.50.187.51\r\n\r\n'
    const at = ['--peer', '10.0.0.7', '--now', '2026-06-02T12:00:00Z', '--json', '-']
    const { out } = await run(cli, ['judge', '--proxy', '10.0.0.0/8', ...at], { input: raw })
    const [record] = recordsOf(out)
    expect(record).toMatchObject({ verdict: { source: { state: 'pass', findings: [{ code: 'source-listed' }, {}] } } })
    const wrong = await run(cli, ['judge', '--proxy', '10.0.0.0/', ...at], { input: raw })
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('--proxy takes an address')])
  })

  test.each([
    [['nowhere.http'], 'nowhere.http cannot be read: there is no such file'],
    [['a-folder'], 'a-folder cannot be read: it is a folder'],
    [['--profile', 'nowhere.json', '-'], 'nowhere.json cannot be read'],
    [['--jwks', 'nowhere.jwks', '-'], 'nowhere.jwks cannot be read'],
    [['--profile', 'broken.json', '-'], 'line 1, column 2'],
  ])('%j: could not, exit code 1, one sentence', async (args, part) => {
    mkdirSync(join(cli.folder, 'a-folder'), { recursive: true })
    put('broken.json', '{')
    const { code, out, err } = await run(cli, ['judge', ...args])
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain(part)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
  })

  test('a reader that goes away is no fault', async () => {
    const input = (cases[0]?.raw ?? '').repeat(3000)
    const { code, err } = await run(cli, ['judge', '--json', '-'], { input })
    expect([code, err]).toEqual([0, ''])
  })
})

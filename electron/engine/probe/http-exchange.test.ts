import { Duplex } from 'node:stream'
import { expect, test } from 'vitest'
import type { AnswerFacts } from '../../../shared/preflight/observations.ts'
import { exchange } from './http-exchange.ts'
import { PROBE_LIMITS } from './limits.ts'

/** What the reader makes of an answer that arrives as one piece, and then ends. */
function read(bytes: string): Promise<AnswerFacts> {
  const connection = new Duplex({
    read: () => undefined,
    write(_chunk, _encoding, done) {
      done()
      this.push(bytes, 'latin1')
      this.push(null)
    },
  })
  const ask = { method: 'GET', host: 'shop.example.com', target: '/', userAgent: 'test', authorization: null } as const
  return exchange(connection, ask, PROBE_LIMITS, () => 0, new AbortController().signal)
}

test.each([
  ['one length', 'Content-Length: 3\r\n', 'answer'],
  ['the same length twice', 'Content-Length: 3\r\nContent-Length: 3\r\n', 'answer'],
  ['two lengths', 'Content-Length: 3\r\nContent-Length: 4\r\n', 'invalid'],
  ['two lengths in one line', 'Content-Length: 3, 4\r\n', 'invalid'],
  ['a length in words', 'Content-Length: three\r\n', 'invalid'],
  ['a negative length', 'Content-Length: -1\r\n', 'invalid'],
])('%s', async (_name, lengths, outcome) => {
  const facts = await read(`HTTP/1.1 200 OK\r\n${lengths}\r\nabc`)
  expect(facts.outcome).toBe(outcome)
  expect(facts.status).toBe(outcome === 'answer' ? 200 : null)
})

test('chunks decide where a length stands beside them', async () => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n'
  expect(await read(`${head}0\r\n\r\n`)).toMatchObject({ outcome: 'answer', status: 200, body: 'complete' })
})

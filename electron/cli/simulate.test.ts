import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildCli, listening, run } from './testing.ts'
import type { BuiltCli, Listening } from './testing.ts'

/* The simulator on the command line, against a listener in a process of its own. */

let cli: BuiltCli
let listener: Listening
beforeAll(async () => {
  cli = await buildCli()
  listener = await listening(cli, [])
})
afterAll(async () => {
  await listener.stop()
  cli.remove()
})

const lines = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

test('finds the listener by itself, and what it sends is marked there', async () => {
  const { code, out } = await run(cli, ['simulate', '--family', 'loan', '--event', 'SIGNED', '--json'])
  expect(code).toBe(0)
  const [sent, end] = lines(out)
  expect(sent).toMatchObject({ type: 'sent', family: 'loan', event: 'SIGNED', status: 204, delivered: true })
  expect(end).toMatchObject({ type: 'simulated', state: 'done', sent: 1, delivered: 1, lost: 0 })
  const record = await listener.next()
  expect(record).toMatchObject({ simulated: true, eventType: 'SIGNED', verdict: { signature: { state: 'pass' } } })
})

test('makes mistakes on purpose, as often as asked', async () => {
  const url = listener.ready.url
  const args = ['simulate', '--url', url, '--event', 'BOOKED', '--fault', 'wrong-salt', '--times', '2', '--json']
  expect((await run(cli, args)).code).toBe(0)
  for (let count = 0; count < 2; count++) {
    expect(await listener.next()).toMatchObject({ eventType: 'BOOKED', verdict: { digest: { state: 'fail' } } })
  }
})

test('ends with 1 when something was not delivered, and says why', async () => {
  const { code, out } = await run(cli, ['simulate', '--url', 'http://127.0.0.1:1/'])
  expect(code).toBe(1)
  expect(out).toMatch(/nothing listens there, \d+ ms: no answer: it counts as failed/)
  expect(out).toContain('0 of 1 deliveries delivered, 1 not.')
})

test.each([
  [['--event', 'NOTHING'], 2, 'There is no event "NOTHING"'],
  [['--event', 'AUTHORIZATION'], 2, '--family mapi or --family rco-plus'],
  [['--fault', 'x'], 2, '--fault: one of wrong-salt, lower-case, wrong-order, '],
  [['--event', 'BOOKED', '--family', 'x'], 2, '--family: one of legacy, mapi, rco-plus, loan is expected, not "x".'],
  [['--event', 'X', '--family', 'loan'], 2, '--event: loan has no event X; it has CREDIT_DECISION_UPDATED, '],
  [['--event', 'BOOKED', '--reference', ''], 2, '--reference: it must not be empty.'],
  [['--family', 'mapi', '--event', 'TEST', '--fault', 'wrong-salt'], 2, 'cannot have the fault wrong-salt'],
  [['--reference', 'a\nb'], 2, '(line breaks, NUL) are not allowed.\n'],
  [['--speed', '0'], 2, '--speed takes a number'],
  [['--scenario', 'demo', '--event', 'BOOKED'], 2, 'leave out --event'],
  [['--scenario', 'missing.json'], 1, 'there is no such file, and no ready scenario of this name.'],
  [['--scenario', 'broken.json'], 1, 'is not valid JSON (line 1, column 2: '],
  [['--scenario', 'doubled.json'], 1, '"name" stands twice in one object (the second time at line 1, column 13)'],
  [['--scenario', 'wide.json'], 1, 'it is UTF-16; save it as UTF-8.'],
  [['--scenario', 'latin1.json'], 1, 'it is not UTF-8; save it as UTF-8.'],
  [['--scenario', 'newer.json'], 1, 'is of version 2; this program knows version 1'],
  [['--url', 'https://192.0.2.1/cb'], 1, 'Then repeat with --yes'],
  [['--url', 'ftp://127.0.0.1/'], 1, 'must begin with https:// or http://, not ftp://. Nothing was sent.'],
])('%j ends with %i and a sentence', async (args, expected, words) => {
  writeFileSync(join(cli.folder, 'broken.json'), '{')
  writeFileSync(join(cli.folder, 'doubled.json'), '{"name":"a","name":"b"}')
  writeFileSync(join(cli.folder, 'latin1.json'), Buffer.from('{"name":"\u00c5"}', 'latin1'))
  writeFileSync(join(cli.folder, 'wide.json'), Buffer.from('\ufeff{}', 'utf16le'))
  writeFileSync(join(cli.folder, 'newer.json'), '{"format":"callback-inspector-scenario","version":2}')
  const { code, err } = await run(cli, ['simulate', ...args])
  expect(err).toContain(words)
  expect(code).toBe(expected)
})

test('lists everything that can be played', async () => {
  const { code, out } = await run(cli, ['simulate', '--list'])
  expect(code).toBe(0)
  for (const word of ['AUTOMATIC_FRAUD_CONTROL', 'PAID_OUT', 'expired-token', 'whole-ladder'])
    expect(out).toContain(word)
})

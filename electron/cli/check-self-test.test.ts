import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PublicTest } from '../../shared/preflight/public-test.ts'
import type { BuiltCli, Listening } from './testing.ts'
import { buildCli, listening, run, send } from './testing.ts'

let cli: BuiltCli
let one: Listening | undefined

beforeAll(async () => {
  cli = await buildCli()
  one = await listening(cli, [])
}, 60_000)
afterAll(async () => {
  await one?.stop('SIGKILL')
  cli.remove()
})

/** The listener that runs; every test needs it. */
function ready() {
  if (one === undefined) throw new Error('the listener did not start')
  return one
}
const ours = () => ['--connect', `127.0.0.1:${new URL(ready().ready.url).port}`]

test('--self-test: the running listener of another process says that exactly this request arrived, and keeps none', async () => {
  const url = 'https://localhost/callback?paymentId={paymentId}'
  const { code, out, err } = await run(cli, ['check', '--json', '--self-test', ...ours(), url])
  expect([code, err]).toEqual([0, ''])
  const { selfTest } = JSON.parse(out) as { selfTest: PublicTest }
  expect(selfTest).toMatchObject({ outcome: 'arrived', state: 'pass', legs: [{ address: '127.0.0.1' }] })
  // The check itself asks nothing of a certificate that it does not trust, and the self-test is no callback.
  const { ready: line, next } = ready()
  await send(line, '/last')
  const targets: string[] = []
  // The hellos of the check stand between them as connection events.
  while (targets.at(-1) !== '/last') {
    const record = await next()
    if (record.type === 'callback') targets.push(record.target)
  }
  expect(targets).toEqual(['/last'])
})

test.each([
  ['--markdown', '## Self-test through the public name'],
  ['--html', '<h2>Self-test through the public name</h2>'],
])('%s: the report holds it', async (form, heading) => {
  const { out } = await run(cli, ['check', form, '--self-test', ...ours(), 'https://localhost/callback'])
  expect(out).toContain(heading)
  expect(out).toContain('exactly as it was sent')
})

test('in words, with what is not proved', async () => {
  const { out } = await run(cli, ['check', '--self-test', ...ours(), 'https://localhost/callback'])
  expect(out).toContain('Self-test through the public name: The request arrived at our HTTPS port')
  expect(out).toContain("Not proved: That the bank's network gets through")
})

test('without a running listener: could not, one sentence; with --static: wrong usage', async () => {
  const nobody = { environment: { CALLBACK_INSPECTOR_DATA: `${cli.folder}/nobody` } }
  const none = await run(cli, ['check', '--self-test', 'https://a.example.com/'], nobody)
  expect([none.code, none.out]).toEqual([1, ''])
  expect(none.err).toContain('No running listener of yours was found')
  expect((await run(cli, ['check', '--self-test', '--static', 'https://a.example.com/'])).code).toBe(2)
})

import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { corpus } from '../engine/verify/test-support.ts'
import type { Lab } from '../engine/probe/testing-lab.ts'
import { startLab } from '../engine/probe/testing-lab.ts'
import type { BuiltCli } from './testing.ts'
import { buildCli, run } from './testing.ts'

interface Checked {
  readonly type: string
  readonly url: string
  readonly verdict: string
  readonly codes: readonly string[]
  readonly checklist: readonly { item: string; state: string; seen: string }[]
}

let cli: BuiltCli
let lab: Lab

beforeAll(async () => {
  ;[cli, lab] = await Promise.all([buildCli(), startLab()])
}, 60_000)
afterAll(() => {
  lab.stop()
  cli.remove()
})

const parse = (out: string) =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Checked)

/** Where the verdict of the lab is not met, and why. */
const EXPLAINED: Readonly<Record<string, string>> = {}

function wrong(checked: readonly Checked[]): string[] {
  return lab.cases.flatMap(({ id, expect: { verdict, code } }, index) => {
    const found = checked[index]
    const right = found?.verdict === verdict && (code === undefined || found.codes.includes(code))
    return right || id in EXPLAINED ? [] : [`${id}: ${verdict} ${code ?? ''}, got ${JSON.stringify(found?.codes)}`]
  })
}

describe.concurrent('the lab of 108 endpoints', () => {
  const batch = () => {
    const file = join(lab.folder, 'urls.txt')
    writeFileSync(file, lab.cases.map(({ url }) => url).join('\n'))
    return ['check', '--json', '--ca', lab.rootFile, '--batch', file]
  }

  test('every endpoint gets its verdict under Node', { timeout: 90_000 }, async () => {
    const { code, out, err } = await run(cli, batch())
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(lab.cases).toHaveLength(108)
    expect(wrong(parse(out))).toEqual([])
  })

  test('every endpoint gets its verdict inside Electron (BoringSSL)', { timeout: 90_000 }, async () => {
    const electron = createRequire(import.meta.url)('electron') as string
    // Electron takes the kind of a module from the package beside it.
    writeFileSync(join(dirname(cli.file), 'package.json'), '{"type":"module"}')
    const child = spawn(electron, [cli.file, ...batch()], {
      env: { PATH: process.env['PATH'] ?? '', ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    expect(wrong(parse(await text(child.stdout)))).toEqual([])
  })
})

test('--static gives every URL of the corpus its verdict and codes', async () => {
  const { cases } = corpus<{ cases: { url: string; verdict: string; codes: string[] }[] }>('endpoint-urls.json')
  const { out } = await run(cli, ['check', '--static', '--json', '--', ...cases.map(({ url }) => url)])
  const told = parse(out).map(({ url, verdict, codes }) => ({ url, verdict, codes: codes.toSorted() }))
  expect(told).toEqual(cases.map(({ url, verdict, codes }) => ({ url, verdict, codes: codes.toSorted() })))
})

test('without further roots the same endpoint is refused for what it is', async () => {
  const url = lab.cases.find(({ id }) => id === 'ok')?.url ?? ''
  const { out } = await run(cli, ['check', '--json', url])
  const [checked] = parse(out)
  expect(checked?.verdict).toBe('fail')
  expect(checked?.codes).toEqual(expect.arrayContaining(['LOCAL_NAME', 'PORT_NOT_443']))
})

test('reports hold nothing of what a hostile endpoint shows', async () => {
  const urls = lab.cases.filter(({ id }) => id === 'hostile-names' || id === 'hostile-answer').map(({ url }) => url)
  const html = await run(cli, ['check', '--html', '--ca', lab.rootFile, ...urls])
  expect(html.out).toContain('<!doctype html>')
  expect(html.out).not.toMatch(/<script|<img|<svg|\u001b|\u202e/)
  const markdown = await run(cli, ['check', '--markdown', '--ca', lab.rootFile, ...urls])
  expect(markdown.out).toContain('# Endpoint check')
  expect(markdown.out).not.toMatch(/\u001b|\u202e/)
  const plain = await run(cli, ['check', '--ca', lab.rootFile, ...urls])
  expect(plain.out).toContain('PASS')
  expect(plain.out).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
})

test.each([
  [[], 'check needs a URL'],
  [['--method', 'PUT', 'https://a.example.com'], '--method takes GET or POST'],
  [['--connect', 'nowhere', 'https://a.example.com'], '--connect takes HOST:PORT'],
  [['--json', '--html', 'https://a.example.com'], 'do not go together'],
])('wrong usage: %s', async (args, sentence) => {
  const { code, err } = await run(cli, ['check', ...args])
  expect(code).toBe(2)
  expect(err).toContain(sentence)
})

test.each([
  [['--batch', 'missing.txt'], 'missing.txt cannot be read: there is no such file.'],
  [['--ca', 'empty.pem', 'https://a.example.com'], 'empty.pem holds no certificate in PEM form.'],
])('a file that does not serve: %s', async (args, sentence) => {
  writeFileSync(join(cli.folder, 'empty.pem'), 'nothing')
  const { code, err } = await run(cli, ['check', ...args])
  expect(code).toBe(1)
  expect(err).toContain(sentence)
})

import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CurlRequest } from '../../../shared/export/curl.ts'
import { curlCall, curlCommand } from '../../../shared/export/curl.ts'

const run = promisify(execFile)
const STUB = `#!/bin/sh
printf '%s\\0' "$@" > "$OUT.args"
cat > "$OUT.stdin"
`
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ci-curl-'))
  await writeFile(join(folder, 'curl'), STUB)
  await chmod(join(folder, 'curl'), 0o755)
})
afterAll(() => rm(folder, { recursive: true }))

const options = { secrets: true, authorityFile: null }
const request = (change: Partial<CurlRequest['head']> & { body?: Uint8Array } = {}): CurlRequest => ({
  head: {
    method: change.method ?? 'GET',
    target: change.target ?? '/x',
    httpVersion: change.httpVersion ?? '1.1',
    headers: change.headers ?? [['Host', 'shop.example']],
  },
  body: change.body ?? new Uint8Array(),
  scheme: 'https',
  local: { address: '127.0.0.1', port: 8443 },
})

/** Runs the command in sh with our own curl in front; gives what that curl was called with. */
async function called(command: string): Promise<{ args: string[]; stdin: Buffer; said: string }> {
  const out = join(folder, 'out')
  const script = join(folder, 'script')
  await writeFile(script, `${command}\n`)
  const child = run('sh', [script], {
    cwd: folder,
    env: { PATH: `${folder}:${process.env['PATH'] ?? ''}`, OUT: out, LC_ALL: 'C' },
  })
  child.child.stdin?.end()
  const { stdout, stderr } = await child
  const args = (await readFile(`${out}.args`, 'latin1')).split('\0').slice(0, -1)
  return { args, stdin: await readFile(`${out}.stdin`), said: stdout + stderr }
}

async function expectExact(sent: CurlRequest): Promise<void> {
  const call = curlCall(sent, options)
  const got = await called(curlCommand(sent, options))
  expect(got.args).toEqual(call.args)
  expect(got.stdin).toEqual(Buffer.from(call.stdin ?? []))
  expect(got.said).toBe('')
}

const byte = fc.integer({ min: 1, max: 255 }).filter((code) => code !== 10 && code !== 13)
const byteText = fc.array(byte, { maxLength: 40 }).map((codes) => String.fromCharCode(...codes))
const nasty = fc.constantFrom(
  "'",
  '"',
  '$(touch pwned)',
  '`id`',
  '\\',
  '%',
  '%s',
  '!',
  ';',
  '&',
  '|',
  '@',
  '\xc3\xa5',
  '~',
)
const text = fc.array(fc.oneof(nasty, byteText), { maxLength: 5 }).map((parts) => parts.join(''))

describe('copy as cURL, run by sh', () => {
  test('any target, header and body give back the exact bytes, and start nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(text, text, fc.uint8Array({ maxLength: 300 }), async (target, value, body) => {
        await expectExact(request({ method: 'POST', target: `/${target}`, headers: [['X-Value', `v${value}`]], body }))
      }),
      { numRuns: 60 },
    )
    await expect(readFile(join(folder, 'pwned'))).rejects.toThrow(/ENOENT/)
  })

  test('text bodies with quotes, line feeds and letters beyond ASCII stand in the command as they read', async () => {
    const body = Buffer.from(`{"it's": "Åre\n$HOME \`x\`"}`)
    const sent = request({ method: 'POST', body })
    expect(curlCommand(sent, options)).toContain('Åre\n$HOME')
    await expectExact(sent)
  })

  test('a body that begins with @ or is long goes through standard input', async () => {
    for (const body of [Buffer.from('@/etc/passwd'), Buffer.alloc(200_000, 'a')]) {
      const sent = request({ method: 'POST', body })
      expect(curlCall(sent, options).args.slice(-2)).toEqual(['--data-binary', '@-'])
      await expectExact(sent)
    }
  })

  test('every hostile request line of the shell case comes back as it is', async () => {
    await expectExact(request({ target: '/cb?x=$(touch%20pwned);`id`|cat&y=\'";#frag' }))
    await expect(readFile(join(folder, 'pwned'))).rejects.toThrow(/ENOENT/)
  })
})

describe('what curl is told', () => {
  test('a plain GET is a plain line', () => {
    const sent = request({
      headers: [
        ['Host', 'shop.example:8443'],
        ['User-Agent', 'Java/1.8'],
        ['Accept', '*/*'],
      ],
    })
    expect(curlCommand(sent, options)).toBe(
      "curl --http1.1 https://shop.example:8443/x \\\n  -H 'User-Agent: Java/1.8' \\\n  -H 'Accept: */*'",
    )
  })

  test('what curl would add, and was not sent, is switched off', () => {
    const { args } = curlCall(request({ method: 'POST', headers: [], body: Buffer.alloc(2000, 'a') }), options)
    for (const name of ['User-Agent:', 'Accept:', 'Content-Type:', 'Expect:', 'Host:']) expect(args).toContain(name)
  })

  test('Host comes from the address when it can, Content-Length is left to curl, an empty header is sent empty', () => {
    const headers = [
      ['hOsT', 'a.example'],
      ['Content-Length', '2'],
      ['X-Empty', ''],
    ] as const
    const { args } = curlCall(request({ method: 'PUT', headers, body: Buffer.from('ab') }), options)
    expect(args).toContain('https://a.example/x')
    expect(args).toContain('X-Empty;')
    expect(args.join('\n')).not.toMatch(/host|content-length/i)
  })

  test('two Host headers, or a strange one, are sent as they came to the address that was called', () => {
    for (const headers of [
      [
        ['Host', 'a'],
        ['Host', 'b'],
      ],
      [['Host', 'a b/../c']],
    ] as const) {
      const { args } = curlCall(request({ headers: headers.map(([n, v]) => [n, v] as const) }), options)
      expect(args).toContain('https://127.0.0.1:8443/x')
      expect(args).toContain(`Host: ${headers[0][1]}`)
    }
  })

  test('targets that curl would change are given as the request target', () => {
    for (const target of ['/a/../b', '/a#b', '/p?x=[1-3]', '/%e5', '*', 'https://other/x', '/.']) {
      expect(curlCall(request({ target }), options).args).toEqual(expect.arrayContaining(['--request-target', target]))
    }
  })

  test('an empty POST keeps its Content-Length: 0; HEAD does not wait for a body', () => {
    const empty = curlCall(request({ method: 'POST', headers: [['Content-Length', '0']] }), options)
    expect(empty.args.slice(-2)).toEqual(['--data-binary', ''])
    expect(curlCall(request({ method: 'HEAD' }), options).args).toContain('--head')
  })

  test('secrets are masked unless asked for', () => {
    const headers = [
      ['Host', 'a'],
      ['Authorization', 'Basic c2VjcmV0'],
      ['cookie', 'sid=secret'],
      ['apikey', 'secret'],
    ] as const
    const hidden = curlCommand(request({ headers }), { secrets: false, authorityFile: null })
    expect(hidden).toContain("'Authorization: Basic ***'")
    expect(hidden).not.toMatch(/secret|c2VjcmV0/)
    expect(curlCommand(request({ headers }), options)).toContain('Basic c2VjcmV0')
  })

  test('the local CA is named when it is given', () => {
    const command = curlCommand(request(), { secrets: false, authorityFile: '/home/Åsa B/ca.pem' })
    expect(command).toContain("--cacert '/home/Åsa B/ca.pem'")
  })
})

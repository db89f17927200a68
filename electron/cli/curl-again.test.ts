import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { curlCommand } from '../../shared/export/curl.ts'
import type { CallbackRecord } from '../../shared/export/record-schema.ts'
import type { BuiltCli, Listening } from './testing.ts'
import { buildCli, listening } from './testing.ts'

/* What was captured, sent again with the copied command and the real curl, must arrive as the same request. */

function realCurl(): string | null {
  try {
    return execFileSync('sh', ['-c', 'command -v curl']).toString().trim()
  } catch {
    return null
  }
}
const curl = realCurl()

const folder = join(import.meta.dirname, '../../e2e/corpus/http')
interface Case {
  readonly id: string
  readonly expect: { readonly outcome: string; readonly n: number }
}
const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { cases: readonly Case[] }
const CASES = manifest.cases
  .filter(({ expect: { outcome, n } }) => outcome === 'captured' && n === 1)
  .map(({ id }) => id)

let cli: BuiltCli
let listener: Listening
beforeAll(async () => {
  cli = await buildCli()
  listener = await listening(cli, ['--http'])
  // In front of curl: whatever host the request names, it goes to our listener.
  const wrapper = join(cli.folder, 'curl')
  const { port } = new URL(listener.ready.url)
  writeFileSync(
    wrapper,
    `#!/bin/sh\nexec ${curl ?? 'false'} -sS --max-time 20 --noproxy '*' --connect-to ::127.0.0.1:${port} "$@"\n`,
  )
  chmodSync(wrapper, 0o755)
})
afterAll(async () => {
  await listener.stop()
  cli.remove()
})

function sendRaw(bytes: Buffer): Promise<void> {
  const { hostname, port } = new URL(listener.ready.url)
  return new Promise((done, fail) => {
    const socket = connect(Number(port), hostname, () => socket.end(bytes))
    socket.resume()
    socket.on('error', fail)
    socket.on('close', () => done())
  })
}

/** Headers without those that curl sets by itself, in a stable order. */
const headersOf = ({ headers }: CallbackRecord): readonly string[] =>
  headers
    .filter(([name]) => !['content-length', 'connection'].includes(name.toLowerCase()))
    .map(([name, value]) => `${name.toLowerCase() === 'host' ? 'host' : name}: ${value}`)
    .toSorted()

describe.skipIf(curl === null)('copied as cURL and sent again', () => {
  test.each(CASES)('%s', async (id) => {
    await sendRaw(readFileSync(join(folder, `${id}.bin`)))
    const first = (await listener.next()) as CallbackRecord
    const local = { address: '127.0.0.1', port: Number(new URL(listener.ready.url).port) }
    const { method, target, httpVersion, headers } = first
    const command = curlCommand(
      {
        head: { method, target, httpVersion, headers },
        body: Buffer.from(first.bodyBase64, 'base64'),
        scheme: 'http',
        local,
      },
      { secrets: true, authorityFile: null },
    )
    writeFileSync(join(cli.folder, 'again.sh'), command)
    await promisify(execFile)('sh', ['again.sh'], {
      cwd: cli.folder,
      env: { PATH: `${cli.folder}:${process.env['PATH'] ?? ''}` },
    })
    const second = (await listener.next()) as CallbackRecord
    expect(second).toMatchObject({ type: 'callback', method, target, httpVersion, bodyBase64: first.bodyBase64 })
    expect(headersOf(second)).toEqual(headersOf(first))
  })
})

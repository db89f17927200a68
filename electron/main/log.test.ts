import { mkdtemp, readFile, rm, stat, writeFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLog, visible } from './log.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-'))
})
afterEach(() => rm(folder, { recursive: true }))
const noon = () => new Date('2026-11-21T12:00:00Z')

// T9: nothing in the log can steer a terminal or turn text around.
it('writes no control or direction characters', async () => {
  const { log, close, file } = await openLog(folder, noon)
  log(`a\u001b[31mred\r\nforged line\u0000\u009b\u202e\u2066 tab\there`)
  await close()
  const text = await readFile(file, 'utf8')
  expect(text).toBe(
    '2026-11-21T12:00:00.000Z a\\u001b[31mred\\u000d\\u000aforged line\\u0000\\u009b\\u202e\\u2066 tab\there\n',
  )
})

it('makes every unsafe character visible, and leaves the others', () => {
  const all = Array.from({ length: 0x100 }, (_, code) => String.fromCharCode(code)).join('')
  // oxlint-disable-next-line no-control-regex
  expect(visible(all)).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/)
  expect(visible('Räksmörgås 🙂')).toBe('Räksmörgås 🙂')
})

it('is for this user only, and starts anew after a megabyte', async () => {
  await mkdir(join(folder, 'logs'))
  await writeFile(join(folder, 'logs', 'main.log'), 'x'.repeat(1_000_001))
  const { close, file } = await openLog(folder, noon)
  await close()
  expect((await stat(file)).size).toBe(0)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect((await stat(join(folder, 'logs', 'main.old.log'))).size).toBe(1_000_001)
})

import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { defaultSettings } from '../../../shared/model/settings.ts'
import { jsonPath } from '../../../shared/model/json-path.ts'
import { readJson } from './read-json.ts'
import { openSettings } from './settings-store.ts'

let folder = ''
const file = (): string => join(folder, 'settings.json')
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ci-settings-'))))
afterEach(() => {
  chmodSync(folder, 0o700)
  rmSync(folder, { recursive: true })
})

describe('the settings file', () => {
  test('missing: the defaults, no problem, nothing written', () => {
    const store = openSettings(file())
    expect(store.current()).toEqual(defaultSettings())
    expect(store.problem).toBeNull()
    expect(readdirSync(folder)).toEqual([])
  })

  test('a partial file is filled up with defaults', () => {
    writeFileSync(file(), '{"https": {"port": 9443}}')
    const settings = openSettings(file()).current()
    expect(settings.https).toEqual({ enabled: true, host: '127.0.0.1', port: 9443 })
    expect(settings.limits).toEqual(defaultSettings().limits)
  })

  test('written whole, with mode 0600, and read back', () => {
    const store = openSettings(join(folder, 'deep', 'settings.json'))
    const next = { ...defaultSettings(), theme: 'dark' as const }
    expect(store.write(next)).toEqual({ ok: true, value: next })
    expect(statSync(store.file).mode & 0o777).toBe(0o600)
    expect(openSettings(store.file).current()).toEqual(next)
    expect(readdirSync(join(folder, 'deep'))).toEqual(['settings.json'])
  })

  test('a link laid beside it is not followed', () => {
    const target = join(folder, 'precious')
    writeFileSync(target, 'mine')
    symlinkSync(target, `${file()}.new`)
    expect(openSettings(file()).write(defaultSettings()).ok).toBe(true)
    expect(readFileSync(target, 'utf8')).toBe('mine')
  })

  test('listeners hear the new and the old settings until they stop', () => {
    const store = openSettings(file())
    const heard: string[] = []
    const stop = store.onChange((now, before) => heard.push(`${before.theme}>${now.theme}`))
    store.write({ ...defaultSettings(), theme: 'light' })
    stop()
    store.write({ ...defaultSettings(), theme: 'dark' })
    expect(heard).toEqual(['system>light'])
  })
})

describe('what is wrong with a settings file is said, and the file is kept', () => {
  test.each([
    ['{"https": {"port": 70000}}', 'https.port'],
    ['{"answer": {"headers": [["a b", "c"]]}}', 'answer.headers[0][0]'],
    ['{"limits": {"speed": 1}}', 'limits.speed'],
    ['{"certificate": {"kind": "pem"}}', 'certificate.certificateFile'],
    ['[]', ''],
  ])('%s names %s', (text, field) => {
    writeFileSync(file(), text)
    const store = openSettings(file())
    expect(store.current()).toEqual(defaultSettings())
    expect(store.problem).toMatchObject({ code: 'settings-invalid', data: { field, kept: `${file()}.bad-1` } })
    expect(store.problem?.message).toContain(file())
    expect(store.problem?.message).toContain(field)
    expect(readFileSync(`${file()}.bad-1`, 'utf8')).toBe(text)
  })

  test('broken JSON: line and column; an earlier kept file is not overwritten', () => {
    writeFileSync(`${file()}.bad-1`, 'earlier')
    writeFileSync(file(), '{\n  "theme": dark\n}')
    const { problem } = openSettings(file())
    expect(problem?.message).toContain('line 2, column 12')
    expect(problem?.data).toMatchObject({ kept: `${file()}.bad-2` })
    expect(readFileSync(`${file()}.bad-1`, 'utf8')).toBe('earlier')
  })

  test('a folder in its place: unreadable, the defaults', () => {
    mkdirSync(file())
    const store = openSettings(file())
    expect(store.problem?.code).toBe('settings-unreadable')
    expect(store.current()).toEqual(defaultSettings())
  })

  test('settings that do not hold are not saved', () => {
    const store = openSettings(file())
    const result = store.write({ ...defaultSettings(), answer: { status: 99, headers: [], body: '' } })
    expect(result).toMatchObject({ ok: false, problem: { code: 'settings-invalid', data: { field: 'answer.status' } } })
    expect(readdirSync(folder)).toEqual([])
    expect(store.current()).toEqual(defaultSettings())
  })

  test.runIf(process.platform === 'linux')('a place that takes no folders is told, and not tried for ever', () => {
    const store = openSettings('/proc/none/settings.json')
    expect(store.write(defaultSettings())).toMatchObject({ ok: false, problem: { code: 'settings-not-saved' } })
  })

  test('a place that cannot be written: a problem, the old settings stay', () => {
    mkdirSync(join(folder, 'taken'))
    writeFileSync(join(folder, 'file'), '')
    const store = openSettings(join(folder, 'file', 'settings.json'))
    expect(store.write({ ...defaultSettings(), theme: 'dark' })).toMatchObject({
      ok: false,
      problem: { code: 'settings-not-saved' },
    })
    expect(store.current().theme).toBe('system')
  })
})

describe('reading JSON', () => {
  test.each([
    ['{"a": }', 1, 7, 'a value is expected'],
    ['{"a": 1,}', 1, 9, 'a name in double quotes is expected'],
    ['{\n// no\n"a": 1}', 2, 1, 'JSON knows no comments'],
    ['{"a": "b', 1, 7, 'the text in quotes does not end'],
    ['{"a": 1} {}', 1, 10, 'the file should end'],
    ['', 1, 1, 'a value is expected'],
    ["{'a': 1}", 1, 2, 'this is no JSON value'],
  ])('%j: line %i, column %i: %s', (text, line, column, why) => {
    expect(readJson(text)).toEqual({ ok: false, place: { line, column }, why })
  })

  test('a byte order mark is let through', () => {
    expect(readJson('\ufeff{"a":1}')).toEqual({ ok: true, value: { a: 1 } })
  })

  test('paths read as a person writes them', () => {
    expect(jsonPath(['events', 'BOOKED', 'digest', 'parameters', 0])).toBe('events.BOOKED.digest.parameters[0]')
    expect(jsonPath(['events', 'a b', 'x'])).toBe('events["a b"].x')
    expect(jsonPath([])).toBe('')
  })
})

import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Result } from '../../../shared/protocol/errors.ts'
import type { ProfileView } from '../../../shared/protocol/profiles.ts'
import { exportProfile, importProfile } from './profile-exchange.ts'
import { openProfiles } from './profiles.ts'
import type { Profiles } from './profiles.ts'

const KEY = randomBytes(32).toString('base64')
const DIGEST = { algorithm: 'SHA1', parameters: ['paymentId'], salt: 'marker-salt' }

let folder = ''
const opened: Profiles[] = []
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ci-editor-'))))
afterEach(() => {
  for (const profiles of opened.splice(0)) profiles.close()
  rmSync(folder, { recursive: true, force: true })
})

const at = (name: string): string => join(folder, name)
const put = (name: string, content: object): string => {
  writeFileSync(at(name), JSON.stringify({ version: 1, ...content }), { mode: 0o644 })
  return at(name)
}
const text = (name: string): string => readFileSync(at(name), 'utf8')

async function open(more: Partial<Parameters<typeof openProfiles>[0]> = {}): Promise<Profiles> {
  const profiles = await openProfiles({
    folder,
    files: [],
    keySetFiles: [],
    watch: false,
    dataKeys: [KEY],
    environment: { SHOP_SALT: 'from-env' },
    ...more,
  })
  opened.push(profiles)
  return profiles
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.problem.message)
  return result.value
}
const problem = <T>(result: Result<T>) => (result.ok ? null : result.problem)
const inForce = (profiles: Profiles, name = 'Shop') =>
  profiles.current().profiles.find((profile) => profile.name === name)
const paths = ({ secrets }: ProfileView) => secrets.map(({ path, fingerprint }) => [path, fingerprint])

describe('saving', () => {
  test('a new profile: sealed, for this user only, in force at once', async () => {
    const profiles = await open()
    const view = value(await profiles.editor.save({ version: 1, name: 'Åsa’s Shop!', digest: DIGEST }, null))
    expect(view.file).toBe(at('asa-s-shop.json'))
    expect(text('asa-s-shop.json')).not.toContain('marker-salt')
    if (process.platform !== 'win32') expect(statSync(view.file).mode & 0o777).toBe(0o600)
    expect(inForce(profiles, 'Åsa’s Shop!')?.digest?.salt).toBe('marker-salt')
    expect(readdirSync(folder)).toEqual(['asa-s-shop.json'])
    expect(JSON.stringify([view, profiles.status()])).not.toContain('marker-salt')
    expect(view.secrets).toMatchObject([{ path: 'digest.salt', stored: 'sealed', length: 11, problem: null }])
    expect(view.profile.digest?.salt).toEqual({ keep: 'digest.salt' })
    // And another start opens it again.
    expect(inForce(await open(), 'Åsa’s Shop!')?.digest?.salt).toBe('marker-salt')
  })

  test('what the editor never saw stays: renamed, moved into the history, beside new ones', async () => {
    const profiles = await open()
    const first = value(
      await profiles.editor.save(
        {
          version: 1,
          name: 'Shop',
          digest: DIGEST,
          credentials: { kind: 'basic', user: 'u', password: 'marker-pass' },
          keySet: { url: 'https://keys.example/jwks', apiKey: 'marker-key' },
        },
        null,
      ),
    )
    const draft = {
      ...first.profile,
      name: 'Shop 2',
      digest: { ...DIGEST, salt: 'new', previousSalts: [{ salt: { keep: 'digest.salt' }, until: '2025-11-12' }] },
    }
    const second = value(await profiles.editor.save(draft, 'Shop'))
    expect(second.file).toBe(first.file)
    expect(inForce(profiles)).toBeUndefined()
    expect(inForce(profiles, 'Shop 2')).toMatchObject({
      digest: { salt: 'new', previousSalts: [{ salt: 'marker-salt', until: '2025-11-12' }] },
      credentials: { password: 'marker-pass' },
      keySet: { apiKey: 'marker-key' },
    })
    expect(value(profiles.editor.reveal('Shop 2', 'digest.previousSalts[0].salt'))).toBe('marker-salt')
    expect(paths(second)[1]?.[1]).toBe(paths(first)[0]?.[1])
    const whole = value(await profiles.editor.save(second.profile, 'Shop 2'))
    expect(whole).toEqual(second)
  })

  test('names its reason: path, name, a file that is not ours, a secret that is gone', async () => {
    put('other.json', { name: 'Other' })
    const given = mkdtempSync(join(tmpdir(), 'ci-given-'))
    writeFileSync(join(given, 'g.json'), JSON.stringify({ version: 1, name: 'Given' }))
    const profiles = await open({ files: [join(given, 'g.json')] })
    const { save, read, remove } = profiles.editor
    const wrong = problem(await save({ version: 1, name: 'X', digest: { ...DIGEST, algorithm: 'SHA256' } }, null))
    expect(wrong).toMatchObject({ code: 'profile-invalid', data: { path: 'digest.algorithm' } })
    const since = problem(await save({ version: 1, name: 'X', digest: { ...DIGEST, since: '12 Nov' } }, null))
    expect(since?.message).toContain('digest.since: a date like 2025-11-12 is expected')
    expect(problem(await save({ version: 1, name: 'Other' }, null))).toMatchObject({ code: 'profile-name-taken' })
    expect(problem(await save({ version: 1, name: 'Given' }, 'Given'))).toMatchObject({ code: 'profile-read-only' })
    expect(value(read('Given')).readOnly).toContain('import it to keep a copy')
    expect(problem(await remove('Given'))).toMatchObject({ code: 'profile-read-only' })
    expect(problem(await save({ version: 1, name: 'X' }, 'Gone'))).toMatchObject({ code: 'profile-not-found' })
    const kept = { version: 1, name: 'X', digest: { ...DIGEST, salt: { keep: 'digest.salt' } } }
    expect(problem(await save(kept, null))).toMatchObject({ code: 'profile-invalid', data: { path: 'digest.salt' } })
    expect(readdirSync(folder)).toEqual(['other.json'])
    rmSync(given, { recursive: true })
  })

  test('a broken file is copied away before it is written over', async () => {
    const file = put('shop.json', { name: 'Shop', digest: DIGEST })
    const profiles = await open()
    writeFileSync(file, '{ half')
    await profiles.reload()
    value(await profiles.editor.save(value(profiles.editor.read('Shop')).profile, 'Shop'))
    expect(text('shop.json.bad-1')).toBe('{ half')
    expect(inForce(profiles)?.digest?.salt).toBe('marker-salt')
  })

  test('a crash in mid-save leaves the old file; the next save does not mind what it left', async () => {
    const file = put('shop.json', { name: 'Shop', digest: DIGEST })
    writeFileSync(`${file}.new`, '{"version": 1, "na')
    const profiles = await open()
    expect(profiles.status().map(({ name, problem: wrong }) => [name, wrong])).toEqual([['Shop', null]])
    value(await profiles.editor.save({ version: 1, name: 'Shop' }, 'Shop'))
    expect(existsSync(`${file}.new`)).toBe(false)
  })

  test.skipIf(process.platform === 'win32')('through a link: what it leads to is written', async () => {
    const real = mkdtempSync(join(tmpdir(), 'ci-real-'))
    writeFileSync(join(real, 'real.json'), JSON.stringify({ version: 1, name: 'Shop' }))
    symlinkSync(join(real, 'real.json'), at('shop.json'))
    const profiles = await open()
    value(await profiles.editor.save({ version: 1, name: 'Shop', digest: DIGEST }, 'Shop'))
    expect(readFileSync(join(real, 'real.json'), 'utf8')).toContain('sealed')
    rmSync(real, { recursive: true })
  })

  test.skipIf(process.getuid?.() === 0)(
    'where nothing can be written: nothing was changed (root may write)',
    async () => {
      put('shop.json', { name: 'Shop' })
      const profiles = await open()
      chmodSync(folder, 0o500)
      const wrong = problem(await profiles.editor.save({ version: 1, name: 'Shop', digest: DIGEST }, 'Shop'))
      chmodSync(folder, 0o700)
      expect(wrong).toMatchObject({ code: 'profile-not-saved' })
      expect(inForce(profiles)?.digest).toBeUndefined()
    },
  )

  test('many at once: each is written, none is lost', async () => {
    const profiles = await open()
    const names = Array.from({ length: 8 }, (_, index) => `Shop ${String(index)}`)
    const saved = await Promise.all(names.map((name) => profiles.editor.save({ version: 1, name }, null)))
    expect(saved.every(({ ok }) => ok)).toBe(true)
    expect(profiles.editor.names().toSorted()).toEqual(names)
  })

  test('own writes are told once, not again by the watcher', async () => {
    const profiles = await open({ watch: true })
    let told = 0
    profiles.onChange(() => (told += 1))
    value(await profiles.editor.save({ version: 1, name: 'Shop', digest: DIGEST }, null))
    await profiles.reload()
    expect(told).toBe(1)
  })
})

describe('secrets that cannot be had', () => {
  test('a lost key: named, never written over, and back when the key is', async () => {
    const before = await open()
    value(await before.editor.save({ version: 1, name: 'Shop', host: 'a.example', digest: DIGEST }, null))
    const stored = text('shop.json')
    const profiles = await open({ dataKeys: [randomBytes(32).toString('base64')] })
    const wrong = profiles.status()[0]?.problem
    expect(wrong).toMatchObject({ code: 'secret-sealed', data: { path: 'digest.salt' } })
    expect(wrong?.message).toContain(at('shop.json'))
    expect(wrong?.message).toContain('Enter it again')
    expect(inForce(profiles)?.digest).toMatchObject({ algorithm: 'SHA1' })
    expect(inForce(profiles)?.digest).not.toHaveProperty('salt')
    const { profile } = value(profiles.editor.read('Shop'))
    expect(problem(profiles.editor.reveal('Shop', 'digest.salt'))).toMatchObject({ code: 'secret-sealed' })
    // What does not touch it can be saved; what would need to open it cannot.
    expect(problem(await profiles.editor.save({ ...profile, name: 'New' }, 'Shop'))).toMatchObject({
      code: 'secret-sealed',
    })
    value(await profiles.editor.save({ ...profile, host: 'b.example' }, 'Shop'))
    expect(text('shop.json')).toContain(/"sealed": "([^"]+)"/.exec(stored)?.[1])
    expect(inForce(await open())?.digest?.salt).toBe('marker-salt')
  })

  test('variables: found or named', async () => {
    put('a.json', { name: 'A', digest: { ...DIGEST, salt: { env: 'SHOP_SALT' } } })
    put('b.json', { name: 'B', digest: { ...DIGEST, salt: { env: 'NO_SUCH' } } })
    const profiles = await open()
    expect(inForce(profiles, 'A')?.digest?.salt).toBe('from-env')
    expect(profiles.status()[1]?.problem).toMatchObject({ code: 'secret-missing', data: { variable: 'NO_SUCH' } })
    expect(value(profiles.editor.read('A')).profile.digest?.salt).toEqual({ env: 'SHOP_SALT' })
    value(await profiles.editor.save(value(profiles.editor.read('A')).profile, 'A'))
    expect(text('a.json')).toContain('"env": "SHOP_SALT"')
  })

  test('an API key cannot be led to another address by hand', async () => {
    const profiles = await open()
    const keySet = { url: 'https://keys.example/jwks', apiKey: 'marker-key' }
    value(await profiles.editor.save({ version: 1, name: 'Shop', keySet }, null))
    writeFileSync(at('shop.json'), text('shop.json').replace('keys.example', 'evil.example'))
    await profiles.reload()
    expect(JSON.stringify(inForce(profiles))).not.toContain('marker-key')
    expect(profiles.editor.reveal('Shop', 'keySet.apiKey').ok).toBe(false)
  })
})

describe('sealing what stands in plain text', () => {
  test('all of the folder, and nothing that was given', async () => {
    put('a.json', { name: 'A', digest: DIGEST })
    put('b.json', { name: 'B', digest: { ...DIGEST, salt: { env: 'SHOP_SALT' } } })
    const profiles = await open()
    expect(profiles.status()[0]).toMatchObject({ secrets: { plain: 1 }, openToOthers: process.platform !== 'win32' })
    expect(await profiles.editor.sealAll()).toEqual({ sealed: 1, problems: [] })
    expect(text('a.json')).not.toContain('marker-salt')
    expect(profiles.status()[0]).toMatchObject({ secrets: { plain: 0, sealed: 1 }, openToOthers: false })
    expect(inForce(profiles, 'A')?.digest?.salt).toBe('marker-salt')
  })

  test('where nothing can be sealed, secrets stay plain in a file for this user only', async () => {
    const profiles = await open({ dataKeys: [] })
    const { file } = value(await profiles.editor.save({ version: 1, name: 'Shop', digest: DIGEST }, null))
    expect(readFileSync(file, 'utf8')).toContain('marker-salt')
    expect(await profiles.editor.sealAll()).toEqual({ sealed: 0, problems: [] })
    expect(profiles.status()[0]?.openToOthers).toBe(false)
  })
})

describe('handing on', () => {
  const find = (profiles: Profiles, name = 'Shop') => value(profiles.editor.find(name))

  test('an export without secrets holds none, says which are missing, and can be read again', async () => {
    const profiles = await open()
    value(await profiles.editor.save({ version: 1, name: 'Shop', digest: DIGEST, keySet: 'keys.json' }, null))
    const { text: out, leftOut, notes, fileName } = exportProfile(find(profiles), false)
    expect([fileName, leftOut]).toEqual(['shop.json', 1])
    expect(out).not.toContain('marker-salt')
    expect(out).not.toContain('sealed')
    expect(notes.join(' ')).toContain('digest.salt was left out')
    expect(notes.join(' ')).toContain('keys.json')
    const again = value(await importProfile(profiles.editor, { text: out, as: 'Copy', replace: false }))
    expect(again.notes.join(' ')).toContain('SHOP_DIGEST_SALT')
    expect(again.saved?.problem).not.toBeNull()
  })

  test('an export with secrets works elsewhere, and says what it holds', async () => {
    const profiles = await open()
    value(await profiles.editor.save({ version: 1, name: 'Shop', digest: DIGEST }, null))
    const { text: out, notes, leftOut } = exportProfile(find(profiles), true)
    expect(leftOut).toBe(0)
    expect(notes[0]).toContain('plain text')
    const elsewhere = await open({ folder: mkdtempSync(join(folder, 'else-')), dataKeys: [] })
    value(await importProfile(elsewhere.editor, { text: out, as: null, replace: false }))
    expect(inForce(elsewhere)?.digest?.salt).toBe('marker-salt')
  })

  test('a name that is taken is asked about; a sealed file of our own can be taken under another', async () => {
    const profiles = await open()
    value(await profiles.editor.save({ version: 1, name: 'Shop', digest: DIGEST }, null))
    const own = text('shop.json')
    const wish = { text: own, as: null, replace: false }
    const asked = value(await importProfile(profiles.editor, wish))
    expect(asked).toMatchObject({ saved: null, clash: { name: 'Shop', suggestion: 'Shop (2)' } })
    expect(readdirSync(folder)).toEqual(['shop.json'])
    value(await importProfile(profiles.editor, { ...wish, as: 'Shop (2)' }))
    expect(inForce(profiles, 'Shop (2)')?.digest?.salt).toBe('marker-salt')
    value(await importProfile(profiles.editor, { ...wish, replace: true }))
    expect(profiles.editor.names()).toEqual(['Shop (2)', 'Shop'])
  })

  test.each([
    ['{', 'line 1, column 2'],
    ['{"version": 2, "name": "X"}', 'format version 2'],
    [
      '{"version": 1, "name": "X", "name": "Y"}',
      '"name" stands twice in one object (the second time at line 1, column 29)',
    ],
    ['{"version": 1, "name": "X", "digest": {"algorithm": "MD5", "parameters": ["a"], "salt": 5}}', 'digest.salt'],
    [`{"version": 1, "name": "X", "keySet": {"keys": ${'['.repeat(100_000)}`, 'nested too deeply'],
    ['<html>', 'line 1, column 1'],
  ])('what is no profile is refused with its place: %#', async (bad, part) => {
    const profiles = await open()
    const refused = problem(await importProfile(profiles.editor, { text: bad, as: null, replace: false }))
    expect(refused?.message).toContain(part)
    expect(readdirSync(folder)).toEqual([])
  })

  test('removing takes the file', async () => {
    const profiles = await open()
    value(await profiles.editor.save({ version: 1, name: 'Shop', digest: DIGEST }, null))
    value(await profiles.editor.remove('Shop'))
    expect([readdirSync(folder), profiles.status()]).toEqual([[], []])
  })
})

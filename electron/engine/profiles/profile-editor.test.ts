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
import { describe, expect, test } from 'vitest'
import type { ProfileView } from '../../../shared/protocol/profiles.ts'
import { DIGEST, at, folder, inForce, open, problem, put, text, value } from './test-support.ts'

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

import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bad, good } from '../../../shared/protocol/errors.ts'
import type { ReadKeySet } from './load-profile.ts'
import type { ProfileStore } from './profile-store.ts'
import { openProfileStore } from './profile-store.ts'
import { createSeal } from './seal.ts'

/** A stand-in for the reading of JWKS, which has tests of its own: the text's first word decides. */
const readKeySet: ReadKeySet = (text, name, profileName) =>
  text.includes('broken')
    ? bad('jwks-invalid', `The key set ${name} is broken.`)
    : good({ name, profileName, keys: [], remarks: [text.trim()] })

let folder = ''
const opened: ProfileStore[] = []
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ci-profiles-'))))
afterEach(() => {
  for (const store of opened.splice(0)) store.close()
  rmSync(folder, { recursive: true, force: true })
})

const at = (name: string): string => join(folder, name)
const put = (name: string, content: unknown): string => {
  writeFileSync(at(name), typeof content === 'string' ? content : JSON.stringify(content))
  return at(name)
}
const profile = (name: string, more: object = {}): object => ({ version: 1, name, ...more })

async function open(sources: Partial<Parameters<typeof openProfileStore>[0]>): Promise<ProfileStore> {
  const store = await openProfileStore({
    folder: null,
    files: [],
    keySetFiles: [],
    readers: { readKeySet, seal: createSeal([]), environment: {} },
    watch: true,
    ...sources,
  })
  opened.push(store)
  return store
}

const names = (store: ProfileStore): string[] => store.current().profiles.map(({ name }) => name)
const problemOf = (store: ProfileStore, file: string) => store.status().find((one) => one.file === file)?.problem

/** Resolves when the store, after being changed by `act`, reaches `wanted`. */
function until(store: ProfileStore, act: () => void, wanted: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = store.onChange(() => {
      if (!wanted()) return
      stop()
      resolve()
    })
    act()
  })
}

describe('profiles', () => {
  test('every *.json of the folder in order of name, after the files that were named', async () => {
    put('b.json', profile('B'))
    put('a.json', profile('A', { family: 'legacy', events: { BOOKED: {} } }))
    put('.hidden.json', 'no')
    put('notes.txt', 'no')
    const other = mkdtempSync(join(tmpdir(), 'ci-profiles-'))
    writeFileSync(join(other, 'x.profile'), JSON.stringify(profile('X')))
    const store = await open({ folder, files: [join(other, 'x.profile')] })
    expect(names(store)).toEqual(['X', 'A', 'B'])
    expect(store.status()[1]).toEqual({
      kind: 'profile',
      file: at('a.json'),
      name: 'A',
      environment: 'test',
      family: 'legacy',
      host: null,
      path: null,
      events: ['BOOKED'],
      keys: 0,
      readOnly: null,
      secrets: { plain: 0, sealed: 0, env: 0 },
      salts: [],
      openToOthers: false,
      remarks: [],
      problem: null,
    })
    rmSync(other, { recursive: true })
  })

  test('key sets: inline, from a file beside the profile, and given directly', async () => {
    put('inline.json', profile('Inline', { keySet: { keys: [{ kty: 'RSA' }] } }))
    put('filed.json', profile('Filed', { keySet: 'keys/set.jwks' }))
    mkdirSync(at('keys'))
    put('keys/set.jwks', 'from-file')
    put('direct.jwks', 'direct')
    const store = await open({ folder, keySetFiles: [at('direct.jwks')] })
    expect(store.current().keySets).toMatchObject([
      { name: at('keys/set.jwks'), profileName: 'Filed', environment: 'test', source: { kind: 'file' } },
      { name: 'Inline', profileName: 'Inline', remarks: ['{"keys":[{"kty":"RSA"}]}'], source: { kind: 'inline' } },
      { name: at('direct.jwks'), profileName: null, keys: [], remarks: ['direct'] },
    ])
    expect(store.status().map(({ name }) => name)).toEqual(['Filed', 'Inline', null])
  })
})

describe('what is wrong with a profile is said with file and place', () => {
  test.each([
    ['{"version": 1, "name": }', 'profile-invalid', 'line 1, column 24: a value is expected'],
    [profile(''), 'profile-invalid', 'name: '],
    [profile('X', { digest: { algorithm: 'SHA256', parameters: ['a'] } }), 'profile-invalid', 'digest.algorithm'],
    [
      profile('X', { events: { BOOKED: { digest: { algorithm: 'MD5', parameters: [] } } } }),
      'profile-invalid',
      'events.BOOKED.digest.parameters',
    ],
    [profile('X', { path: 'no-slash' }), 'profile-invalid', 'path: '],
    [profile('X', { salt: 's' }), 'profile-invalid', 'salt: there is no such setting'],
    [{ version: 2, name: 'X' }, 'profile-newer', 'has format version 2'],
    ['', 'profile-invalid', 'line 1, column 1'],
    ['[]', 'profile-invalid', 'an object is expected'],
  ])('%j', async (content, code, part) => {
    const file = put('p.json', content)
    const store = await open({ folder })
    expect(names(store)).toEqual([])
    expect(problemOf(store, file)).toMatchObject({ code })
    expect(problemOf(store, file)?.message).toContain(file)
    expect(problemOf(store, file)?.message).toContain(part)
  })

  test('a template with a fault stays in force, and its fault is named with member and column', async () => {
    const file = put(
      'p.json',
      profile('P', { events: { BOOKED: { uriTemplate: 'https://shop.example/cb?p={paymentId' } } }),
    )
    const store = await open({ folder })
    expect(names(store)).toEqual(['P'])
    const status = store.status().find((one) => one.file === file)
    expect(status?.problem).toBeNull()
    expect(status?.remarks.join(' ')).toContain('events.BOOKED.uriTemplate, column 27: ')
  })

  test('missing files, folders in their place, and key sets by URL', async () => {
    mkdirSync(at('d.json'))
    const url = put('url.json', profile('Url', { keySet: 'https://bank.example/jwks' }))
    const lost = put('lost.json', profile('Lost', { keySet: 'nowhere.jwks' }))
    const store = await open({ folder, files: [at('none.json')], keySetFiles: [at('none.jwks')] })
    expect(problemOf(store, at('none.json'))?.message).toContain('there is no such file')
    expect(problemOf(store, at('d.json'))?.message).toContain('it is a folder')
    expect(problemOf(store, at('none.jwks'))).toMatchObject({ code: 'jwks-unreadable' })
    expect(problemOf(store, url)?.message).toContain('Write an address as {"url": "https://bank.example/jwks"}')
    expect(problemOf(store, lost)?.message).toContain(at('nowhere.jwks'))
    expect(names(store)).toEqual(['Lost', 'Url'])
  })

  test('a name that is taken: the first keeps it, the second is told who has it', async () => {
    put('a.json', profile('Shop'))
    const second = put('b.json', profile('Shop'))
    const store = await open({ folder })
    expect(names(store)).toEqual(['Shop'])
    expect(problemOf(store, at('a.json'))).toBeNull()
    expect(problemOf(store, second)?.message).toContain(`"Shop" already belongs to ${at('a.json')}`)
  })

  test.skipIf(process.getuid?.() === 0)('a file that may not be read (root may read everything)', async () => {
    const file = put('p.json', profile('P'))
    chmodSync(file, 0)
    expect(problemOf(await open({ folder }), file)?.message).toContain('you may not read it')
  })
})

describe('changes are noticed', () => {
  test('a new file, a change, a removal', async () => {
    const store = await open({ folder })
    await until(
      store,
      () => put('a.json', profile('One')),
      () => names(store).join() === 'One',
    )
    await until(
      store,
      () => put('a.json', profile('Two')),
      () => names(store).join() === 'Two',
    )
    await until(
      store,
      () => unlinkSync(at('a.json')),
      () => names(store).length === 0,
    )
    expect(store.status()).toEqual([])
  })

  test('a file that an editor replaces by renaming, again and again', async () => {
    const file = put('named.profile', profile('0'))
    const store = await open({ files: [file] })
    for (const round of ['1', '2', '3']) {
      const replace = (): void => renameSync(put('named.profile~', profile(round)), file)
      await until(store, replace, () => names(store).join() === round)
    }
    expect(problemOf(store, file)).toBeNull()
  })

  test('a folder that is not there yet, and one that is removed and made again', async () => {
    const deep = at('x/y/profiles')
    const store = await open({ folder: deep })
    const make = (name: string) => (): void => {
      mkdirSync(deep, { recursive: true })
      writeFileSync(join(deep, 'p.json'), JSON.stringify(profile(name)))
    }
    await until(store, make('First'), () => names(store).join() === 'First')
    await until(
      store,
      () => rmSync(at('x'), { recursive: true }),
      () => names(store).length === 0,
    )
    await until(store, make('Second'), () => names(store).join() === 'Second')
    expect(store.problems()).toEqual([])
  })

  test('a key set file beside the profile', async () => {
    put('p.json', profile('P', { keySet: 'p.keys' }))
    put('p.keys', 'old')
    const store = await open({ folder })
    await until(
      store,
      () => put('p.keys', 'new'),
      () => store.current().keySets[0]?.remarks[0] === 'new',
    )
    expect(store.current().keySets).toHaveLength(1)
  })

  test('a file that breaks leaves its last good version in force, and says so', async () => {
    const file = put('p.json', profile('Good', { keySet: 'p.keys' }))
    put('p.keys', 'keys')
    const store = await open({ folder })
    await until(
      store,
      () => put('p.json', '{'),
      () => problemOf(store, file) !== null,
    )
    expect(names(store)).toEqual(['Good'])
    expect(problemOf(store, file)?.message).toContain('last good version stays in force')
    await until(
      store,
      () => put('p.json', profile('Good', { keySet: 'p.keys' })),
      () => problemOf(store, file) === null,
    )
    await until(
      store,
      () => put('p.keys', 'broken'),
      () => problemOf(store, file) !== null,
    )
    expect(store.current().keySets[0]?.remarks).toEqual(['keys'])
    expect(problemOf(store, file)).toMatchObject({ code: 'jwks-invalid' })
  })

  test('after closing nothing is read any more', async () => {
    const store = await open({ folder })
    store.close()
    put('a.json', profile('Late'))
    await store.reload()
    expect(names(store)).toEqual([])
  })
})

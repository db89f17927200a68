import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bad, good } from '../../../shared/protocol/errors.ts'
import { openProfiles } from '../profiles/profiles.ts'
import type { Profiles } from '../profiles/profiles.ts'
import { JWK } from '../verify/token-cases.test-support.ts'
import type { FetchedKeys, FetchedText } from './fetched-keys.ts'
import { listKeySets, refreshKeySet } from './registered-keys.ts'

const URL = 'https://keys.example/jwks'
let folder = ''
let profiles: Profiles
const kept = new Map<string, FetchedText>()
const asked: (string | null)[] = []
/** Copies in memory: fetching itself has tests of its own. */
const fetched: FetchedKeys = {
  read: (url) => Promise.resolve(kept.get(url) ?? null),
  refresh: (url, apiKey) => {
    asked.push(apiKey)
    if (apiKey === null) return Promise.resolve(bad('jwks-not-fetched', 'It asks for an API key.'))
    kept.set(url, { text: JSON.stringify({ keys: [JWK] }), fetchedAt: 1000 })
    return Promise.resolve(good({ text: '', fetchedAt: 1000 }))
  },
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ci-keysets-'))
  kept.clear()
  asked.splice(0)
})
afterEach(() => {
  profiles.close()
  rmSync(folder, { recursive: true, force: true })
})

const put = (name: string, content: unknown) =>
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 })
const profile = (name: string, keySet: unknown, environment = 'test') =>
  put(`${name}.json`, { version: 1, name, environment, keySet })
async function open(keySetFiles: readonly string[] = []) {
  profiles = await openProfiles({ folder, files: [], keySetFiles, watch: false, fetched })
  return listKeySets(profiles)
}

describe('registered key sets', () => {
  test('come with their kind, place and age, also those that cannot be read', async () => {
    put('keys.jwks', { keys: [JWK, { kty: 'EC', kid: 'ec' }] })
    put('page.jwks', '<!doctype html><title>Log in</title>')
    profile('A', 'keys.jwks', 'production')
    profile('B', { keys: [JWK] })
    profile('C', 'page.jwks')
    profile('D', { url: URL })
    profile('E', undefined)
    const sets = await open([join(folder, 'keys.jwks'), join(folder, 'page.jwks')])
    expect(sets.map(({ name, kind, environment }) => [name, kind, environment])).toEqual([
      [join(folder, 'keys.jwks'), 'file', 'production'],
      ['B', 'inline', 'test'],
      ['C', 'file', 'test'],
      ['D', 'url', 'test'],
      [join(folder, 'keys.jwks'), 'file', null],
      [join(folder, 'page.jwks'), 'file', null],
    ])
    expect(sets[0]).toMatchObject({
      profile: 'A',
      keys: [{ keyId: 'k', bits: 2048, refused: null }, { cause: 'type' }],
    })
    expect(sets[0]?.at).toBeGreaterThan(0)
    expect(sets[2]?.problem?.message).toContain('web page with the title "Log in"')
    expect(sets[3]).toMatchObject({ place: URL, at: null, problem: { code: 'jwks-not-fetched' } })
    expect(sets[5]?.problem?.message).toContain('login page')
    expect(profiles.current().notFetched).toHaveLength(1)
    expect(profiles.current().unreadable).toHaveLength(2)
  })

  test('are fetched on demand, with the API key of the profile, and are in force then', async () => {
    profile('D', { url: URL, apiKey: 'secret' })
    await open()
    expect(profiles.current().keySets).toHaveLength(0)
    expect(await refreshKeySet(profiles, fetched, 'D')).toMatchObject({
      at: 1000,
      keys: [{ keyId: 'k' }],
      problem: null,
    })
    expect(asked).toEqual(['secret'])
    expect(profiles.current().keySets).toMatchObject([{ profileName: 'D', source: { kind: 'url', at: 1000 } }])
  })

  test('that cannot be fetched are said', async () => {
    profile('D', { url: URL })
    profile('B', { keys: [] })
    await open()
    await expect(refreshKeySet(profiles, fetched, 'D')).rejects.toThrow('asks for an API key')
    await expect(refreshKeySet(profiles, fetched, 'B')).rejects.toThrow('names no address')
    await expect(refreshKeySet(profiles, fetched, 'nobody')).rejects.toThrow('"nobody" names no address')
  })
})

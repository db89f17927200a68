import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import type { Result } from '../../../shared/protocol/errors.ts'
import { openProfiles } from './profiles.ts'
import type { Profiles } from './profiles.ts'

/* For tests: a folder of profiles of their own, with an editor that seals. */

const KEY = randomBytes(32).toString('base64')
export const DIGEST = { algorithm: 'SHA1', parameters: ['paymentId'], salt: 'marker-salt' }

export let folder = ''
const opened: Profiles[] = []
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ci-editor-'))))
afterEach(() => {
  for (const profiles of opened.splice(0)) profiles.close()
  rmSync(folder, { recursive: true, force: true })
})

export const at = (name: string): string => join(folder, name)
export const put = (name: string, content: object): string => {
  writeFileSync(at(name), JSON.stringify({ version: 1, ...content }), { mode: 0o644 })
  return at(name)
}
export const text = (name: string): string => readFileSync(at(name), 'utf8')

export async function open(more: Partial<Parameters<typeof openProfiles>[0]> = {}): Promise<Profiles> {
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

export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.problem.message)
  return result.value
}
export const problem = <T>(result: Result<T>) => (result.ok ? null : result.problem)
export const inForce = (profiles: Profiles, name = 'Shop') =>
  profiles.current().profiles.find((profile) => profile.name === name)

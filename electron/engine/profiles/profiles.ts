import type { FetchedKeys } from '../key-sets/fetched-keys.ts'
import { readKeySet } from '../verify/key-set.ts'
import type { ProfileEditor } from './profile-editor.ts'
import { createProfileEditor } from './profile-editor.ts'
import type { ProfileStore } from './profile-store.ts'
import { openProfileStore } from './profile-store.ts'
import { createSeal } from './seal.ts'

/** The profiles of this engine: what is in force, and how to change it. */
export interface Profiles extends ProfileStore {
  readonly editor: ProfileEditor
}

export interface ProfilesOptions {
  /** Every *.json in it is a profile; null for none. It need not be there yet. */
  readonly folder: string | null
  /** Profiles named one by one. */
  readonly files: readonly string[]
  /** JWKS files that belong to no profile. */
  readonly keySetFiles: readonly string[]
  /** Kept copies of key sets that profiles name by address; absent: there are none. */
  readonly fetched?: FetchedKeys
  /** Read again when files change; true unless said otherwise. */
  readonly watch?: boolean
  /** Keys that secrets are sealed with (base64 of 32 bytes), the present one first; none: nothing can be sealed or opened. */
  readonly dataKeys?: readonly string[]
  /** Where {"env": "NAME"} is looked up; the process's own unless given. */
  readonly environment?: Readonly<Record<string, string | undefined>>
}

/**
 * Opens endpoint profiles and key sets and keeps them current. Await it before the first callback is judged: what it
 * gives back has everything read. Never rejects; what is wrong with a file stands in its status.
 */
export async function openProfiles(options: ProfilesOptions): Promise<Profiles> {
  const { folder, files, keySetFiles, watch = true, dataKeys = [], environment = process.env } = options
  const seal = createSeal(dataKeys)
  const readers = { readKeySet, seal, environment, fetched: options.fetched }
  const store = await openProfileStore({ folder, files, keySetFiles, watch, readers })
  return { ...store, editor: createProfileEditor(store, seal) }
}

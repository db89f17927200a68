import { readKeySet } from '../verify/key-set.ts'
import type { ProfileStore } from './profile-store.ts'
import { openProfileStore } from './profile-store.ts'

export type Profiles = ProfileStore

export interface ProfilesOptions {
  /** Every *.json in it is a profile; null for none. It need not be there yet. */
  readonly folder: string | null
  /** Profiles named one by one. */
  readonly files: readonly string[]
  /** JWKS files that belong to no profile. */
  readonly keySetFiles: readonly string[]
  /** Read again when files change; true unless said otherwise. */
  readonly watch?: boolean
}

/**
 * Opens endpoint profiles and key sets and keeps them current. Await it before the first callback is judged: what it
 * gives back has everything read. Never rejects; what is wrong with a file stands in its status.
 */
export function openProfiles(options: ProfilesOptions): Promise<Profiles> {
  return openProfileStore({ watch: true, ...options, readKeySet })
}

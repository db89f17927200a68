import { isUtf8 } from 'node:buffer'
import { readFile, stat } from 'node:fs/promises'
import { dirname, isAbsolute, resolve } from 'node:path'
import type { EndpointProfile, ProfileFile } from '../../../shared/model/profile.ts'
import type { Problem, ProblemCode, Result } from '../../../shared/protocol/errors.ts'
import { bad, good } from '../../../shared/protocol/errors.ts'
import type { KeySet } from '../verify/types.ts'
import { loadProfileKeys } from '../key-sets/profile-keys.ts'
import type { KeyReaders } from '../key-sets/profile-keys.ts'
import type { FetchedKeys } from '../key-sets/fetched-keys.ts'
import { parseProfile } from './parse-profile.ts'
import type { ResolvedSecret, SecretSources } from './resolve-secrets.ts'
import { resolveSecrets } from './resolve-secrets.ts'

/** Makes a key set from JWKS text. `name` is for the user; `profileName` is null for a set that was given directly. */
export type ReadKeySet = (
  text: string,
  name: string,
  profileName: string | null,
) => Promise<Result<KeySet>> | Result<KeySet>

/** What a profile needs beside its file. */
export interface ProfileReaders extends SecretSources {
  readonly readKeySet: ReadKeySet
  /** Kept copies of key sets that profiles name by address; absent: there are none. */
  readonly fetched?: FetchedKeys | undefined
}

/** What one profile file holds. */
export interface LoadedProfile {
  /** With plain secrets, for the checks. */
  readonly profile: EndpointProfile
  /** As the file holds it. */
  readonly source: ProfileFile
  readonly secrets: readonly ResolvedSecret[]
  /** Others than this user may read the file. */
  readonly openToOthers: boolean
  /** Absolute path of its key set file; null when it names none. */
  readonly keyFile: string | null
  readonly keySet: KeySet | null
  /** What is wrong with its key set, when the profile itself is fine. */
  readonly keyProblem: Problem | null
  /** Which secrets cannot be had, when the profile itself is fine. */
  readonly secretProblem: Problem | null
}

/** Profiles and key sets are some KiB; a larger file is the wrong one. */
const MAX_BYTES = 4_194_304

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'you may not read it',
  EISDIR: 'it is a folder',
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return REASONS[code] ?? error.message
}

interface FileText {
  readonly text: string
  readonly openToOthers: boolean
}

/** Windows has no modes; elsewhere a file with secrets is for its owner alone. */
const isOpen = (mode: number): boolean => process.platform !== 'win32' && (mode & 0o077) !== 0

/** Reads a text file of moderate size. `what` begins the sentence: "The profile", "The key set". */
async function readText(file: string, code: ProblemCode, what: string): Promise<Result<FileText>> {
  try {
    const { size, mode } = await stat(file)
    if (size > MAX_BYTES) return bad(code, `${what} ${file} cannot be read: it is larger than 4 MiB.`, { file })
    const bytes = await readFile(file)
    if (isUtf16(bytes)) return bad(code, `${what} ${file} cannot be read: it is UTF-16; save it as UTF-8.`, { file })
    // A salt or password with a replaced character would be another one, and nothing would say so.
    if (!isUtf8(bytes)) return bad(code, `${what} ${file} cannot be read: it is not UTF-8; save it as UTF-8.`, { file })
    return good({ text: bytes.toString('utf8'), openToOthers: isOpen(mode) })
  } catch (error) {
    return bad(code, `${what} ${file} cannot be read: ${reasonOf(error)}.`, { file })
  }
}

const isUtf16 = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || second === 0

/** How key sets are read: files of moderate size, texts, kept copies. */
export function keyReaders({ readKeySet, fetched }: Pick<ProfileReaders, 'readKeySet' | 'fetched'>): KeyReaders {
  return {
    readKeySet,
    fetched,
    readFile: async (file) => {
      const read = await readText(file, 'jwks-unreadable', 'The key set')
      return read.ok ? good(read.value.text) : read
    },
  }
}

function keyFileOf({ keySet }: EndpointProfile, file: string): string | null {
  if (typeof keySet !== 'string' || /^[a-z][a-z0-9+.-]+:\/\//i.test(keySet)) return null
  return isAbsolute(keySet) ? keySet : resolve(dirname(file), keySet)
}

/**
 * Loads one profile file with its key set (inline, or a file named relative to the profile).
 * A broken key set does not take the profile out: it comes back beside it, as `keyProblem`.
 */
export async function loadProfile(file: string, readers: ProfileReaders): Promise<Result<LoadedProfile>> {
  const read = await readText(file, 'profile-unreadable', 'The profile')
  if (!read.ok) return read
  const parsed = parseProfile(read.value.text, file)
  if (!parsed.ok) return parsed
  const { profile, secrets, problem: secretProblem } = resolveSecrets(parsed.value, file, readers)
  const keyFile = keyFileOf(profile, file)
  const keys = await loadProfileKeys(profile, keyFile, file, keyReaders(readers))
  const { openToOthers } = read.value
  const loaded = { profile, source: parsed.value, secrets, openToOthers, keyFile, secretProblem }
  if (keys.ok) return good({ ...loaded, keySet: keys.value, keyProblem: null })
  const message = keyFile === null ? keys.problem.message : `${keys.problem.message} The profile ${file} names it.`
  return good({ ...loaded, keySet: null, keyProblem: { ...keys.problem, message } })
}

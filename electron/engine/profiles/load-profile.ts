import { readFile, stat } from 'node:fs/promises'
import { dirname, isAbsolute, resolve } from 'node:path'
import type { EndpointProfile } from '../../../shared/model/profile.ts'
import { profileSchema } from '../../../shared/model/profile.ts'
import type { Problem, ProblemCode, Result } from '../../../shared/protocol/errors.ts'
import { bad, good } from '../../../shared/protocol/errors.ts'
import { faultsOf, faultsText, readJson } from '../settings/read-json.ts'
import type { KeySet } from '../verify/types.ts'

/** Makes a key set from JWKS text. `name` is for the user; `profileName` is null for a set that was given directly. */
export type ReadKeySet = (
  text: string,
  name: string,
  profileName: string | null,
) => Promise<Result<KeySet>> | Result<KeySet>

/** What one profile file holds. */
export interface LoadedProfile {
  readonly profile: EndpointProfile
  /** Absolute path of its key set file; null when it names none. */
  readonly keyFile: string | null
  readonly keySet: KeySet | null
  /** What is wrong with its key set, when the profile itself is fine. */
  readonly keyProblem: Problem | null
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

/** Reads a text file of moderate size. `what` begins the sentence: "The profile", "The key set". */
async function readText(file: string, code: ProblemCode, what: string): Promise<Result<string>> {
  try {
    const { size } = await stat(file)
    if (size > MAX_BYTES) return bad(code, `${what} ${file} cannot be read: it is larger than 4 MiB.`, { file })
    return good(await readFile(file, 'utf8'))
  } catch (error) {
    return bad(code, `${what} ${file} cannot be read: ${reasonOf(error)}.`, { file })
  }
}

/** Takes the text of a profile file, gives the profile or a problem that names file, line and column, or path. */
export function parseProfile(text: string, file: string): Result<EndpointProfile> {
  const json = readJson(text)
  if (!json.ok) {
    const { line, column } = json.place
    const where = `line ${String(line)}, column ${String(column)}`
    const message = `The profile ${file} is not valid JSON (${where}: ${json.why}). Correct it; it is read again when it is saved.`
    return bad('profile-invalid', message, { file, line, column })
  }
  const parsed = profileSchema.safeParse(json.value)
  if (parsed.success) return good(parsed.data)
  const path = faultsOf(parsed.error)[0]?.path ?? ''
  const message = `The profile ${file} does not hold: ${faultsText(parsed.error)}. docs/profiles.md says what belongs there.`
  return bad('profile-invalid', message, { file, path })
}

/** Reads a JWKS file. */
export async function loadKeyFile(
  file: string,
  profileName: string | null,
  readKeySet: ReadKeySet,
): Promise<Result<KeySet>> {
  const text = await readText(file, 'jwks-unreadable', 'The key set')
  return text.ok ? readKeySet(text.value, file, profileName) : text
}

async function loadKeys(
  profile: EndpointProfile,
  keyFile: string | null,
  file: string,
  readKeySet: ReadKeySet,
): Promise<Result<KeySet | null>> {
  const { keySet, name } = profile
  if (keySet === undefined) return good(null)
  if (keyFile !== null) return loadKeyFile(keyFile, name, readKeySet)
  if (typeof keySet !== 'string') return readKeySet(JSON.stringify(keySet), name, name)
  const message = `The profile ${file} names the key set ${keySet}; key sets are read from files only: save it and name the file.`
  return bad('jwks-unreadable', message, { file, path: 'keySet' })
}

function keyFileOf({ keySet }: EndpointProfile, file: string): string | null {
  if (typeof keySet !== 'string' || /^[a-z][a-z0-9+.-]+:\/\//i.test(keySet)) return null
  return isAbsolute(keySet) ? keySet : resolve(dirname(file), keySet)
}

/**
 * Loads one profile file with its key set (inline, or a file named relative to the profile).
 * A broken key set does not take the profile out: it comes back beside it, as `keyProblem`.
 */
export async function loadProfile(file: string, readKeySet: ReadKeySet): Promise<Result<LoadedProfile>> {
  const text = await readText(file, 'profile-unreadable', 'The profile')
  if (!text.ok) return text
  const parsed = parseProfile(text.value, file)
  if (!parsed.ok) return parsed
  const profile = parsed.value
  const keyFile = keyFileOf(profile, file)
  const keys = await loadKeys(profile, keyFile, file, readKeySet)
  if (keys.ok) return good({ profile, keyFile, keySet: keys.value, keyProblem: null })
  const message = keyFile === null ? keys.problem.message : `${keys.problem.message} The profile ${file} names it.`
  return good({ profile, keyFile, keySet: null, keyProblem: { ...keys.problem, message } })
}

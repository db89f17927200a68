import { stat } from 'node:fs/promises'
import type { EndpointProfile } from '../../../shared/model/profile.ts'
import type { Result } from '../../../shared/protocol/errors.ts'
import { bad, good } from '../../../shared/protocol/errors.ts'
import type { KeySet, KeySetSource } from '../verify/types.ts'
import type { FetchedKeys } from './fetched-keys.ts'

/** How the key sets of profiles are read; what is written in a file, what stands in the profile, and what was fetched. */
export interface KeyReaders {
  readonly readKeySet: (
    text: string,
    name: string,
    profileName: string | null,
  ) => Promise<Result<KeySet>> | Result<KeySet>
  /** Copies of what was fetched; absent: none are kept. */
  readonly fetched?: FetchedKeys | undefined
  /** Reads a file of keys, or says why not. */
  readonly readFile: (file: string) => Promise<Result<string>>
}

async function changedAt(file: string): Promise<number | null> {
  try {
    return Math.round((await stat(file)).mtimeMs)
  } catch {
    return null
  }
}

/** Reads a file of keys, with the date of its last change. */
export async function loadKeyFile(
  file: string,
  profileName: string | null,
  { readKeySet, readFile }: KeyReaders,
): Promise<Result<KeySet>> {
  const at = await changedAt(file)
  const text = await readFile(file)
  if (!text.ok) return text
  const set = await readKeySet(text.value, file, profileName)
  return set.ok ? good({ ...set.value, source: { kind: 'file', place: file, at } }) : set
}

async function fromText(
  text: string,
  name: string,
  source: KeySetSource,
  { readKeySet }: KeyReaders,
): Promise<Result<KeySet>> {
  const set = await readKeySet(text, name, name)
  return set.ok ? good({ ...set.value, source }) : set
}

async function fromAddress(url: string, name: string, readers: KeyReaders): Promise<Result<KeySet>> {
  const copy = await readers.fetched?.read(url)
  if (copy !== undefined && copy !== null) {
    return fromText(copy.text, name, { kind: 'url', place: url, at: copy.fetchedAt }, readers)
  }
  // Nothing is fetched unasked: not when the app starts, and not when a callback arrives.
  const message = `The key set of "${name}" has not been fetched yet from ${url}. Fetch it: in the app under Signature, key sets; on the command line with verify --fetch-keys.`
  return bad('jwks-not-fetched', message, { name })
}

/**
 * Reads the key set that a profile names: a file, its own text, PEM, or the kept copy of what was fetched. Opens no connection.
 * @param keyFile absolute path, when the profile names a file
 * @param file the profile's own file, for the sentence
 * @returns the set; null when the profile names none
 */
export async function loadProfileKeys(
  profile: EndpointProfile,
  keyFile: string | null,
  file: string,
  readers: KeyReaders,
): Promise<Result<KeySet | null>> {
  const { keySet, name, environment } = profile
  if (keySet === undefined) return good(null)
  const inline = (kind: 'inline' | 'pem'): KeySetSource => ({ kind, place: '', at: null })
  const read = (): Promise<Result<KeySet>> => {
    if (keyFile !== null) return loadKeyFile(keyFile, name, readers)
    if (typeof keySet === 'string') {
      const why = `The profile ${file} names the key set ${keySet}, which is no path. Write an address as {"url": "${keySet}"}.`
      return Promise.resolve(bad('jwks-unreadable', why, { file, path: 'keySet' }))
    }
    if ('url' in keySet) return fromAddress(keySet.url, name, readers)
    if ('pem' in keySet) return fromText(keySet.pem, name, inline('pem'), readers)
    return fromText(JSON.stringify(keySet), name, inline('inline'), readers)
  }
  const result = await read()
  return result.ok ? good({ ...result.value, environment }) : result
}

import { isObject } from '../../../shared/checks/json.ts'
import type { Result } from '../../../shared/protocol/errors.ts'
import { bad, good } from '../../../shared/protocol/errors.ts'
import { importKey } from './key-import.ts'
import { readKeyText } from './key-text.ts'
import type { KeySet, VerificationKey } from './types.ts'

/** A set of more keys is no key set of a bank; importing them all would hold everything up. */
const MOST_KEYS = 2000

const named = (keyId: string | null, index: number) => (keyId === null ? `Key ${String(index + 1)}` : `Key "${keyId}"`)

function remarksOf(keys: readonly VerificationKey[]): readonly string[] {
  const ids = keys.map(({ keyId }) => keyId).filter((id) => id !== null)
  const doubled = new Set(ids.filter((id, index) => ids.indexOf(id) !== index))
  return [
    ...keys.flatMap(({ keyId, refused: why, repaired }, index) => {
      const text = why === null ? repaired : `refused: ${why}`
      return text === null ? [] : [`${named(keyId, index)}: ${text}.`]
    }),
    ...[...doubled].map((id) => `The key name "${id}" is not unique; each of these keys is tried.`),
  ]
}

/**
 * Reads a key set: JWKS, a bare list of keys, one JWK, or public keys and certificates in PEM. A key that cannot verify RS256 stays
 * in the set with the reason, so that a token that names it can be explained.
 * @param name what the user knows it by: profile or file
 * @returns the set with its keys imported, or `jwks-invalid` with the place
 */
export async function readKeySet(text: string, name: string, profileName: string | null): Promise<Result<KeySet>> {
  const read = readKeyText(text)
  if (typeof read === 'string') {
    const message = `The key set ${name} cannot be read. ${read} Save the whole answer of the bank's key set address, and name that file.`
    return bad('jwks-invalid', message, { name })
  }
  const objects = read.jwks.filter((jwk) => isObject(jwk))
  const keys = await Promise.all(objects.slice(0, MOST_KEYS).map(importKey))
  const others = read.jwks.length - objects.length
  const remarks = [
    ...(read.jwks.length === 0 ? ['It holds no keys, so that no signature can be verified with it.'] : []),
    ...(others > 0 ? [`${String(others)} of ${String(read.jwks.length)} entries are no keys and are ignored.`] : []),
    ...(objects.length > MOST_KEYS ? [`Only the first ${String(MOST_KEYS)} keys are used.`] : []),
  ]
  return good({ name, profileName, keys, remarks: [...read.remarks, ...remarks, ...remarksOf(keys)] })
}

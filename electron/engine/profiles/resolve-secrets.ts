import { secretRemarks } from '../../../shared/checks/secret-remarks.ts'
import type { EndpointProfile, ProfileFile } from '../../../shared/model/profile.ts'
import type { SecretPlace } from '../../../shared/model/profile-secrets.ts'
import { mapSecrets } from '../../../shared/model/profile-secrets.ts'
import type { SecretInFile } from '../../../shared/model/secret-text.ts'
import type { Problem, Result } from '../../../shared/protocol/errors.ts'
import { bad, good } from '../../../shared/protocol/errors.ts'
import type { SecretView } from '../../../shared/protocol/profiles.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { Seal, SealFault } from './seal.ts'

/** What is needed to turn the secrets of a file into plain text. */
export interface SecretSources {
  readonly seal: Seal
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** One secret of a file with its plain text, or why there is none. */
export interface ResolvedSecret {
  readonly place: SecretPlace
  readonly stored: SecretInFile
  readonly value: Result<string>
}

/** A profile ready for the checks, with everything that is known of its secrets. */
export interface ResolvedProfile {
  readonly profile: EndpointProfile
  readonly secrets: readonly ResolvedSecret[]
  /** What cannot be had, as one sentence; null when all can. */
  readonly problem: Problem | null
}

/** What a sealed secret is bound to: the profile's name and its place there. */
export const boundTo = (profileName: string, place: SecretPlace): readonly string[] => [profileName, place.binding]

const FAULTS: Readonly<Record<SealFault, string>> = {
  'no-key':
    'it is sealed by the app, and can be opened there only. On the command line give {"env": "NAME"}, or export the profile from the app with its secrets',
  'other-key':
    'it was sealed with another key: by another user, on another machine, or before the system lost its secret store. Enter it again',
  newer: 'it was sealed by a newer version of the app. Update this one',
  changed: 'its sealed text was changed, or moved here from another profile or place. Enter it again',
}

function plainOf(secret: SecretInFile, place: SecretPlace, name: string, sources: SecretSources): Result<string> {
  if (typeof secret === 'string') return good(secret)
  const { path } = place
  if ('env' in secret) {
    const value = sources.environment[secret.env]
    if (value !== undefined) return good(value)
    const message = `${path}: the environment variable ${secret.env} is not set`
    return bad('secret-missing', message, { path, variable: secret.env })
  }
  const opened = sources.seal.open(secret.sealed, boundTo(name, place))
  return opened.ok ? good(opened.secret) : bad('secret-sealed', `${path}: ${FAULTS[opened.fault]}`, { path })
}

/** One problem for all secrets that cannot be had: names file and places, and what follows. */
function problemOf(secrets: readonly ResolvedSecret[], file: string): Problem | null {
  const missing = secrets.flatMap(({ value }) => (value.ok ? [] : [value.problem]))
  const first = missing[0]
  if (first === undefined) return null
  const more = missing.length > 1 ? ` The same holds for ${String(missing.length - 1)} more of its secrets.` : ''
  const message = `The profile ${file} is used without a secret: ${first.message}.${more} What needs it stays unchecked.`
  return { code: first.code, message, data: { ...first.data, file } }
}

/** Takes a profile as its file holds it, gives it with plain secrets; one that cannot be had is left out and named. */
export function resolveSecrets(source: ProfileFile, file: string, sources: SecretSources): ResolvedProfile {
  const secrets: ResolvedSecret[] = []
  const profile = mapSecrets<SecretInFile, string>(source, (stored, place) => {
    const value = plainOf(stored, place, source.name, sources)
    secrets.push({ place, stored, value })
    return value.ok ? value.value : undefined
  })
  return { profile, secrets, problem: problemOf(secrets, file) }
}

/** What may be told of a plain secret without showing it. */
export function describeSecret(secret: string): Pick<SecretView, 'fingerprint' | 'length' | 'remarks'> {
  return { fingerprint: fingerprintOf(secret), length: Array.from(secret).length, remarks: secretRemarks(secret) }
}

const storedAs = (stored: SecretInFile): SecretView['stored'] =>
  typeof stored === 'string' ? 'plain' : 'env' in stored ? 'env' : 'sealed'

/** A secret as the window may know it before anybody asked to see it. */
export function secretView({ place, stored, value }: ResolvedSecret): SecretView {
  const known = value.ok ? describeSecret(value.value) : { fingerprint: null, length: null, remarks: [] }
  return {
    path: place.path,
    kind: place.kind,
    stored: storedAs(stored),
    env: typeof stored !== 'string' && 'env' in stored ? stored.env : null,
    ...known,
    problem: value.ok ? null : value.problem,
  }
}

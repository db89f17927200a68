import type { ProfileDraft, ProfileFile } from '../../../shared/model/profile.ts'
import type { SecretPlace } from '../../../shared/model/profile-secrets.ts'
import { mapSecrets } from '../../../shared/model/profile-secrets.ts'
import type { SecretInDraft, SecretInFile } from '../../../shared/model/secret-text.ts'
import type { Problem, Result } from '../../../shared/protocol/errors.ts'
import { bad, good } from '../../../shared/protocol/errors.ts'
import type { ResolvedSecret } from './resolve-secrets.ts'
import { boundTo } from './resolve-secrets.ts'
import type { Seal } from './seal.ts'

/** The profile that a draft replaces, as far as its secrets go. */
export interface KeptSecrets {
  readonly name: string
  readonly secrets: readonly ResolvedSecret[]
}

const NONE: KeptSecrets = { name: '', secrets: [] }
type Kept = Result<{ readonly plain: string } | { readonly as: SecretInFile }>

/** Finds what a draft keeps. A sealed text that cannot be opened may only stay exactly where it is. */
function keptSecret(path: string, place: SecretPlace, name: string, before: KeptSecrets): Kept {
  const found = before.secrets.find((secret) => secret.place.path === path)
  if (found === undefined) {
    const message = `The profile "${name}" cannot be saved: ${place.path} is to stay as it was, but ${path} is not there any more. Enter the secret.`
    return bad('profile-invalid', message, { path: place.path })
  }
  const { stored, value } = found
  if (typeof stored === 'string') return good({ plain: stored })
  if ('env' in stored) return good({ as: stored })
  if (value.ok) return good({ plain: value.value })
  if (before.name === name && found.place.binding === place.binding) return good({ as: stored })
  const message = `The profile "${name}" cannot be saved: ${value.problem.message}. It cannot be moved or renamed while it is sealed.`
  return bad('secret-sealed', message, { path: place.path })
}

/**
 * Takes a draft, gives the profile as its file shall hold it: new and kept secrets sealed (plain where nothing can be sealed).
 * @param before the profile that the draft replaces; null for a new one
 */
export function secretsToStore(draft: ProfileDraft, before: KeptSecrets | null, seal: Seal): Result<ProfileFile> {
  let problem: Problem | null = null
  const stored = (text: string, place: SecretPlace): SecretInFile =>
    seal.available ? { sealed: seal.close(text, boundTo(draft.name, place)) } : text
  const profile = mapSecrets<SecretInDraft, SecretInFile>(draft, (secret, place) => {
    if (typeof secret === 'string') return stored(secret, place)
    if ('env' in secret) return secret
    const kept = keptSecret(secret.keep, place, draft.name, before ?? NONE)
    if (!kept.ok) {
      problem ??= kept.problem
      return undefined
    }
    return 'plain' in kept.value ? stored(kept.value.plain, place) : kept.value.as
  })
  const found = problem as Problem | null
  return found === null ? good(profile) : { ok: false, problem: found }
}

/** A profile as an editor gets it: secrets stand as `keep`, variables by their name. */
export function draftOf(source: ProfileFile): ProfileDraft {
  return mapSecrets<SecretInFile, SecretInDraft>(source, (stored, place) =>
    typeof stored !== 'string' && 'env' in stored ? stored : { keep: place.path },
  )
}

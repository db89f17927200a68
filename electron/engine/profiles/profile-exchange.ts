import type { ProfileFile } from '../../../shared/model/profile.ts'
import type { SecretPlace } from '../../../shared/model/profile-secrets.ts'
import { mapSecrets } from '../../../shared/model/profile-secrets.ts'
import type { SecretInFile } from '../../../shared/model/secret-text.ts'
import type { Result } from '../../../shared/protocol/errors.ts'
import { good } from '../../../shared/protocol/errors.ts'
import type { MethodResult } from '../../../shared/protocol/table.ts'
import type { HeldProfile, ProfileEditor } from './profile-editor.ts'
import { parseProfile } from './parse-profile.ts'
import { profileFileName, profileText } from './profile-files.ts'
import { boundTo } from './resolve-secrets.ts'
import type { Seal } from './seal.ts'

type Imported = MethodResult<'profiles.import'>
type Exported = MethodResult<'profiles.export'>

const NAME_LENGTH = 80

/** A name that nobody has: "Shop (2)". */
function freeName(name: string, taken: readonly string[]): string {
  for (let number = 2; ; number += 1) {
    const ending = ` (${String(number)})`
    const candidate = `${name.slice(0, NAME_LENGTH - ending.length)}${ending}`
    if (!taken.includes(candidate)) return candidate
  }
}

/** A variable that speaks of profile and place: WEB_SHOP_DIGEST_SALT. */
function placeholderFor(name: string, { path }: SecretPlace): string {
  const words = `${name} ${path}`
    .normalize('NFKD')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
  return (/^[0-9]/.test(words) ? `PROFILE_${words}` : words).slice(0, 200)
}

const keyFileNote = ({ keySet }: ProfileFile): readonly string[] =>
  typeof keySet === 'string' ? [`The key set is a file of its own (${keySet}): send it along, beside the profile.`] : []

/** The text of a profile for somebody else. */
export function exportProfile({ value }: HeldProfile, secrets: boolean): Exported {
  const { source } = value
  const left: string[] = []
  const profile = mapSecrets<SecretInFile, SecretInFile>(source, (stored, place) => {
    const known = value.secrets.find((secret) => secret.place.path === place.path)?.value
    if (secrets && known?.ok === true) return known.value
    if (typeof stored !== 'string' && 'env' in stored) return stored
    const env = placeholderFor(source.name, place)
    left.push(`${place.path} was left out: enter it in place of {"env": "${env}"}, or set this environment variable.`)
    return { env }
  })
  const warning = secrets
    ? ['Its secrets stand in plain text: keep the file for yourself, and remove it when it was used.']
    : []
  return {
    fileName: profileFileName(source.name),
    text: profileText(profile),
    leftOut: left.length,
    notes: [...warning, ...left, ...keyFileNote(source)],
  }
}

/** Takes the seals of the text's own profile off, as far as they can be: it may get another name here. */
function unsealed(
  profile: ProfileFile,
  seal: Seal,
): { readonly profile: ProfileFile; readonly notes: readonly string[] } {
  const notes: string[] = []
  const open = mapSecrets<SecretInFile, SecretInFile>(profile, (stored, place) => {
    if (typeof stored === 'string') return stored
    if ('env' in stored) {
      notes.push(
        `${place.path} comes from the environment variable ${stored.env}. Enter the secret, or set the variable.`,
      )
      return stored
    }
    const opened = seal.open(stored.sealed, boundTo(profile.name, place))
    if (opened.ok) return opened.secret
    notes.push(`${place.path} was sealed by another installation and was left out: enter it.`)
    return undefined
  })
  return { profile: open, notes }
}

/** Takes the text of a profile file into the folder; see profiles.import. */
export async function importProfile(
  editor: ProfileEditor,
  { text, as, replace }: { readonly text: string; readonly as: string | null; readonly replace: boolean },
): Promise<Result<Imported>> {
  const parsed = parseProfile(text, 'that is imported')
  if (!parsed.ok) return parsed
  const { profile, notes } = unsealed(parsed.value, editor.seal)
  const name = as ?? profile.name
  const taken = editor.names().includes(name)
  if (taken && !replace) {
    return good({ saved: null, clash: { name, suggestion: freeName(name, editor.names()) }, notes: [] })
  }
  const saved = await editor.save({ ...profile, name }, taken ? name : null)
  return saved.ok ? good({ saved: saved.value, clash: null, notes: [...notes, ...keyFileNote(profile)] }) : saved
}

import { faultsOf, faultsText } from '../../../shared/model/faults.ts'
import { jsonPath } from '../../../shared/model/json-path.ts'
import type { ProfileFile } from '../../../shared/model/profile.ts'
import { PROFILE_VERSION, profileFileSchema } from '../../../shared/model/profile.ts'
import type { Result } from '../../../shared/protocol/errors.ts'
import { bad, good } from '../../../shared/protocol/errors.ts'
import type { Place } from '../settings/read-json.ts'
import { doubledMember, readJson } from '../settings/read-json.ts'

const where = ({ line, column }: Place): string => `line ${String(line)}, column ${String(column)}`

/** The version that a profile says it has, when it is one that this program does not know yet. */
function newerVersion(value: unknown): number | null {
  if (typeof value !== 'object' || value === null || !('version' in value)) return null
  const { version } = value
  return typeof version === 'number' && version > PROFILE_VERSION ? version : null
}

/** Takes the text of a profile, gives the profile or a problem that names it, and line and column, or the path in it. */
export function parseProfile(text: string, file: string): Result<ProfileFile> {
  const json = readJson(text)
  if (!json.ok) {
    const message = `The profile ${file} is not valid JSON (${where(json.place)}: ${json.why}). Correct it; it is read again when it is saved.`
    return bad('profile-invalid', message, { file, ...json.place })
  }
  const newer = newerVersion(json.value)
  if (newer !== null) {
    const message = `The profile ${file} has format version ${String(newer)}; this program knows version ${String(PROFILE_VERSION)}. Update the program, or export the profile as version ${String(PROFILE_VERSION)} where it was made.`
    return bad('profile-newer', message, { file, path: 'version', version: newer })
  }
  const doubled = doubledMember(text)
  if (doubled !== null) {
    const message = `The profile ${file} does not hold: "${doubled.name}" stands twice in one object (the second time at ${where(doubled.place)}). Remove one of them.`
    return bad('profile-invalid', message, { file, path: doubled.name, ...doubled.place })
  }
  const parsed = profileFileSchema.safeParse(json.value)
  if (parsed.success) return good(parsed.data)
  const faults = faultsOf(parsed.error, json.value)
  const path = jsonPath(faults[0]?.path ?? [])
  const message = `The profile ${file} does not hold: ${faultsText(faults)}. docs/profiles.md says what belongs there.`
  return bad('profile-invalid', message, { file, path })
}

import type { MethodResult } from '../../shared/protocol/table.ts'
import type { ProfileStatus } from '../../shared/protocol/views.ts'
import { plural } from '../format/units.ts'

/** Secrets that stand in plain text in profiles which the app may write. */
export function plainSecrets(profiles: readonly ProfileStatus[]): number {
  return profiles.reduce((sum, { readOnly, secrets }) => sum + (readOnly === null ? secrets.plain : 0), 0)
}

/** What came of encrypting them, for the user. */
export function sealedWords({ sealed, problems }: MethodResult<'profiles.seal'>): string {
  const [first] = problems
  if (first !== undefined) return first.message
  if (sealed === 0) return 'Nothing was encrypted: this system has no secret store that the app can use.'
  return `Encrypted ${plural(sealed, 'secret')}.`
}

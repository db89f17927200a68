import { candidateSalts } from '../../shared/checks/digest/salts.ts'
import type { DigestSettings, EndpointProfile } from '../../shared/model/profile.ts'
import type { Result } from '../../shared/protocol/errors.ts'
import { good } from '../../shared/protocol/errors.ts'
import { describeSecret } from '../engine/profiles/resolve-secrets.ts'
import type { Failed, OptionValues } from './command.ts'
import { usage } from './command.ts'
import { plain } from './terminal-text.ts'

/** A salt with the words that say where it is from. */
interface NamedSalt {
  readonly name: string
  readonly salt: string
}

/** What may be told of a salt; the salt itself is not. */
export interface FingerprintRecord {
  readonly name: string
  readonly fingerprint: string | null
  /** In characters. */
  readonly length: number | null
  readonly remarks: readonly { readonly code: string; readonly text: string }[]
}

/** Options that say nothing to --fingerprint. */
const OTHERS = ['algorithm', 'param', 'explain', 'url', 'identifier', 'event'] as const

function saltsOf(whose: string, settings: DigestSettings | null | undefined): readonly NamedSalt[] {
  if (!settings) return []
  return candidateSalts(settings).flatMap(({ salt, label }) =>
    salt === null ? [] : [{ name: `${whose}, ${label}`, salt }],
  )
}

/** Every salt of a profile, its history and its events too, in the order of the file. */
function saltsOfProfile({ name, digest, events }: EndpointProfile): readonly NamedSalt[] {
  const ofEvents = Object.entries(events).flatMap(([event, settings]) => saltsOf(`${name}, ${event}`, settings.digest))
  return [...saltsOf(name, digest), ...ofEvents]
}

/**
 * The fingerprints of the salts that were given and of those of profiles: the same eight digits that the window shows, so that two
 * people can compare them on the phone. Wrong usage when there is no salt, or with options that belong to a digest.
 */
export function fingerprints(
  values: OptionValues,
  salts: readonly string[],
  profiles: readonly EndpointProfile[],
): Result<readonly FingerprintRecord[]> | Failed {
  const other = OTHERS.find((name) => values[name] !== undefined)
  if (other !== undefined) return usage(`--${other} does not belong to --fingerprint, which takes salts and profiles.`)
  const given = salts.map((salt, index) => ({ name: salts.length === 1 ? 'salt' : `salt ${String(index + 1)}`, salt }))
  const all = [...given, ...profiles.flatMap(saltsOfProfile)]
  if (all.length === 0)
    return usage('--fingerprint needs a salt: --salt S, --salt-env NAME, or --profile FILE with one.')
  return good(all.map(({ name, salt }) => ({ name, ...describeSecret(salt) })))
}

/** One line for each salt, what is odd about it below. */
export function readableFingerprints(records: readonly FingerprintRecord[]): string {
  return records
    .flatMap(({ name, fingerprint, length, remarks }) => [
      `${fingerprint ?? ''}  ${plain(name, 200)} (${String(length)} ${length === 1 ? 'character' : 'characters'})`,
      ...remarks.map(({ text }) => `${' '.repeat(11)}${text}`),
    ])
    .join('\n')
}

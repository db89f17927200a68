import { join } from 'node:path'
import type { SourceSettings } from '../../shared/model/settings.ts'
import { settingsSchema } from '../../shared/model/settings.ts'
import type { Problem, Result } from '../../shared/protocol/errors.ts'
import { good, toProblem } from '../../shared/protocol/errors.ts'
import { systemClocks } from '../engine/clocks.ts'
import type { FetchedKeys } from '../engine/key-sets/fetched-keys.ts'
import { openFetchedKeys } from '../engine/key-sets/fetched-keys.ts'
import { listKeySets, refreshKeySet } from '../engine/key-sets/registered-keys.ts'
import type { Profiles } from '../engine/profiles/profiles.ts'
import { openProfiles } from '../engine/profiles/profiles.ts'
import type { Failed, OptionSpec, OptionValues, Surroundings } from './command.ts'
import { flag, said, text, texts, usage } from './command.ts'
import { dataFolder } from './data-folder.ts'
import type { Output } from './output.ts'
import { plain } from './terminal-text.ts'

export const PROFILE: OptionSpec = {
  type: 'string',
  multiple: true,
  value: 'FILE',
  help: 'Endpoint profile: URI templates, salts, keys (docs/profiles.md). May be given more than once.',
}
export const JWKS: OptionSpec = {
  type: 'string',
  multiple: true,
  value: 'FILE',
  help: 'Key set (JWKS) to verify jwsData with. May be given more than once.',
}

export const FETCH_KEYS: OptionSpec = {
  type: 'boolean',
  help: 'Fetch the key sets that profiles name by address first; else the kept copies are used.',
}

export const PROXY: OptionSpec = {
  type: 'string',
  multiple: true,
  value: 'ADDRESS',
  help: 'Trust the forwarding headers of this proxy (an address or a network). May be given more than once.',
}

/** The sources settings that the options stand for: the shipped list, and the proxies named; wrong usage for what is no network. */
export function sourcesOf(values: OptionValues): Result<SourceSettings> {
  const proxies = texts(values, 'proxy')
  const parsed = settingsSchema.shape.sources.safeParse({ proxies })
  if (parsed.success) return good(parsed.data)
  const wrong = proxies[Number(parsed.error.issues[0]?.path[1] ?? 0)] ?? ''
  return usage(
    `--proxy takes an address such as 192.0.2.7 or a network such as 192.0.2.0/24, not "${plain(wrong, 60)}".`,
  )
}

/** Writes problems down for the user, one line each. */
export function tell(output: Output, problems: readonly Problem[]): void {
  for (const { message } of problems) output.message(plain(message, 4000))
}

/**
 * Opens the profiles and key sets of --profile and --jwks. Every one of them must be good: a verdict against half of
 * what was asked for would mislead. Only with `lenient` a broken key set is said and left out: then each signature that
 * it leaves unchecked says so itself.
 */
export async function openTrust(
  values: OptionValues,
  { output, environment }: Pick<Surroundings, 'output' | 'environment'>,
  watch: boolean,
  lenient = false,
): Promise<Result<Profiles> | Failed> {
  const fetched = openFetchedKeys({ folder: join(dataFolder(environment), 'key-sets'), wall: systemClocks.wall })
  const profiles = await openProfiles({
    folder: null,
    files: texts(values, 'profile'),
    keySetFiles: texts(values, 'jwks'),
    watch,
    environment,
    fetched,
  })
  if (flag(values, 'fetch-keys')) await fetchKeys(profiles, fetched, output)
  const problems = profiles.status().flatMap(({ problem }) => (problem === null ? [] : [problem]))
  tell(output, profiles.problems())
  if (lenient) tell(output, problems.filter(isOfKeySet))
  for (const { file, openToOthers, remarks } of profiles.status()) {
    for (const remark of remarks) output.message(plain(`The profile ${file}: ${remark}`, 4000))
    if (!openToOthers) continue
    const message = `The profile ${file} holds secrets in plain text, and others on this machine may read it: chmod 600, or name a variable with {"env": "NAME"}.`
    output.message(plain(message, 4000))
  }
  if (problems.length === 0 || (lenient && problems.every(isOfKeySet))) {
    // Keys that were repaired or cannot be used: a signature may stay unchecked for that reason.
    for (const { name, remarks } of profiles.current().keySets) {
      for (const remark of remarks) output.message(plain(`${name}: ${remark}`, 4000))
    }
    return good(profiles)
  }
  profiles.close()
  tell(output, problems)
  // The app goes on without it and says so; what is printed here may be read by a script that sees no message.
  if (problems.some(isOfSecret)) output.message('Nothing was done: the command line needs every secret of a profile.')
  return said
}

const isOfSecret = ({ code }: Problem): boolean => code === 'secret-missing' || code === 'secret-sealed'
const isOfKeySet = ({ code }: Problem): boolean => code === 'jwks-invalid' || code === 'jwks-not-fetched'

/** Fetches every key set that a profile names by address; what fails is said, and the copy before stays in force. */
async function fetchKeys(profiles: Profiles, fetched: FetchedKeys, output: Output): Promise<void> {
  for (const { kind, profile } of listKeySets(profiles)) {
    if (kind !== 'url' || profile === null) continue
    try {
      await refreshKeySet(profiles, fetched, profile)
    } catch (thrown) {
      tell(output, [toProblem(thrown)])
    }
  }
}

/** A whole number from an option, within bounds; undefined when the option is absent. */
export function wholeNumber(
  values: OptionValues,
  name: string,
  least: number,
  most: number,
): Result<number | undefined> {
  const given = text(values, name)
  if (given === undefined) return good(undefined)
  const number = /^[0-9]{1,9}$/.test(given) ? Number(given) : Number.NaN
  if (number >= least && number <= most) return good(number)
  return usage(`--${name} takes a whole number from ${String(least)} to ${String(most)}, not "${plain(given, 60)}".`)
}

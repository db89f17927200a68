import type { DigestAlgorithm } from '../../shared/model/profile.ts'
import { DIGEST_ALGORITHMS } from '../../shared/model/profile.ts'
import type { EndpointProfile } from '../../shared/model/profile.ts'
import type { Problem, Result } from '../../shared/protocol/errors.ts'
import { good } from '../../shared/protocol/errors.ts'
import { digestHash } from '../engine/verify/hash.ts'
import type { Command, Failed, OptionValues, Outcome, Surroundings } from './command.ts'
import { done, flag, text, texts, usage } from './command.ts'
import { explain, readableExplanation } from './digest-explain.ts'
import { fingerprints, readableFingerprints } from './digest-fingerprint.ts'
import { openTrust, PROFILE } from './shared-options.ts'
import { jsonLine, plain } from './terminal-text.ts'

interface Parameter {
  readonly name: string
  readonly value: string
}

/** What --algorithm says; null: it is not given. */
function algorithmOf(values: OptionValues): Result<DigestAlgorithm | null> | Failed {
  const given = text(values, 'algorithm')
  if (given === undefined) return good(null)
  const name = given.toUpperCase().replace('-', '')
  const found = DIGEST_ALGORITHMS.find((algorithm) => algorithm === name)
  return found === undefined ? usage('digest needs --algorithm MD5 or --algorithm SHA1.') : good(found)
}

/** `name=value`, split at the first equals sign; null when there is none or the name is empty. */
function parameterOf(given: string): Parameter | null {
  const at = given.indexOf('=')
  return at < 1 ? null : { name: given.slice(0, at), value: given.slice(at + 1) }
}

function parametersOf(values: OptionValues): Result<readonly Parameter[]> | Failed {
  const given = texts(values, 'param')
  const wrong = given.find((one) => parameterOf(one) === null)
  if (wrong !== undefined) return usage(`--param takes name=value, not "${plain(wrong, 60)}".`)
  return good(given.map(parameterOf).filter((parameter) => parameter !== null))
}

/** Salts as they were given, then those of named environment variables, which other users of the machine cannot read. */
function saltsOf(values: OptionValues, { environment }: Surroundings): Result<readonly string[]> | Failed {
  const salts = [...texts(values, 'salt')]
  for (const name of texts(values, 'salt-env')) {
    const salt = environment[name]
    if (salt === undefined)
      return usage(`--salt-env names ${plain(name, 60)}, and there is no such environment variable.`)
    salts.push(salt)
  }
  return good(salts)
}

interface Given {
  readonly algorithm: DigestAlgorithm | null
  readonly parameters: readonly Parameter[]
  readonly salts: readonly string[]
}

function givenOf(
  values: OptionValues,
  surroundings: Surroundings,
): Result<Given> | { ok: false; problem: Problem | null } {
  const algorithm = algorithmOf(values)
  if (!algorithm.ok) return algorithm
  const parameters = parametersOf(values)
  if (!parameters.ok) return parameters
  const salts = saltsOf(values, surroundings)
  if (!salts.ok) return salts
  return good({ algorithm: algorithm.value, parameters: parameters.value, salts: salts.value })
}

/** The bank's rule: values in order without separators, the salt last (domain.md §2.1). */
function compute({ algorithm, parameters, salts }: Given, values: OptionValues, { output }: Surroundings): Outcome {
  if (algorithm === null) return usage('digest needs --algorithm MD5 or --algorithm SHA1.')
  if (parameters.length === 0) return usage('digest needs at least one --param name=value.')
  if (salts.length > 1) return usage('digest takes one salt; several are tried with --explain or --url.')
  const only = ['identifier', 'event', 'profile'].find((name) => values[name] !== undefined)
  if (only !== undefined) return usage(`--${only} belongs to --explain or --url.`)
  const [salt] = salts
  const result = digestHash(algorithm, parameters.map(({ value }) => value).join('') + (salt ?? ''))
  const record = { type: 'digest', format: 1, algorithm, parameters, salted: salt !== undefined, digest: result }
  output.record(flag(values, 'json') ? jsonLine(record) : result)
  return done
}

async function profilesOf(
  values: OptionValues,
  surroundings: Surroundings,
): Promise<Result<readonly EndpointProfile[]> | Failed> {
  if (texts(values, 'profile').length === 0) return good([])
  const trust = await openTrust(values, surroundings, false, true)
  if (!trust.ok) return trust
  const { profiles } = trust.value.current()
  trust.value.close()
  return good(profiles)
}

async function search(given: Given, values: OptionValues, surroundings: Surroundings): Promise<Outcome> {
  const profiles = await profilesOf(values, surroundings)
  if (!profiles.ok) return profiles
  const explained = explain({
    ...given,
    received: text(values, 'explain') ?? null,
    url: text(values, 'url') ?? null,
    identifiers: texts(values, 'identifier'),
    event: text(values, 'event') ?? null,
    profiles: profiles.value,
  })
  if (!explained.ok) return explained
  const { known, search: found } = explained.value
  const record = {
    type: 'digest',
    format: 1,
    algorithm: known.algorithm,
    parameters: known.values.map(({ name, value }) => ({ name, value })),
    salted: known.salt !== null,
    digest: found.expected,
    received: known.received,
    matches: found.matches,
    causes: found.causes,
    tried: found.tried,
    complete: found.complete,
  }
  surroundings.output.record(flag(values, 'json') ? jsonLine(record) : readableExplanation(explained.value))
  return done
}

async function fingerprint({ salts }: Given, values: OptionValues, surroundings: Surroundings): Promise<Outcome> {
  const profiles = await profilesOf(values, surroundings)
  if (!profiles.ok) return profiles
  const found = fingerprints(values, salts, profiles.value)
  if (!found.ok) return found
  const record = { type: 'fingerprints', format: 1, salts: found.value }
  surroundings.output.record(flag(values, 'json') ? jsonLine(record) : readableFingerprints(found.value))
  return done
}

export const digest: Command = {
  name: 'digest',
  summary: 'Computes the digest of a callback, says why one does not match, or names a salt by its fingerprint.',
  usage:
    '--algorithm MD5|SHA1 [--salt S] --param name=value … [--json]\n  [--explain DIGEST] [--url URL] [--identifier ID …] [--event TYPE] [--profile FILE …] [--fingerprint]',
  options: {
    algorithm: {
      type: 'string',
      value: 'MD5|SHA1',
      help: 'The algorithm that was registered; with --explain it may be left out, the length of the digest tells it.',
    },
    salt: {
      type: 'string',
      multiple: true,
      value: 'S',
      help: 'The salt that was registered; leave it out when there was none. With --explain repeat it for others that may be right.',
    },
    'salt-env': {
      type: 'string',
      multiple: true,
      value: 'NAME',
      help: 'The same, from an environment variable: other users of the machine can read arguments.',
    },
    param: {
      type: 'string',
      multiple: true,
      value: 'name=value',
      help: 'A parameter of the digest; repeat it in the order in which they were registered.',
    },
    explain: { type: 'string', value: 'DIGEST', help: 'The digest that came: says which mistakes give it.' },
    url: {
      type: 'string',
      value: 'URL',
      help: 'The URL (or request, or line of a log) that came: values and digest are taken from it.',
    },
    identifier: {
      type: 'string',
      multiple: true,
      value: 'ID',
      help: "Another identifier that may have been hashed, for example the shop's own order number; may be repeated.",
    },
    event: { type: 'string', value: 'TYPE', help: 'The event type, for its published lists of parameters.' },
    profile: PROFILE,
    fingerprint: {
      type: 'boolean',
      help: 'Print the fingerprint of each salt given, and of each in the profiles, in place of a digest: to compare on the phone.',
    },
    json: { type: 'boolean', help: 'Print one JSON object.' },
  },
  notes: [
    'Only the values and the salt are hashed, joined without separators; the names are for the reader.',
    'With --explain or --url the search makes the digest as each known mistake would make it, alone and two at a time. JSON holds the causes, best first, and how many candidates were tried.',
  ],
  allowPositionals: false,
  run: async (values, _, surroundings) => {
    const given = givenOf(values, surroundings)
    if (!given.ok) return given
    if (flag(values, 'fingerprint')) return fingerprint(given.value, values, surroundings)
    const explains = values['explain'] !== undefined || values['url'] !== undefined
    return explains ? search(given.value, values, surroundings) : compute(given.value, values, surroundings)
  },
}

import type { DigestAlgorithm } from '../../shared/model/profile.ts'
import { DIGEST_ALGORITHMS } from '../../shared/model/profile.ts'
import { digestHash } from '../engine/verify/hash.ts'
import type { Command, OptionValues } from './command.ts'
import { done, flag, text, texts, usage } from './command.ts'
import { jsonLine, plain } from './terminal-text.ts'

interface Parameter {
  readonly name: string
  readonly value: string
}

function algorithmOf(values: OptionValues): DigestAlgorithm | null {
  const given = text(values, 'algorithm')?.toUpperCase().replace('-', '')
  return DIGEST_ALGORITHMS.find((algorithm) => algorithm === given) ?? null
}

/** `name=value`, split at the first equals sign; null when there is none or the name is empty. */
function parameterOf(given: string): Parameter | null {
  const at = given.indexOf('=')
  return at < 1 ? null : { name: given.slice(0, at), value: given.slice(at + 1) }
}

export const digest: Command = {
  name: 'digest',
  summary: 'Computes the digest of a callback.',
  usage: '--algorithm MD5|SHA1 [--salt S] --param name=value … [--json]',
  options: {
    algorithm: { type: 'string', value: 'MD5|SHA1', help: 'The algorithm that was registered.' },
    salt: { type: 'string', value: 'S', help: 'The salt that was registered; leave it out when there was none.' },
    param: {
      type: 'string',
      multiple: true,
      value: 'name=value',
      help: 'A parameter of the digest; repeat it in the order in which they were registered.',
    },
    json: { type: 'boolean', help: 'Print one JSON object instead of the digest alone.' },
  },
  notes: ['Only the values and the salt are hashed, joined without separators; the names are for the reader.'],
  allowPositionals: false,
  run: (values, _, { output }) => {
    const algorithm = algorithmOf(values)
    if (algorithm === null) return Promise.resolve(usage('digest needs --algorithm MD5 or --algorithm SHA1.'))
    const given = texts(values, 'param')
    const parameters = given.map(parameterOf).filter((parameter) => parameter !== null)
    if (parameters.length < given.length) {
      const wrong = given.find((one) => parameterOf(one) === null) ?? ''
      return Promise.resolve(usage(`--param takes name=value, not "${plain(wrong, 60)}".`))
    }
    if (parameters.length === 0) return Promise.resolve(usage('digest needs at least one --param name=value.'))
    const salt = text(values, 'salt')
    // The bank's rule: values in order without separators, the salt last (domain.md §2.1).
    const result = digestHash(algorithm, parameters.map(({ value }) => value).join('') + (salt ?? ''))
    const record = { type: 'digest', format: 1, algorithm, parameters, salted: salt !== undefined, digest: result }
    output.record(flag(values, 'json') ? jsonLine(record) : result)
    return Promise.resolve(done)
  },
}

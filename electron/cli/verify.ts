import { existsSync } from 'node:fs'
import type { Result } from '../../shared/protocol/errors.ts'
import { good } from '../../shared/protocol/errors.ts'
import { instantText } from '../../shared/checks/claims.ts'
import { RECORD_FORMAT } from '../../shared/export/record-schema.ts'
import type { TokenRecord } from '../../shared/export/token-schema.ts'
import { listKeySets } from '../engine/key-sets/registered-keys.ts'
import type { Profiles } from '../engine/profiles/profiles.ts'
import { checkPastedToken } from '../engine/verify/pasted-token.ts'
import type { PastedToken } from '../engine/verify/pasted-token.ts'
import type { Command, Surroundings } from './command.ts'
import { done, flag, said, usage } from './command.ts'
import { NOW, nowOf, readSource } from './inputs.ts'
import { withoutMark } from './pasted-text.ts'
import { FETCH_KEYS, JWKS, openTrust, PROFILE } from './shared-options.ts'
import { jsonLine, plain } from './terminal-text.ts'
import { tokenLines } from './token-lines.ts'

/** Three parts of base64url, with blanks around them or not: then it is the token itself, and no file. */
const TOKEN = /^\s*[\w-]+\.[\w-]*\.[\w-]*\s*$/

/** The token itself, or the name of a file with one (or with a body, or a whole request); `-` is standard input. */
async function readToken(given: string, surroundings: Surroundings): Promise<Result<string>> {
  if (given !== '-' && TOKEN.test(given) && !existsSync(given)) return good(given)
  const source = await readSource(given, surroundings)
  if (!source.ok) return source
  const { bytes, remark } = withoutMark(source.value)
  if (remark !== null) surroundings.output.message(`${plain(given)}: ${remark}`)
  return good(bytes.toString('utf8'))
}

function recordOf({ light, jws }: PastedToken, now: number, trust: Profiles): TokenRecord {
  return {
    type: 'token',
    format: RECORD_FORMAT,
    now: new Date(now).toISOString(),
    signature: light,
    place: jws.place,
    keyId: jws.keyId,
    keySet: jws.verifiedBy,
    header: jws.headerText,
    payload: jws.payloadText,
    payloadLength: jws.payloadLength,
    times: jws.times.map(({ claim, written, at, state }) => ({ claim, written, at: instantText(at), state })),
    comparison: jws.comparison,
    keySets: listKeySets(trust),
  }
}

export const verify: Command = {
  name: 'verify',
  summary: 'Verifies a token (jwsData), and explains it.',
  usage: '[OPTION …] TOKEN|FILE|-',
  options: {
    jwks: JWKS,
    profile: PROFILE,
    'fetch-keys': FETCH_KEYS,
    now: NOW,
    json: { type: 'boolean', help: 'Print one JSON object (docs/command-line.md).' },
  },
  notes: [
    'FILE holds a token, the body of a callback, or a whole request; - is standard input. A body is compared with the event that was signed. Times are shown in UTC.',
    'Ends with 0 only when the signature is verified, so that a script can rely on it.',
  ],
  allowPositionals: true,
  run: async (values, given, surroundings) => {
    const [first] = given
    if (first === undefined || given.length > 1)
      return usage('verify needs one TOKEN, a FILE with one, or - for standard input.')
    const now = nowOf(values)
    if (!now.ok) return now
    const input = await readToken(first, surroundings)
    if (!input.ok) return input
    const trust = await openTrust(values, surroundings, false, true)
    if (!trust.ok) return trust
    const checked = await checkPastedToken(input.value, null, trust.value.current(), now.value)
    const record = recordOf(checked, now.value, trust.value)
    const { output } = surroundings
    output.record(flag(values, 'json') ? jsonLine(record) : tokenLines(record, checked).join('\n'))
    return checked.light.verdict === 'verified' ? done : said
  },
}

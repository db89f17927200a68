import type { TokenRecord } from '../../shared/export/token-schema.ts'
import type { PastedToken } from '../engine/verify/pasted-token.ts'
import { plain } from './terminal-text.ts'

const WORDS = {
  verified: 'VERIFIED',
  rejected: 'REJECTED',
  unverifiable: 'CANNOT BE VERIFIED',
  malformed: 'MALFORMED',
} as const

/** What a time claim is called, by its state. */
const TIMES: Readonly<Record<string, string>> = {
  met: 'met',
  expired: 'expired when it was judged',
  'not-yet': 'not valid yet',
  'issued-later': 'issued in the future',
  milliseconds: 'looks like milliseconds; times are in seconds',
  'out-of-range': 'beyond any calendar',
  'no-number': 'not a number',
}

const LONGEST = 4000
const MOST_FIELDS = 40
const INDENT = '  '

const titled = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `${INDENT}${line}`)]

function fieldLine({ member, expected, received, result }: TokenRecord['comparison']['fields'][number]): string {
  const name = plain(member, 200)
  if (result === 'equal') return `equal    ${name}: ${plain(received ?? '', 200)}`
  const values = `signed ${plain(expected ?? 'nothing', 200)}, in the body ${plain(received ?? 'nothing', 200)}`
  return `${result === 'written' ? 'equal   ' : 'DIFFERS '} ${name}: ${values}`
}

function keySetLines({ keySets }: TokenRecord): readonly string[] {
  return keySets.map(({ name, environment, keys, at }) => {
    const usable = keys.filter(({ refused }) => refused === null).length
    const age = at === null ? '' : `, of ${new Date(at).toISOString().slice(0, 10)}`
    const where = environment === null ? '' : ` (${environment})`
    return `${plain(name, 300)}${where}: ${String(usable)} of ${String(keys.length)} keys can be used${age}`
  })
}

/** A token as lines for a person; nothing of it can act on the terminal. */
export function tokenLines(record: TokenRecord, { light }: PastedToken): readonly string[] {
  const { verdict = null, reason = null } = light
  const { fields } = record.comparison
  return [
    `${verdict === null ? 'NO TOKEN' : WORDS[verdict]}${reason === null ? '' : ` (${reason})`}`,
    ...light.findings.map(
      ({ summary, severity }) => `${INDENT}${severity === 'good' ? '' : `${severity}: `}${plain(summary, 600)}`,
    ),
    ...titled('Header', record.header === null ? [] : [plain(record.header, LONGEST)]),
    ...titled('Payload', record.payload === null ? [] : [plain(record.payload, LONGEST)]),
    ...titled(
      'Times',
      record.times.map(
        ({ claim, at, written, state }) => `${claim}  ${at ?? plain(written, 80)}  ${TIMES[state] ?? state}`,
      ),
    ),
    ...titled('Body and token', fields.slice(0, MOST_FIELDS).map(fieldLine)),
    ...titled('Key sets', keySetLines(record)),
  ]
}

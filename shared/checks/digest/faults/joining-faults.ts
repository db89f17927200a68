import type { Cost, Fault, Joining, Piece } from './types.ts'
import { PLAIN_JOINING } from './recipe.ts'

/* Faults of joining: something between the values, or their names beside them. */

const SEPARATORS: readonly (readonly [sign: string, cost: Cost])[] = [
  ['&', 1],
  [',', 1],
  [';', 1],
  ['|', 1],
  [':', 1],
  ['-', 1],
  [' ', 1],
  ['+', 2],
  ['_', 2],
  ['/', 2],
  ['.', 2],
  ['\n', 2],
  ['&amp;', 2],
  [', ', 3],
  ['#', 3],
  ['=', 3],
  ['\r\n', 3],
  ['\t', 3],
  ['||', 3],
  ['--', 3],
  ['::', 3],
  ['?', 4],
  ['*', 4],
  ['~', 4],
  ['$', 4],
  ['%', 4],
  ['@', 4],
  ['!', 4],
  ['\\', 4],
  ['\0', 4],
  [' + ', 4],
  [' - ', 4],
  ['; ', 4],
  ['__', 4],
  ['null', 4],
  ['^', 4],
  ['%20', 4],
  ['%26', 4],
]

const SIGN_NAMES: Readonly<Record<string, string>> = {
  ' ': 'a blank',
  '\n': 'a line break (LF)',
  '\r\n': 'a line break (CR LF)',
  '\t': 'a tab',
  '\0': 'a NUL',
}
const nameOf = (sign: string): string => SIGN_NAMES[sign] ?? `"${sign}"`

function joiningFault(code: Fault['code'], cost: Cost, summary: string, joining: Joining, written: string): Fault {
  return {
    code,
    cost,
    stage: 'joining',
    family: 'joining',
    subject: '',
    summary,
    evidence: { joined: written },
    apply: (recipe) => (recipe.pieces.length === 0 ? null : { ...recipe, joining }),
  }
}

const dearer = (cost: Cost): Cost => (cost < 4 ? ((cost + 1) as Cost) : cost)

function* separatorFaults(values: number, salted: boolean): Generator<Fault> {
  for (const [sign, cost] of SEPARATORS) {
    const name = nameOf(sign)
    // Of the usual signs every place is usual; a blank before the salt belongs rather to the salt.
    const fewer = cost === 1 && sign.trim() !== '' ? cost : dearer(cost)
    const join = (between: string, beforeSalt: string, after = ''): Joining => ({
      ...PLAIN_JOINING,
      between,
      beforeSalt,
      after,
    })
    if (values > 1 && salted) {
      yield joiningFault('separator', cost, `${cap(name)} stands between all that was joined.`, join(sign, sign), sign)
    }
    if (values > 1) {
      yield joiningFault('separator', fewer, `${cap(name)} stands between the values.`, join(sign, ''), sign)
    }
    if (salted) {
      yield joiningFault('separator', fewer, `${cap(name)} stands between values and salt.`, join('', sign), sign)
    }
    yield joiningFault('separator', dearer(fewer), `${cap(name)} stands after each part.`, join(sign, sign, sign), sign)
  }
}

const cap = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

type Named = NonNullable<Joining['named']>

const value =
  (write: (name: string, text: string, first: boolean) => string, salt: string | null = null): Named =>
  ({ kind, name, text }: Piece, first) => {
    if (kind === 'salt') return salt === null ? text : write(salt, text, first)
    return write(name, text, first)
  }

const pair = (name: string, text: string): string => `${name}=${text}`
const ampPair = (name: string, text: string, first: boolean): string => `${first ? '' : 'amp;'}${name}=${text}`

type Row = readonly [written: string, cost: Cost, named: Named, between: string, beforeSalt: string]

const NAMED: readonly Row[] = [
  ['name=value', 1, value(pair), '', ''],
  ['name=value&name=value', 1, value(pair), '&', ''],
  ['name=value&name=value&salt', 1, value(pair), '&', '&'],
  ['name=value&…&salt=salt', 2, value(pair, 'salt'), '&', '&'],
  ['namevalue', 1, value((name, text) => name + text), '', ''],
  ['name:value', 2, value((name, text) => `${name}:${text}`), '', ''],
  ['name:value,name:value', 3, value((name, text) => `${name}:${text}`), ',', ''],
  ['name=value,name=value', 3, value(pair), ',', ''],
  ['name=value,name=value,salt', 3, value(pair), ',', ','],
  ['name=value;name=value', 3, value(pair), ';', ''],
  ['name=value;name=value;salt', 3, value(pair), ';', ';'],
  ['name=value|name=value', 3, value(pair), '|', ''],
  ['name=value|name=value|salt', 3, value(pair), '|', '|'],
  ['name=value name=value', 3, value(pair), ' ', ''],
  ['name=value name=value salt', 4, value(pair), ' ', ' '],
  ['?name=value&name=value', 2, value((name, text, first) => (first ? '?' : '') + pair(name, text)), '&', ''],
  ['name=value&…&digestSalt=salt', 3, value(pair, 'digestSalt'), '&', '&'],
  ['namevalue…saltsalt', 3, value((name, text) => name + text, 'salt'), '', ''],
  ['name=value…salt=salt', 3, value(pair, 'salt'), '', ''],
  ['name/value/name/value', 3, value((name, text) => `${name}/${text}`), '/', ''],
  ['/name/value/name/value', 3, value((name, text) => `/${name}/${text}`), '', ''],
  ['name value', 4, value((name, text) => `${name} ${text}`), ' ', ' '],
  ['name-value', 4, value((name, text) => `${name}-${text}`), '', ''],
  ['valuename', 4, value((name, text) => text + name), '', ''],
  ['name="value"', 4, value((name, text) => `${name}="${text}"`), '', ''],
  ['{name}value', 4, value((name, text) => `{${name}}${text}`), '', ''],
  ['NAME=value', 4, value((name, text) => pair(name.toUpperCase(), text)), '&', ''],
]

const AMP: readonly Row[] = [
  ['name=value&amp;name=value', 1, value(pair), '&amp;', ''],
  ['name=value&amp;name=value&amp;salt', 1, value(pair), '&amp;', '&amp;'],
  ['name=valueamp;name=value', 2, value(ampPair), '', ''],
  ['namevalueamp;namevalue', 2, value((name, text, first) => `${first ? '' : 'amp;'}${name}${text}`), '', ''],
  ['valueamp;value', 2, value((_, text, first) => `${first ? '' : 'amp;'}${text}`), '', ''],
  ['value&amp;value', 2, value((_, text, first) => `${first ? '' : '&amp;'}${text}`), '', ''],
]

function* nameFaults(values: number, salted: boolean): Generator<Fault> {
  if (values === 0) return
  for (const [written, cost, named, between, beforeSalt] of NAMED) {
    const summary = `The names of the parameters were hashed too, as ${written}.`
    yield joiningFault('names-included', cost, summary, { between, beforeSalt, after: '', named }, written)
  }
  if (values < 2 && !salted) return
  for (const [written, cost, named, between, beforeSalt] of AMP) {
    const summary = `"amp;" of an escaped "&" was hashed too, as ${written}.`
    yield joiningFault('amp-names', cost, summary, { between, beforeSalt, after: '', named }, written)
  }
}

/** Members as a JSON object, with and without blanks. */
const JSON_FORMS: readonly (readonly [open: string, between: string, colon: string])[] = [
  ['{', ',', ':'],
  ['{ ', ', ', ': '],
  ['{', ', ', ': '],
]

function* jsonFaults(values: number, salted: boolean): Generator<Fault> {
  if (values === 0) return
  for (const [open, between, colon] of JSON_FORMS) {
    const close = open === '{ ' ? ' }' : '}'
    const named: Named = ({ kind, name, text }, first) =>
      kind === 'salt' ? close + text : `${first ? open : ''}${JSON.stringify(name)}${colon}${JSON.stringify(text)}`
    const summary = 'The values were hashed as a JSON object.'
    const joining = { between, beforeSalt: '', after: salted ? '' : close, named }
    yield joiningFault('names-included', 3, summary, joining, '{"name":"value"}')
  }
}

/** Every way of joining that is worth a try. */
export function* joiningFaults(values: number, salted: boolean): Generator<Fault> {
  yield* separatorFaults(values, salted)
  yield* nameFaults(values, salted)
  yield* jsonFaults(values, salted)
}

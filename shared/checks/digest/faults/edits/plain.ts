import type { Cost, Edit } from '../types.ts'

/* Changes of letter case, white space and digits. */

type Row = readonly [id: string, cost: Cost, words: string, apply: (text: string) => string]

const CASE = { value: 'value-case', salt: 'salt-case' } as const

const caseRows: readonly Row[] = [
  ['lower', 1, 'in lower case', (text) => text.toLowerCase()],
  ['upper', 1, 'in upper case', (text) => text.toUpperCase()],
  ['capital', 3, 'with one capital at its beginning', (text) => first(text.toLowerCase(), (c) => c.toUpperCase())],
  ['first-upper', 3, 'with its first letter in upper case', (text) => first(text, (c) => c.toUpperCase())],
  ['first-lower', 3, 'with its first letter in lower case', (text) => first(text, (c) => c.toLowerCase())],
  ['swapped', 3, 'with upper and lower case exchanged', (text) => Array.from(text, swapped).join('')],
]

const first = (text: string, change: (char: string) => string): string => change(text.slice(0, 1)) + text.slice(1)
const swapped = (char: string): string => (char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase())

export const CASE_EDITS: readonly Edit[] = caseRows.map(([id, cost, words, apply]) => ({
  id,
  family: 'case',
  cost,
  codes: CASE,
  words,
  apply,
}))

const NEWLINE = { value: 'value-white-space', salt: 'salt-trailing-newline' } as const
const TRAILING = { value: 'value-white-space', salt: 'salt-trailing-space' } as const
const SPACE = { value: 'value-white-space', salt: 'salt-white-space' } as const

const space = (codes: Edit['codes'], rows: readonly Row[]): readonly Edit[] =>
  rows.map(([id, cost, words, apply]) => ({ id, family: 'space', cost, codes, words, apply }))

/** Zero width, direction and byte order marks: copied along with text, and never seen. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/g

export const SPACE_EDITS: readonly Edit[] = [
  ...space(NEWLINE, [
    ['newline', 1, 'with a line break (LF) at its end', (text) => `${text}\n`],
    ['crlf', 2, 'with a line break (CR LF) at its end', (text) => `${text}\r\n`],
  ]),
  ...space(TRAILING, [['blank', 1, 'with a blank at its end', (text) => `${text} `]]),
  ...space(SPACE, [
    ['leading-blank', 2, 'with a blank at its beginning', (text) => ` ${text}`],
    ['trimmed', 1, 'without the white space at its ends', (text) => text.trim()],
    ['end-trimmed', 3, 'without the white space at its end', (text) => text.trimEnd()],
    ['start-trimmed', 3, 'without the white space at its beginning', (text) => text.trimStart()],
    ['blanks-around', 3, 'with a blank at both ends', (text) => ` ${text} `],
    ['two-blanks', 4, 'with two blanks at its end', (text) => `${text}  `],
    ['two-newlines', 4, 'with two line breaks at its end', (text) => `${text}\n\n`],
    ['cr', 3, 'with a carriage return (CR) at its end', (text) => `${text}\r`],
    ['tab', 3, 'with a tab at its end', (text) => `${text}\t`],
    ['leading-tab', 3, 'with a tab at its beginning', (text) => `\t${text}`],
    ['leading-newline', 3, 'with a line break (LF) at its beginning', (text) => `\n${text}`],
    ['byte-order-mark', 3, 'with a byte order mark at its beginning', (text) => `\ufeff${text}`],
    ['nul', 3, 'with a NUL at its end', (text) => `${text}\0`],
    ['no-break-space', 4, 'with a no-break space at its end', (text) => `${text}\u00a0`],
    ['without-space', 3, 'without any white space', (text) => text.replace(/\s/g, '')],
    ['plain-space', 3, 'with each run of white space as one blank', (text) => text.replace(/\s+/g, ' ')],
    ['without-invisible', 3, 'without its invisible characters', (text) => text.replace(INVISIBLE, '')],
    ['crlf-as-lf', 3, 'with CR LF as LF', (text) => text.replaceAll('\r\n', '\n')],
    ['lf-as-crlf', 3, 'with LF as CR LF', (text) => text.replace(/\r?\n/g, '\r\n')],
  ]),
]

const ZEROS = { value: 'leading-zeros-lost', salt: 'salt-zeros' } as const
const NUMBER = { value: 'value-as-number', salt: 'salt-characters' } as const
const isNumber = (text: string): boolean => /^\d{1,30}$/.test(text)
const asNumber = (change: (text: string) => string) => (text: string) => (isNumber(text) ? change(text) : text)

/** As an IEEE double writes it (Java, Excel, C#): `1.0000016E7`. */
function scientific(text: string): string {
  const [mantissa = '', exponent = ''] = Number(text).toExponential().split('e')
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${exponent.replace('+', '')}`
}

export const NUMBER_EDITS: readonly Edit[] = [
  {
    id: 'zeros',
    family: 'number',
    cost: 1,
    codes: ZEROS,
    words: 'without its leading zeros',
    apply: (text) => text.replace(/^0+(?=[0-9A-Za-z])/, ''),
  },
  ...(
    [
      ['decimal', 3, 'as a decimal number (".0")', asNumber((text) => `${text}.0`)],
      ['two-decimals', 4, 'with two decimals (".00")', asNumber((text) => `${text}.00`)],
      ['thousands', 4, 'with commas between thousands', asNumber((text) => text.replace(/\B(?=(?:\d{3})+$)/g, ','))],
      ['grouped', 4, 'with blanks between thousands', asNumber((text) => text.replace(/\B(?=(?:\d{3})+$)/g, ' '))],
      ['scientific', 4, 'in scientific notation', asNumber(scientific)],
      ['rounded', 4, 'as a number of double precision', asNumber((text) => String(Number(text)))],
      ['negative', 4, 'with a minus sign', asNumber((text) => `-${text}`)],
    ] as const satisfies readonly Row[]
  ).map(([id, cost, words, apply]): Edit => ({ id, family: 'number', cost, codes: NUMBER, words, apply })),
  ...[4, 5, 6, 7, 8, 9, 10, 12, 16].map((width): Edit => ({
    id: `padded-${String(width)}`,
    family: 'number',
    cost: 4,
    codes: NUMBER,
    words: `with leading zeros, ${String(width)} digits in all`,
    apply: asNumber((text) => text.padStart(width, '0')),
  })),
]

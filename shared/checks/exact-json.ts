import { isTooLongToParse, parseJson } from './json.ts'

/** A number as it was written. Parsed ones lose digits beyond 2^53 and turn decimals into the nearest binary fraction. */
export class Digits {
  readonly written: string
  constructor(written: string) {
    this.written = written
  }
}

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['t', true],
  ['f', false],
  ['n', null],
])
const isBlank = (code: number) => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09

type Container =
  | { readonly kind: 'list'; readonly value: unknown[] }
  | { readonly kind: 'object'; readonly value: Record<string, unknown> }

function stringEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x5c) at++
    else if (code === 0x22) return at
  }
  return text.length
}

function stringAt(text: string, from: number, end: number): string {
  const inner = text.slice(from + 1, end)
  return inner.includes('\\') ? String(parseJson(text.slice(from, end + 1))) : inner
}

/** Without a prototype, so that __proto__ is a name like any other. Of two equal names the last counts, as in JSON.parse. */
const emptyObject = (): Record<string, unknown> => Object.create(null) as Record<string, unknown>

/** Reads a text that JSON.parse accepts; keeps its own stack, so that nesting does no harm. */
class Reader {
  private at = 0
  private readonly stack: Container[] = []
  private name: string | null = null
  private root: unknown = undefined
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  private put(value: unknown): void {
    const inside = this.stack.at(-1)
    if (inside === undefined) this.root = value
    else if (inside.kind === 'list') inside.value.push(value)
    else if (this.name !== null) {
      inside.value[this.name] = value
      this.name = null
    }
  }

  private open(container: Container): void {
    this.put(container.value)
    this.stack.push(container)
    this.at++
  }

  private string(): void {
    const end = stringEnd(this.text, this.at)
    const value = stringAt(this.text, this.at, end)
    this.at = end + 1
    const inside = this.stack.at(-1)
    if (inside?.kind === 'object' && this.name === null) this.name = value
    else this.put(value)
  }

  private number(): void {
    NUMBER.lastIndex = this.at
    // test and lastIndex, not exec: a list for each of 50,000 numbers is most of the work.
    const written = NUMBER.test(this.text) ? this.text.slice(this.at, NUMBER.lastIndex) : ''
    this.put(new Digits(written))
    this.at += Math.max(1, written.length)
  }

  private word(character: string): void {
    this.put(WORDS.get(character))
    this.at += character === 'f' ? 5 : 4
  }

  read(): unknown {
    const { text } = this
    while (this.at < text.length) {
      const code = text.charCodeAt(this.at)
      if (isBlank(code) || code === 0x2c || code === 0x3a) this.at++
      else if (code === 0x22) this.string()
      else if (code === 0x7b) this.open({ kind: 'object', value: emptyObject() })
      else if (code === 0x5b) this.open({ kind: 'list', value: [] })
      else if (code === 0x7d || code === 0x5d) {
        this.stack.pop()
        this.at++
      } else if (WORDS.has(text.charAt(this.at))) this.word(text.charAt(this.at))
      else this.number()
    }
    return this.root
  }
}

/** Reads JSON and keeps every number as it was written (`Digits`); undefined when it is no JSON, or too long. */
export function parseExactJson(text: string): unknown {
  return isTooLongToParse(text) || parseJson(text) === undefined ? undefined : readExactJson(text)
}

/** The same of a text that was parsed before, and is known to be JSON. */
export function readExactJson(text: string): unknown {
  return new Reader(text).read()
}

/** Sign, digits without leading and trailing zeros, and the power of ten of the last one. */
interface Decimal {
  readonly negative: boolean
  readonly digits: string
  readonly power: bigint
}

function decimalOf(written: string): Decimal | null {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(written)
  if (parts === null) return null
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts
  if (exponent.length > 1000) return null
  const all = (whole + fraction).replace(/^0+/, '')
  if (all === '') return { negative: false, digits: '0', power: 0n }
  const digits = all.replace(/0+$/, '')
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(all.length - digits.length)
  return { negative: sign === '-', digits, power }
}

/** Whether two numbers, as written in JSON, are the same value: compared by their digits, never by what a computer makes of them. */
export function sameValue(one: string, other: string): boolean {
  if (one === other) return true
  const a = decimalOf(one)
  const b = decimalOf(other)
  if (a === null || b === null) return false
  return a.negative === b.negative && a.digits === b.digits && a.power === b.power
}

import type { DigestFaultCode } from '../../../facts/digest-faults.ts'

/* What came as the digest: made comparable, and held against what a candidate gives. */

/** A fault of the digest itself. */
export interface FormFault {
  readonly code: DigestFaultCode
  readonly summary: string
}

/** A received digest, ready to be compared. */
export interface ReceivedForm {
  /** Lower-case hexadecimal digits (or what stands in their place). */
  readonly core: string
  /** What had to be done to get there; they are causes once a candidate fits. */
  readonly faults: readonly FormFault[]
  /** Nothing can be compared, and this is why. */
  readonly hopeless: FormFault | null
}

/** A shorter piece could fit by chance. */
const SHORTEST = 8
/** The longest hash in hexadecimal has 128 digits; what is far longer is no digest. */
const LONGEST = 1000

const fault = (code: DigestFaultCode, summary: string): FormFault => ({ code, summary })
const hopeless = (code: DigestFaultCode, summary: string): ReceivedForm => ({
  core: '',
  faults: [],
  hopeless: fault(code, summary),
})

const isHex = (text: string): boolean => /^[0-9A-Fa-f]+$/.test(text)

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base64 (also its URL form) of 16, 20, 32, 48 or 64 bytes as hexadecimal digits; null when it is none. */
function fromBase64(text: string): string | null {
  const plain = text.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/')
  if (![22, 27, 43, 64, 86].includes(plain.length) || !/^[A-Za-z0-9+/]+$/.test(plain)) return null
  let bits = ''
  for (const char of plain) bits += ALPHABET.indexOf(char).toString(2).padStart(6, '0')
  return (bits.slice(0, bits.length - (bits.length % 8)).match(/.{4}/g) ?? [])
    .map((four) => Number.parseInt(four, 2).toString(16))
    .join('')
}

/** A digest that was escaped once too often: `%0A` at its end is a line break. */
function decoded(text: string): string {
  try {
    return text.includes('%') ? decodeURIComponent(text) : text
  } catch {
    return text
  }
}

/** Takes what stood in the digest parameter, gives it ready to be compared. */
export function readReceived(received: string): ReceivedForm {
  if (received.trim() === '') return hopeless('digest-empty', 'The digest is empty.')
  if (received.length > LONGEST) return hopeless('digest-no-hex', 'What came is far too long for a digest.')
  if (/^(?:\{+|%7B|\$\{?|<|\[)?digest(?:\}+|%7D|>|\])?$/i.test(received.trim())) {
    return hopeless('digest-placeholder', `The placeholder of the digest was not filled: ${received.trim()}.`)
  }
  const faults: FormFault[] = []
  let core = decoded(received)
  if (/\s/.test(core)) {
    faults.push(fault('digest-white-space', 'White space stands around or in the digest.'))
    core = core.replace(/\s/g, '')
  }
  const base64 = isHex(core) ? null : fromBase64(core)
  if (base64 !== null) {
    faults.push(fault('digest-base64', 'The digest is in Base64, not in hexadecimal.'))
    return { core: base64, faults, hopeless: null }
  }
  const bare = core.replace(/^(?:md5|sha-?1|sha-?256|0x|\\x|digest)[:=]?/i, '').replace(/[^0-9A-Za-z]/g, '')
  if (bare !== core && isHex(bare)) {
    faults.push(fault('digest-punctuation', 'Signs that are no hexadecimal digits stand around or in the digest.'))
    core = bare
  }
  if (!isHex(core)) {
    const run = /[0-9A-Fa-f]{8,}/.exec(core)?.[0]
    if (run === undefined) return hopeless('digest-no-hex', 'What came is no digest: it is not hexadecimal.')
    if (core.length !== 32 && core.length !== 40) {
      faults.push(fault('digest-padded', 'Beside its digits the digest carries something else.'))
      core = run
    }
  }
  if (/[a-f]/.test(core)) {
    const mixed = /[A-F]/.test(core) ? 'lower- and upper-case' : 'lower-case'
    faults.push(fault('digest-lower-case', `The digest has ${mixed} hexadecimal digits; the bank sends upper case.`))
  }
  return { core: core.toLowerCase(), faults, hopeless: null }
}

/** How a candidate fits: exactly, or but for a fault of the digest. */
export type Fit = 'exact' | FormFault

const unpadded = (digest: string): string =>
  digest.replace(/../g, (byte) => (byte.startsWith('0') ? byte.slice(1) : byte))

function shorter(core: string, expected: string): Fit | null {
  const some = `${String(core.length)} of ${String(expected.length)} digits`
  if (core.length < SHORTEST) return null
  if (expected.startsWith(core)) return fault('digest-truncated', `The digest is cut off: it holds the first ${some}.`)
  if (expected.endsWith(core)) {
    const lost = expected.slice(0, expected.length - core.length)
    if (/^0+$/.test(lost)) return fault('digest-zeros', 'The leading zeros of the digest are lost.')
    return fault('digest-truncated', `The digest is cut off: it holds the last ${some}.`)
  }
  if (unpadded(expected) === core) return fault('digest-zeros', 'The leading zero of bytes of the digest is lost.')
  const middle = expected.slice((expected.length - core.length) >> 1).startsWith(core)
  return middle ? fault('digest-truncated', `The digest is cut off at both ends: it holds ${some}.`) : null
}

function longer(core: string, expected: string): Fit | null {
  const at = core.indexOf(expected)
  if (at < 0) return null
  const more = `${String(core.length - expected.length)} more`
  const padding = core.slice(0, at) + core.slice(at + expected.length)
  const zeros = /^0+$/.test(padding) ? ' (zeros)' : ''
  return fault('digest-padded', `The digest is padded: ${more} digits${zeros} than it should have.`)
}

/** Holds the received digest against what a candidate gives. */
export function fitOf(core: string, expected: string): Fit | null {
  if (core.length === expected.length) return core === expected ? 'exact' : null
  return core.length < expected.length ? shorter(core, expected) : longer(core, expected)
}

/** Length of the common beginning. */
function commonStart(a: string, b: string): number {
  let at = 0
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++
  return at
}

/** Right but for a digit or two: changed, exchanged, one too many or too few. Asked for the plainest candidates only. */
export function nearlyFits(core: string, expected: string): FormFault | null {
  const by = core.length - expected.length
  if (Math.abs(by) > 1) return null
  const start = commonStart(core, expected)
  const place = `at digit ${String(start + 1)}`
  if (by === 1 && core.slice(start + 1) === expected.slice(start))
    return fault('digest-altered', `The digest has a digit too many ${place}.`)
  if (by === -1 && core.slice(start) === expected.slice(start + 1))
    return fault('digest-altered', `The digest has a digit too few ${place}.`)
  if (by !== 0) return null
  let differences = 0
  for (let at = start; at < core.length && differences < 3; at++) {
    if (core.charCodeAt(at) !== expected.charCodeAt(at)) differences++
  }
  return differences < 3 ? fault('digest-altered', `The digest is right but for a digit or two, ${place}.`) : null
}

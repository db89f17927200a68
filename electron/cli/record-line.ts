import type { CallbackRecord, ExportRecord } from '../../shared/export/record-schema.ts'

/*
 * Half of a printed callback is what the catalogue says of its findings, word for word the same each time: those words are made
 * into JSON once. A quarter is base64, which needs no escaping. A line is ASCII: a single "…" would make it a string of two bytes a
 * character, which costs twice as much at each step on the way to the file, and nothing in ASCII text can move a cursor.
 */

type Verdict = CallbackRecord['verdict']
type Light = Verdict['digest']
type Finding = Light['findings'][number]

interface Known {
  readonly finding: Finding
  /** Up to the evidence, and from there on. */
  readonly head: string
  readonly tail: string
}

const known = new Map<string, Known>()

const OTHERS = /[^ -~]/
const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

/** What is left of a string of two bytes a character stays one, and makes one of all that it is joined with: it goes through bytes. */
function ascii(json: string): string {
  if (!OTHERS.test(json)) return json
  return Buffer.from(json.replace(/[^ -~]/g, escaped), 'latin1').toString('latin1')
}
const asciiJson = (value: unknown): string => ascii(JSON.stringify(value))

function learn(finding: Finding): Known {
  const { code, severity, summary, explanation, advice, source } = finding
  const made = {
    finding,
    head: `${asciiJson({ code, severity, summary, explanation, advice }).slice(0, -1)},"evidence":`,
    tail: `,"source":${asciiJson(source)}}`,
  }
  known.set(code, made)
  return made
}

/** A few findings say something of their own in place of the catalogue's words. */
const sameWords = (one: Finding, other: Finding): boolean =>
  one.summary === other.summary &&
  one.explanation === other.explanation &&
  one.advice === other.advice &&
  one.severity === other.severity &&
  one.source === other.source

/** Half of the findings have nothing to add. */
function evidenceOf({ evidence }: Finding): string {
  for (const _name in evidence) return asciiJson(evidence)
  return '{}'
}

function addFinding(pieces: string[], finding: Finding): void {
  const { head, tail, finding: words } = known.get(finding.code) ?? learn(finding)
  if (sameWords(words, finding)) pieces.push(head, evidenceOf(finding), tail)
  else pieces.push(asciiJson(finding))
}

function addLight(pieces: string[], before: string, { state, findings }: Light): void {
  pieces.push(before, '{"state":"', state, '","findings":[')
  let between = ''
  for (const finding of findings) {
    pieces.push(between)
    addFinding(pieces, finding)
    between = ','
  }
  pieces.push(']')
}

function addVerdict(pieces: string[], { digest, signature, source, transport, answer }: Verdict): void {
  addLight(pieces, ',"verdict":{"digest":', digest)
  addLight(pieces, '},"signature":', signature)
  const { verdict, reason } = signature
  const told = asciiJson({ verdict, reason })
  if (told !== '{}') pieces.push(',', told.slice(1, -1))
  addLight(pieces, '},"source":', source)
  addLight(pieces, '},"transport":', transport)
  addLight(pieces, '},"answer":', answer)
  pieces.push('}}')
}

/** No text of a request can hold this: there its quotes are escaped. */
const BYTES = '"bodyBase64":"","rawBase64":""'

/** All but verdict and delivery, up to the bytes and from there on. */
function addFacts(pieces: string[], record: CallbackRecord): void {
  const { bodyBase64, rawBase64 } = record
  const text = asciiJson({ ...record, bodyBase64: '', rawBase64: '', verdict: undefined, delivery: undefined })
  const cut = text.indexOf(BYTES)
  pieces.push(text.slice(0, cut), '"bodyBase64":"', bodyBase64, '","rawBase64":"', rawBase64, '"')
  pieces.push(text.slice(cut + BYTES.length, -1))
}

/** Takes a record, gives it as JSON on one line of ASCII, in which nothing can move a cursor. */
export function recordLine(record: ExportRecord): string {
  if (record.type !== 'callback') return asciiJson(record)
  const pieces: string[] = []
  addFacts(pieces, record)
  addVerdict(pieces, record.verdict)
  if (record.delivery !== undefined) pieces.push(',"delivery":', asciiJson(record.delivery))
  pieces.push('}')
  // Joined, and not added up: a string of many parts is put together once more when it is written.
  return pieces.join('')
}

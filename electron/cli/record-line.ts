import type { CallbackRecord, ExportRecord } from '../../shared/export/record-schema.ts'
import { jsonLine } from './terminal-text.ts'

/*
 * Half of a printed callback is what the catalogue says of its findings, word for word the same each time. Those words are made
 * into JSON once, in ASCII: a single "…" among them would make the whole line a string of two bytes a character, which costs
 * twice as much at each step on the way to the file.
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

const ascii = (json: string): string =>
  json.replace(/[^\0-\u007f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

function learn(finding: Finding): Known {
  const { code, severity, summary, explanation, advice, source } = finding
  const head = JSON.stringify({ code, severity, summary, explanation, advice })
  const made = {
    finding,
    head: ascii(`${head.slice(0, -1)},"evidence":`),
    tail: ascii(`,"source":${JSON.stringify(source)}}`),
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

function addFinding(pieces: string[], finding: Finding): void {
  const { head, tail, finding: words } = known.get(finding.code) ?? learn(finding)
  if (sameWords(words, finding)) pieces.push(head, jsonLine(finding.evidence), tail)
  else pieces.push(jsonLine(finding))
}

function addLight(pieces: string[], before: string, { state, findings }: Light): void {
  pieces.push(before, '{"state":"', state, '","findings":[')
  for (const [index, finding] of findings.entries()) {
    if (index > 0) pieces.push(',')
    addFinding(pieces, finding)
  }
  pieces.push(']')
}

function addVerdict(pieces: string[], { digest, signature, source, transport, answer }: Verdict): void {
  addLight(pieces, ',"verdict":{"digest":', digest)
  addLight(pieces, '},"signature":', signature)
  const { verdict, reason } = signature
  const told = jsonLine({ verdict, reason })
  if (told !== '{}') pieces.push(',', told.slice(1, -1))
  addLight(pieces, '},"source":', source)
  addLight(pieces, '},"transport":', transport)
  addLight(pieces, '},"answer":', answer)
  pieces.push('}}')
}

/** Takes a record, gives it as JSON on one line, in which nothing can move a cursor; reads back as `jsonLine` of the record does. */
export function recordLine(record: ExportRecord): string {
  if (record.type !== 'callback') return jsonLine(record)
  const { verdict, delivery, ...rest } = record
  const pieces = [jsonLine(rest).slice(0, -1)]
  addVerdict(pieces, verdict)
  if (delivery !== undefined) pieces.push(',"delivery":', jsonLine(delivery))
  pieces.push('}')
  // Joined, and not added up: a string of many parts is put together once more when it is written.
  return pieces.join('')
}

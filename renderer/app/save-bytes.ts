import { toProblem } from '../../shared/protocol/errors.ts'
import { looksLikeJson } from '../format/json.ts'
import type { App } from './create-app.ts'

type Part = 'raw' | 'body' | 'decoded'

const PIECE = 4_194_304
/** A larger body is not kept in memory twice for a file. */
const MOST_SAVED = 268_435_456

/** All bytes of a part of an entry, a piece at a time. */
async function wholeOf(app: App, sequence: number, part: Part): Promise<Uint8Array<ArrayBuffer>> {
  const first = await app.call('entry.bytes', { sequence, part, from: 0, length: PIECE })
  const whole = new Uint8Array(Math.min(first.total, MOST_SAVED))
  whole.set(first.bytes)
  for (let from = first.bytes.length; from < whole.length;) {
    const { bytes } = await app.call('entry.bytes', { sequence, part, from, length: PIECE })
    if (bytes.length === 0) break
    whole.set(bytes, from)
    from += bytes.length
  }
  return whole
}

/** The ending that the bytes deserve: by what they are, not by what a header says they are called. */
function endingOf(bytes: Uint8Array): string {
  const start = bytes.subarray(0, 4096)
  if (start.some((byte) => byte === 0)) return 'bin'
  const text = new TextDecoder('utf-8').decode(start)
  if (looksLikeJson(null, text)) return 'json'
  return /^\s*<(?:!doctype|html)/i.test(text) ? 'html' : 'txt'
}

/** Asks where to, and writes a part of an entry there, byte for byte. The proposed name is made of its number alone. */
export async function saveBytes(app: App, sequence: number, part: Part): Promise<void> {
  try {
    const bytes = await wholeOf(app, sequence, part)
    const name =
      part === 'raw'
        ? `callback-${String(sequence)}-request.http`
        : `callback-${String(sequence)}-${part}.${endingOf(bytes)}`
    app.desktop.saveBytes(name, bytes, (saved) => {
      if (saved === null) return
      if (saved.problem === null) app.ui.say(`Saved as ${saved.path}.`)
      else app.ui.say(saved.problem, 'error')
    })
  } catch (thrown) {
    app.ui.fail(toProblem(thrown))
  }
}

import { plainHost } from '../../../shared/checks/target.ts'

const HEADER = /\r\nhost:[ \t]*([^\r\n]*?)[ \t]*(?:\r\n|$)/i
/** A blank line ends a head. A line that is continued, or ends otherwise, is left to the full parser. */
const ODD = /[^\r]\n|\r[^\n]|\r\n[ \t]/

/**
 * The host that a request is for, read from its first bytes, as parseHead and hostOf give it for a target without a host of its own:
 * without port, in lower case, '' when it names none. null where only the full parser should decide.
 */
export function quickHost(head: Uint8Array): string | null {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1')
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return null
  const lines = text.slice(0, end)
  if (ODD.test(lines)) return null
  return plainHost(HEADER.exec(lines)?.[1] ?? '')
}

import { exactEvent } from './token-view.ts'
import { findToken } from './find-token.ts'
import { member, parseJson } from './json.ts'
import { parseTarget } from './target.ts'

/** A token as somebody pasted it: alone, in a body, or in a whole request. */
export interface PastedText {
  readonly jwsData: string
  /** The event beside it; undefined: none. */
  readonly event: unknown
  /** Where it stood; null: it is the whole text, or where the documentation puts it. */
  readonly place: string | null
  /** What the paste is, for a person. */
  readonly kind: 'token' | 'body' | 'request'
}

const REQUEST_LINE = /^[A-Z]{1,20} (\S+) HTTP\/1\.[01]\r?\n/

/** The body of a pasted request: what follows the first empty line. */
function bodyOf(request: string): string {
  const blank = /\r?\n\r?\n/.exec(request)
  return blank === null ? '' : request.slice(blank.index + blank[0].length)
}

const isWrapped = (text: string) => /^\s*[{["]/.test(text) || /^\s*jws[-_]?data=/i.test(text)

/** Takes what was pasted, gives the token in it. A token alone is not trimmed here: the check says what it takes off. */
export function readPasted(text: string): PastedText {
  const request = REQUEST_LINE.exec(text.trimStart())
  // White space in front counts a byte order mark among it, which JSON does not know.
  const body = request === null ? text.trimStart() : bodyOf(text.trimStart())
  const nothing: PastedText = { jwsData: text, event: undefined, place: null, kind: 'token' }
  if (request === null && !isWrapped(text)) return nothing
  const json = parseJson(body)
  const query = request === null ? [] : parseTarget(request[1] ?? '').query
  const found = findToken(json, body, query, (form) => parseTarget(`/?${form.trim()}`).query)
  const kind = request === null ? 'body' : 'request'
  if (found.text === null) return request === null ? nothing : { ...nothing, jwsData: '', kind }
  const beside = member(found.holder ?? json, 'externalApplicationEvent')
  const event = beside === undefined ? undefined : exactEvent(body, found.path)
  return { jwsData: found.text, event, place: found.place, kind }
}

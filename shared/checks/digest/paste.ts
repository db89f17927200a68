import type { RequestHead } from '../../model/callback.ts'
import type { EndpointProfile } from '../../model/profile.ts'
import type { NamedValue } from '../../model/recognition.ts'
import { oncePer } from '../once-per.ts'
import { recognise } from '../recognise.ts'
import { decodePart, parseTarget } from '../target.ts'
import { digestCase } from './case.ts'
import type { DigestCase } from './case.ts'
import { looksLikeDigest } from './form.ts'

/** What somebody pasted: a digest alone, or a request with whatever it carries. */
export type Pasted =
  | { readonly kind: 'digest'; readonly received: string }
  | {
      readonly kind: 'request'
      readonly target: string
      readonly known: DigestCase
      /** There is a digest, though it may be empty. */
      readonly hasDigest: boolean
    }

interface Located {
  readonly target: string
  readonly host: string | null
}

const FULL = /https?:\/\/([^\s"'<>/?#]+)([^\s"'<>#]*)/i
const LINE = /\b(?:GET|POST|PUT|PATCH|HEAD|DELETE)\s+(\/[^\s"']*)/
const HOST = /^host:\s*(\S+)/im
/** A path with its query: without its first slash, or as a field of a line of a log (`path="/cb?p=1"`). */
const RELATIVE = /^[\w.~%-][\w.~%/-]*\?[^\s"']*=[^\s"']*$/
const FIELD = /[\s"'=](\/[^\s"'?]*\?[^\s"']*=[^\s"']*)/
const QUERY = /^\??[^\s=&/]+=\S*$/

const slashed = (target: string): string => (target.startsWith('/') ? target : `/${target}`)

/** Finds the request target in a URL, a request, a line of a log, a path or a query; null when there is none. */
function locate(text: string): Located | null {
  const line = LINE.exec(text)
  if (line?.[1] !== undefined) return { target: line[1], host: HOST.exec(text)?.[1] ?? null }
  const full = FULL.exec(text)
  if (full?.[1] !== undefined) return { target: slashed(full[2] ?? ''), host: full[1] }
  if (/^\/\S*$/.test(text) && /[?=]|\/.*\//.test(text)) return { target: text, host: null }
  if (RELATIVE.test(text)) return { target: `/${text}`, host: null }
  const field = FIELD.exec(text)?.[1]
  if (field !== undefined) return { target: field, host: null }
  const query = QUERY.test(text) && /&|digest|paymentid/i.test(text)
  return query ? { target: `/?${text.replace(/^\?/, '')}`, host: null } : null
}

const unquoted = (text: string): string =>
  text
    .trim()
    .replace(/^(["'`])(.*)\1$/s, '$2')
    .trim()

/** A value that has the form of a digest, in a parameter or a part of the path that no name gives away. */
function nameless(target: string): NamedValue | undefined {
  const { query, path } = parseTarget(target)
  const segments = path.split('/').map((raw) => ({ name: '', raw, value: decodePart(raw, false).value }))
  return [...query, ...segments].find(({ value }) => looksLikeDigest(value))
}

/** A path or a line of a log names no host, so that no profile can be ruled out by its own. */
const onAnyHost = oncePer((profiles: readonly EndpointProfile[]): readonly EndpointProfile[] =>
  profiles.map((profile) => ({ ...profile, host: undefined })),
)

/**
 * Reads what was pasted: a digest, a URL, a request, a line of a log. Values are found as in a callback that arrives, by the
 * registered templates first.
 * @param text as pasted; surrounding quotes and white space are taken off
 */
export function readPasted(text: string, profiles: readonly EndpointProfile[]): Pasted {
  const plain = unquoted(text)
  const located = locate(plain)
  if (located === null) return { kind: 'digest', received: plain }
  const { target, host } = located
  const head: RequestHead = {
    method: 'GET',
    target,
    httpVersion: '1.1',
    headers: host === null ? [] : [['Host', host]],
  }
  const asked = host === null ? onAnyHost(profiles) : profiles
  const found = recognise(head, '', asked)
  const hidden = found.digests.length === 0 ? nameless(target) : undefined
  const digests = hidden === undefined ? found.digests : [hidden]
  const known = digestCase({ ...found, digests }, target, asked, digests[0]?.value ?? '')
  if (known === null) return { kind: 'digest', received: plain }
  return { kind: 'request', target, known, hasDigest: digests.length > 0 }
}

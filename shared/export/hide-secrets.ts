import { OPEN_HEADER, RUN_HEADER, TOKEN_HEADER } from '../simulate/mark.ts'

/* What is nobody's business on a projector, by the names that it stands under. Used while presenting; what is stored stays as it is. */

/** What stands for a hidden value. */
export const HIDDEN = '••••••••'

/** A text with its secrets hidden, and how many there were. */
export interface Hidden {
  readonly text: string
  readonly count: number
}

const SECRET_HEADER = /authorization|cookie|api-?key|token|secret|passw|session|credential/i
const MARKS = new Set([OPEN_HEADER, RUN_HEADER].map((name) => name.toLowerCase()))

/** True when the value of a header lets somebody in: credentials, cookies, API keys, tokens; also the mark of our own simulator. */
export function isSecretHeader(name: string): boolean {
  const lower = name.toLowerCase()
  return lower === TOKEN_HEADER.toLowerCase() || (SECRET_HEADER.test(lower) && !MARKS.has(lower))
}

/** A header value with its scheme in sight: `Basic ••••••••`. */
function hideHeaderValue(value: string): string {
  const scheme = /^(Basic|Bearer|Digest) /i.exec(value)?.[0] ?? ''
  return `${scheme}${HIDDEN}`
}

/** Takes headers, gives them as they may be shown, and how many values are hidden in them. */
export function hideHeaders(headers: readonly (readonly [name: string, value: string])[]): {
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly count: number
} {
  const secret = headers.filter(([name]) => isSecretHeader(name)).length
  return {
    headers: headers.map(([name, value]) => [name, isSecretHeader(name) ? hideHeaderValue(value) : value]),
    count: secret,
  }
}

/** Names without case, blanks, `_` and `-`. */
const SECRET_NAME =
  /^(token|auth|key|pin|pwd|otp|bearer)$|passw|secret|salt|apikey|accesskey|authtoken|accesstoken|refreshtoken|idtoken|csrf|credential|authorization|cookie|session(id|key|token)/
const PERSONAL_NAME =
  /governmentid|nationalid|identitynumber|personalnumber|personnummer|personid|civic|socialsecurity|^ssn$|birthda|dateofbirth|email|phone|mobile|msisdn|(first|last|full|given|family|middle|sur|contact|cardholder)name|^(care)?of$|address|street|postal|zipcode|^city$|iban|^bban$|bankaccount|accountn|clearingn|cardnumber|^pan$|^cvv?2?$|^ip$|customerip|latitude|longitude/

/** True when a member, parameter or field of this name holds a secret or says who somebody is. The digest and the signed token do neither. */
export function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replaceAll(/[\s_-]/g, '')
  return SECRET_NAME.test(plain) || PERSONAL_NAME.test(plain)
}

/** A member of JSON with a plain value or a list; objects are looked into by themselves. Names have an end, so that no text takes long. */
const MEMBER = /"((?:[^"\\]|\\.){0,200})"(\s*:\s*)("(?:[^"\\]|\\.)*(?:"|$)|\[[^[\]{}]*(?:\]|$)|-?\d[\d.eE+-]*)/g
/** A parameter of a query or a form. */
const PARAMETER = /(^|[?&;\s])([\w.~%+[\]-]{1,100})=([^&;\s#"<>]+)/g
/** An element of XML with text in it. */
const ELEMENT = /<((?:[\w-]+:)?([\w-]+)(?:\s[^<>]*)?)>([^<>]+)</g

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** Hides values in a body, a query or a target: JSON, forms and XML, also broken off. Everything else stays to the letter. */
export function hideValues(text: string): Hidden {
  let count = 0
  const hide = (shown: string): string => {
    count += 1
    return shown
  }
  const hidden = text
    .replaceAll(MEMBER, (whole: string, name: string, colon: string) =>
      isSecretName(name) ? hide(`"${name}"${colon}"${HIDDEN}"`) : whole,
    )
    .replaceAll(PARAMETER, (whole: string, before: string, name: string) =>
      isSecretName(decoded(name)) ? hide(`${before}${name}=${HIDDEN}`) : whole,
    )
    .replaceAll(ELEMENT, (whole: string, tag: string, name: string, value: string) =>
      isSecretName(name) && value.trim() !== '' ? hide(`<${tag}>${HIDDEN}<`) : whole,
    )
  return { text: hidden, count }
}

/** Hides values in the bytes of a request, read as text: its target, headers and body. A chunked body is hidden whole when it holds any. */
export function hideInRequest(text: string): Hidden {
  const end = /\r?\n\r?\n/.exec(text)
  const headEnd = end === null ? text.length : end.index + end[0].length
  const lines = text.slice(0, headEnd).split('\n')
  let count = 0
  let secret = false
  const head = lines.map((line, index) => {
    const [whole, name = '', gap = '', value = '', tail = ''] = /^([^\s:]+)(\s*:[ \t]*)([^\r]*)(\r?)$/.exec(line) ?? []
    const folded = index > 0 && secret && /^[ \t]+\S/.test(line)
    if (folded) return `${/^[ \t]+/.exec(line)?.[0] ?? ''}${HIDDEN}${line.endsWith('\r') ? '\r' : ''}`
    secret = index > 0 && whole !== undefined && value !== '' && isSecretHeader(name)
    if (secret) count += 1
    if (secret) return `${name}${gap}${hideHeaderValue(value)}${tail}`
    const values = hideValues(line)
    count += values.count
    return values.text
  })
  const body = hideValues(text.slice(headEnd))
  const chunked = body.count > 0 && /\ntransfer-encoding:[^\r\n]*chunked/i.test(text.slice(0, headEnd))
  return { text: head.join('\n') + (chunked ? HIDDEN : body.text), count: count + body.count }
}

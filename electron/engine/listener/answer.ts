import { FRAMING_HEADERS } from '../../../shared/model/answer-rule.ts'
import type { AnswerPlan } from '../../../shared/model/callback.ts'
import { http } from '../http-module.ts'

/** What the connection adds: `close` says so, `keep` names it for HTTP/1.0, `silent` is the default of HTTP/1.1. */
export type Persistence = 'close' | 'keep' | 'silent'

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
// eslint-disable-next-line no-control-regex
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/** An answer when nothing could be stored: the bank then tries again. */
export const NOT_STORED: AnswerPlan = {
  status: 503,
  headers: [
    ['Retry-After', '30'],
    ['Content-Type', 'text/plain; charset=utf-8'],
  ],
  body: 'The callback could not be stored. Please try again.\n',
}

/** A short plain-text answer to something that is not taken as a request. */
export function refusalPlan(status: number, reason: string): AnswerPlan {
  return { status, headers: [['Content-Type', 'text/plain; charset=utf-8']], body: `${reason}\n` }
}

/**
 * Takes an answer plan, gives its bytes. No body for HEAD, 204 and 304; no Content-Length for 204 and 304 (RFC 9110 §8.6). A
 * header that could break the framing (CR, LF, a bad name, Content-Length, …) is left out.
 */
export function serialiseAnswer(plan: AnswerPlan, persistence: Persistence, isHead: boolean): Buffer {
  const body = typeof plan.body === 'string' ? Buffer.from(plan.body, 'utf8') : plan.body
  const bodiless = plan.status === 204 || plan.status === 304
  let head = `HTTP/1.1 ${String(plan.status)} ${http.STATUS_CODES[plan.status] ?? 'Status'}\r\n`
  for (const [name, value] of plan.headers) {
    if (NAME.test(name) && VALUE.test(value) && !FRAMING_HEADERS.has(name.toLowerCase()))
      head += `${name}: ${value}\r\n`
  }
  if (!bodiless) head += `Content-Length: ${String(body.length)}\r\n`
  if (persistence !== 'silent') head += `Connection: ${persistence === 'close' ? 'close' : 'keep-alive'}\r\n`
  const headBytes = Buffer.from(`${head}\r\n`, 'latin1')
  return isHead || bodiless ? headBytes : Buffer.concat([headBytes, body])
}

interface Prepared {
  readonly plan: AnswerPlan
  readonly byVariant: Map<string, Buffer>
}

/** Keeps the bytes of the plan that was used last, since it is the same for nearly every callback. */
export class AnswerCache {
  #last: Prepared | null = null
  #silent: Buffer | null = null

  bytes(plan: AnswerPlan, persistence: Persistence, isHead: boolean): Buffer {
    if (this.#last?.plan !== plan) {
      this.#last = { plan, byVariant: new Map() }
      this.#silent = null
    }
    if (persistence === 'silent' && !isHead) return (this.#silent ??= serialiseAnswer(plan, persistence, isHead))
    const variant = persistence + (isHead ? ' head' : '')
    const known = this.#last.byVariant.get(variant)
    if (known !== undefined) return known
    const made = serialiseAnswer(plan, persistence, isHead)
    this.#last.byVariant.set(variant, made)
    return made
  }
}

import type { PageKind } from '../model/callback.ts'

/** How much of a body is looked at: the head and the beginning of the page. */
const LOOKED_AT = 16_384
const BEGINNING = /^\s*(?:<!--[^]*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|h1|p|div)\b/i
const LOGIN = /type\s*=\s*["']?password|\b(?:log\s?in|sign\s?in|logga in|inloggning|anmelden)\b/i
const ERROR =
  /\b(?:4\d\d|5\d\d)\b[^<]{0,40}(?:error|not found|forbidden|unauthorized|bad gateway|unavailable)|(?:error|not found|forbidden|access denied|bad gateway|service unavailable|fatal error|exception|wordpress)/i
const TITLE = /<title[^>]{0,200}>([^<]{0,200})/i

/** What is known of a page. */
export interface HtmlPage {
  readonly kind: PageKind
  /** Its title, at most 200 characters; null when it has none. */
  readonly title: string | null
}

/**
 * Says whether a text is an HTML page, and of what kind: login and error pages come where data belongs when a password protection,
 * a firewall or a broken shop stands in between (domain.md §6 no. 7). Null: it is none. Only the beginning is looked at.
 */
export function htmlPage(text: string): HtmlPage | null {
  const start = text.slice(0, LOOKED_AT)
  if (!BEGINNING.test(start)) return null
  const title = TITLE.exec(start)?.[1]?.trim() ?? ''
  const kind = LOGIN.test(start) ? 'login' : ERROR.test(title === '' ? start.slice(0, 2000) : title) ? 'error' : 'page'
  return { kind, title: title === '' ? null : title }
}

import { CALLBACK_PORT } from '../facts/network.ts'
import { checkFinding, checklistItem } from './finding.ts'
import { judgeHost } from './judge-host.ts'
import type { CheckFinding, ChecklistItem, HostFacts, UrlFacts } from './model.ts'
import { KNOWN_PLACEHOLDERS, placeholdersOf } from './placeholders.ts'

type Parsed = NonNullable<UrlFacts['parsed']>

const visible = (text: string) =>
  [...text].map((one) => `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)

function judgeLabels(host: HostFacts): CheckFinding[] {
  if (host.kind !== 'name') return []
  const labels = host.name.split('.')
  const wrong = labels.find((label) => label === '' || label.length > 63 || /^-|-$|[^a-z0-9_{}%-]/i.test(label))
  const found: CheckFinding[] = []
  if (wrong !== undefined || host.name.length > 253)
    found.push(checkFinding('HOST_INVALID', { host: host.name, label: wrong ?? '' }))
  if (host.trailingDot) found.push(checkFinding('TRAILING_DOT', { host: host.name }))
  if (host.name.includes('_')) found.push(checkFinding('UNDERSCORE', { host: host.name }))
  return found
}

/** What the URL Standard repairs silently, and other programs do not. */
function judgeSpelling({ text }: UrlFacts, parsed: Parsed): CheckFinding[] {
  const found: CheckFinding[] = []
  const blanks = text.match(/[\s\u0000-\u0020\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]/gu)
  if (blanks !== null) found.push(checkFinding('WHITESPACE', { characters: visible(blanks.join('')).slice(0, 8) }))
  if (text.includes('\\')) found.push(checkFinding('BACKSLASH'))
  else if (!/^\s*[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(text)) found.push(checkFinding('SLASHES'))
  if (parsed.user !== '' || parsed.hasPassword)
    found.push(checkFinding('USERINFO', { user: parsed.user, password: parsed.hasPassword }))
  if (/#/.test(text)) found.push(checkFinding('FRAGMENT', { fragment: parsed.fragment }))
  return found
}

function judgeTemplate({ text, host }: UrlFacts): CheckFinding[] {
  const { names, encoded, broken } = placeholdersOf(text)
  const unknown = names.filter((name) => !KNOWN_PLACEHOLDERS.has(name))
  const found: CheckFinding[] = []
  if (host !== null && /[{}]|%7[bd]/i.test(host.name))
    found.push(checkFinding('PLACEHOLDER_IN_HOST', { host: host.name }))
  if (unknown.length > 0)
    found.push(checkFinding('PLACEHOLDER_UNKNOWN', { placeholders: unknown, known: [...KNOWN_PLACEHOLDERS] }))
  if (encoded.length > 0) found.push(checkFinding('PLACEHOLDER_ENCODED', { placeholders: encoded }))
  if (broken) found.push(checkFinding('PLACEHOLDER_BROKEN'))
  if (/&amp;/i.test(text)) found.push(checkFinding('AMP_ENCODED'))
  const bare = text.replace(/[\s\u0080-\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]/gu, '')
  const foreign = bare.match(/[^\u0000-\u007f]/gu)
  if (foreign !== null) found.push(checkFinding('NON_ASCII', { characters: visible(foreign.join('')).slice(0, 8) }))
  const unsafe = text.match(/["<>^`|]/g)
  if (unsafe !== null)
    found.push(checkFinding('UNSAFE_CHARACTER', { characters: visible(unsafe.join('')).slice(0, 8) }))
  if (/%(?![0-9a-f]{2})/i.test(text)) found.push(checkFinding('PERCENT_BROKEN'))
  return found
}

/** The form cannot be read: everything else is open. */
function unreadable(facts: UrlFacts): ChecklistItem[] {
  return [checklistItem('form', 'This cannot be read as a URL.', [checkFinding('NOT_A_URL', { text: facts.text })])]
}

function portItem(parsed: Parsed): ChecklistItem {
  const wrong = parsed.port !== null && parsed.port !== CALLBACK_PORT
  const found = wrong ? [checkFinding('PORT_NOT_443', { port: parsed.port })] : []
  return checklistItem('port', wrong ? `Port ${String(parsed.port)}.` : 'Port 443.', found)
}

function hostItems(host: HostFacts, unclear: boolean): ChecklistItem[] {
  const found = judgeHost(host, unclear)
  const of = (item: CheckFinding['item']) => found.filter((finding) => finding.item === item)
  const public_ = host.kind === 'name' ? `${host.name} is a name under a public domain.` : ''
  const seen = of('host').length > 0 || unclear ? `The host is ${host.name}.` : public_
  const hostItem = checklistItem('host', seen, of('host'), unclear ? 'unknown' : 'pass')
  const tunnel = of('tunnel')
  const about = tunnel.length > 0 ? `${host.name} is on the list.` : 'Not on the list of such services.'
  return [hostItem, checklistItem('tunnel', about, tunnel)]
}

/**
 * Judges the part of an endpoint that needs no network: form, port, placeholders, host, tunnels. Takes a URL that was taken apart
 * (spelling as registered), gives the items of the checklist. Source: FAQ of the bank, domain notes on templates.
 */
export function judgeUrl(facts: UrlFacts): readonly ChecklistItem[] {
  const { parsed, host } = facts
  if (parsed === null) return unreadable(facts)
  const https = parsed.scheme === 'https'
  if (!https) {
    const wrong = checkFinding('NOT_HTTPS', { scheme: parsed.scheme })
    const spelling = ['http', 'ws', 'wss'].includes(parsed.scheme) ? judgeSpelling(facts, parsed) : []
    const form = checklistItem('form', `The scheme is ${parsed.scheme}.`, [wrong, ...spelling])
    return host === null || host.name === '' ? [form] : [form, ...hostItems(host, false)]
  }
  if (host === null || host.name === '') return unreadable(facts)
  const spelling = [...judgeSpelling(facts, parsed), ...judgeLabels(host)]
  // A "user" with dots looks like the host to people: which of the two is meant, the owner must say.
  const unclear = parsed.user.includes('.')
  const template = judgeTemplate(facts)
  const names = placeholdersOf(facts.text).names
  return [
    checklistItem('form', `https, host ${host.name}.`, spelling),
    portItem(parsed),
    checklistItem('template', names.length === 0 ? 'No placeholders.' : `Placeholders: ${names.join(', ')}.`, template),
    ...hostItems(host, unclear),
  ]
}

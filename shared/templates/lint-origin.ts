import { CALLBACK_PORT } from '../facts/network.ts'
import { hostKind } from './host-kind.ts'
import type { LintContext, Remark } from './remark.ts'
import type { TemplateOrigin } from './tokens.ts'

const HOST_CODES = {
  name: null,
  tunnel: 'template-tunnel-host',
  'local-name': 'template-private-host',
  'private-address': 'template-private-host',
  address: 'template-address-host',
  nothing: 'template-host-missing',
} as const

function hostRemarks({ host, hostSpan }: TemplateOrigin): readonly Remark[] {
  // A placeholder in the host has its own remark; what it will be is not known.
  if (host.includes('{')) return []
  const code = HOST_CODES[hostKind(host)]
  if (code === null) return []
  const whole = host === '' ? { start: hostSpan.start - 3, end: hostSpan.start } : hostSpan
  return [{ code, ...whole, evidence: { host } }]
}

function portRemarks({ port, portSpan }: TemplateOrigin): readonly Remark[] {
  if (port === null || Number(port) === CALLBACK_PORT) return []
  const { start, end } = portSpan
  return [{ code: 'template-port', start: start - 1, end, evidence: { port, expected: CALLBACK_PORT } }]
}

/** Scheme, user information, host and port: can the bank call there at all (domain.md §7)? */
export function lintOrigin({ text, anatomy }: LintContext): readonly Remark[] {
  const { origin } = anatomy
  if (origin.scheme === null) {
    const other = /^\s*([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)
    if (other !== null) return [{ code: 'template-scheme', start: 0, end: other[0].length }]
    return [{ code: 'template-not-absolute', start: 0, end: 0 }]
  }
  const scheme = { start: 0, end: text.indexOf('://') }
  return [
    ...(origin.scheme === 'http' ? [{ code: 'template-plain-http' as const, ...scheme }] : []),
    ...(origin.scheme !== 'http' && origin.scheme !== 'https' ? [{ code: 'template-scheme' as const, ...scheme }] : []),
    ...(origin.userInfo === null ? [] : [{ code: 'template-user-info' as const, ...origin.userInfo }]),
    ...hostRemarks(origin),
    ...portRemarks(origin),
  ]
}

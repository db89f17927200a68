import { checkFinding, checklistItem } from './finding.ts'
import type { CheckFinding, ChecklistItem } from './model.ts'
import { isUnder } from './names.ts'
import type { CertificateFacts, ChainFacts } from './observations.ts'
import type { ChainPath } from './path.ts'

/** OpenSSL reads no more than this (SSL_CTX_set_max_cert_list). */
const LARGEST_CHAIN = 102_400

/** Short names of certificates for the report: the common name, else the whole subject. */
const called = (facts: CertificateFacts | null | undefined): string =>
  facts?.commonName ?? facts?.subject ?? 'unreadable'

/** Why there is no way to a trusted root. */
function untrusted(chain: ChainFacts, path: ChainPath): CheckFinding {
  const { presented, fetched, issuerLooksKnown } = chain
  const last = presented[path.positions.at(-1) ?? -1]
  const read = last?.read
  if (path.positions.length === 1 && last?.selfSigned === true)
    return checkFinding('CERT_SELF_SIGNED', { subject: read?.subject ?? '' })
  if (last?.selfSigned === true) return checkFinding('CERT_UNTRUSTED_ROOT', { authority: read?.subject ?? '' })
  const issuer = read?.issuer ?? ''
  if (fetched !== null) {
    const evidence = { missing: fetched.subject, fetchedFrom: fetched.url }
    return checkFinding(fetched.leadsToRoot ? 'CHAIN_INCOMPLETE' : 'CERT_UNTRUSTED_ROOT', evidence)
  }
  // The certificate alone does not tell a missing chain from an unknown authority; its issuer's name helps.
  const unknownRoot = !issuerLooksKnown && /\broot\b/i.test(issuer)
  if (unknownRoot) return checkFinding('CERT_UNTRUSTED_ROOT', { authority: issuer })
  return checkFinding('CHAIN_INCOMPLETE', { missing: issuer, authorityKnown: issuerLooksKnown })
}

function constraintBroken(issuer: CertificateFacts, names: readonly string[]): string | null {
  const out = names.find((name) => {
    const allowed = issuer.permittedNames === null || issuer.permittedNames.some((one) => isUnder(name, one))
    return !allowed || issuer.excludedNames.some((one) => isUnder(name, one))
  })
  return out === undefined ? null : `it may not issue for ${out}`
}

/** What RFC 5280 §6.1 says against an issuer at place `place` of the way (1: above the server's certificate). */
function issuerFault(issuer: CertificateFacts, place: number, names: readonly string[]): string | null {
  if (!issuer.isAuthority) return 'it is no authority'
  if (issuer.maySignCertificates === false) return 'its key usage does not allow signing certificates'
  if (issuer.forServers === false) return 'its extended key usage does not allow server certificates'
  const below = place - 1
  if (issuer.pathLength !== null && below > issuer.pathLength)
    return `its path length ${String(issuer.pathLength)} allows fewer authorities below it than ${String(below)}`
  return constraintBroken(issuer, names)
}

function judgeIssuers({ presented }: ChainFacts, { positions }: ChainPath): CheckFinding[] {
  const names = presented[0]?.read?.dnsNames ?? []
  return positions.slice(1).flatMap((position, index) => {
    const issuer = presented[position]?.read
    const fault = issuer == null ? null : issuerFault(issuer, index + 1, names)
    return fault === null ? [] : [checkFinding('CHAIN_INVALID', { certificate: called(issuer), why: fault })]
  })
}

function judgeOrder({ presented }: ChainFacts, path: ChainPath): CheckFinding[] {
  const wanted = [...path.positions, ...path.above]
  const extra = presented.flatMap((_, at) => (wanted.includes(at) ? [] : [at]))
  const found: CheckFinding[] = []
  if (wanted.some((at, index) => index > 0 && at < (wanted[index - 1] ?? 0)))
    found.push(checkFinding('CHAIN_ORDER', { presented: presented.map(({ read }) => called(read)) }))
  if (extra.length > 0)
    found.push(checkFinding('CHAIN_EXTRA', { certificates: extra.map((at) => called(presented[at]?.read)) }))
  return found
}

/** Judges whether the chain holds: readable, complete, in order, to a trusted root. Source: FAQ of the bank, "SSL/TLS Certificate Requirements". */
export function judgeChain(chain: ChainFacts, path: ChainPath): ChecklistItem {
  const { presented, bytes } = chain
  if (bytes > LARGEST_CHAIN)
    return checklistItem('chain', `${String(bytes)} bytes.`, [checkFinding('CHAIN_TOO_LARGE', { bytes })])
  const leaf = presented[0]?.read ?? null
  if (leaf === null) return checklistItem('chain', 'The certificate cannot be read.', [checkFinding('CERT_INVALID')])
  const found: CheckFinding[] = []
  const critical = path.positions.flatMap((at) => presented[at]?.read?.unknownCritical ?? [])
  if (critical.length > 0) found.push(checkFinding('CERT_INVALID', { unknownCritical: critical }))
  if (path.trusted) found.push(...judgeOrder(chain, path), ...judgeIssuers(chain, path))
  else found.push(untrusted(chain, path))
  const root = presented[path.positions.at(-1) ?? -1]?.root
  const way = path.positions.map((at) => called(presented[at]?.read)).join(' ← ')
  const end =
    root == null
      ? ''
      : ` ← ${/(?:^|, )CN=([^,]+)/.exec(root.subject)?.[1] ?? root.subject}${root.given ? ' (given for this check, not public)' : ''}`
  return checklistItem('chain', `${way}${end}.`, found)
}

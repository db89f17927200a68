import { CHECK_ITEMS, itemTitle } from '../facts/preflight/items.ts'
import type { CheckItemId } from '../facts/preflight/items.ts'
import type { CheckCode } from '../facts/preflight/codes.ts'
import { checkFinding, checklistItem, verdictOf } from './finding.ts'
import { judgeAnswer, judgeTime } from './judge-answer.ts'
import { judgeDates, judgeNames, judgeRevocation, judgeStrength } from './judge-certificate.ts'
import { judgeChain } from './judge-chain.ts'
import { judgeConnects, judgeDns } from './judge-network.ts'
import { judgeCiphers, judgeVersion } from './judge-tls.ts'
import { judgeUrl } from './judge-url.ts'
import type { CheckFinding, ChecklistItem, CheckVerdict } from './model.ts'
import type { Observations } from './observations.ts'
import { findPath } from './path.ts'

/** What is taken as given in a rehearsal: that the address here stands for the public one. */
const GIVEN_IN_REHEARSAL: ReadonlySet<CheckCode> = new Set<CheckCode>([
  ...([
    'LOCAL_NAME',
    'LOOPBACK',
    'PRIVATE_ADDRESS',
    'LINK_LOCAL',
    'CGNAT',
    'RESERVED_ADDRESS',
    'PORT_NOT_443',
  ] as const),
  ...(['DNS_LOCAL_ONLY', 'DNS_NOT_PUBLIC', 'DNS_NO_IPV4', 'DNS_NOT_FOUND', 'DNS_UNAVAILABLE'] as const),
])

function certificateItems(seen: Observations): ChecklistItem[] {
  const { chain, url, now } = seen
  if (chain === null || url.host === null) return []
  const path = findPath(chain, now)
  const leaf = chain.presented[0]?.read ?? null
  const whole = judgeChain(chain, path)
  if (leaf === null) return [whole]
  return [judgeNames(url.host, leaf), judgeDates(chain, path, now), whole, judgeStrength(chain, path)]
}

function agreement({ byAddress }: Observations): ChecklistItem[] {
  if (byAddress === null) return []
  if (byAddress.length < 2) return [checklistItem('agree', 'There is one address.', [])]
  const read = byAddress.flatMap(({ fingerprint }) => (fingerprint === null ? [] : [fingerprint]))
  const same = new Set(read).size < 2
  const shown = byAddress.map(({ address, fingerprint }) => `${address}: ${fingerprint?.slice(0, 23) ?? 'not read'}`)
  const found = same ? [] : [checkFinding('ADDRESSES_DIFFER', { certificates: shown })]
  return [
    checklistItem(
      'agree',
      same ? `${String(read.length)} addresses show the same certificate.` : 'They differ.',
      found,
    ),
  ]
}

/** The library of this runtime refused what nothing speaks against: then no request could be made. */
function ourSide(seen: Observations, items: readonly ChecklistItem[]): CheckFinding[] {
  const { session, chain } = seen
  if (session === null || session.completed || chain === null) return []
  const spoken = items.some(({ state, id }) => state === 'fail' && id !== 'host' && id !== 'port' && id !== 'dns')
  return spoken ? [] : [checkFinding('TLS_OUR_SIDE', { error: session.error })]
}

function tlsItems(seen: Observations): ChecklistItem[] {
  const { tls, session, answer, chain, revocation, stapled } = seen
  if (tls === null) return []
  const certificate = certificateItems(seen)
  const version = judgeVersion(tls, session, answer)
  const revoked =
    revocation === null || chain === null
      ? []
      : [judgeRevocation(revocation, stapled, chain.presented[0]?.read?.mustStaple ?? false)]
  const items = [judgeCiphers(tls), ...certificate, ...revoked, ...agreement(seen)]
  const ours = ourSide(seen, [version, ...items])
  return [
    ours.length === 0 ? version : checklistItem('version', version.seen, [...version.findings, ...ours]),
    ...items,
  ]
}

function answerItems(seen: Observations): ChecklistItem[] {
  const { answer, javaAnswer, filled, session, tls } = seen
  if (answer !== null) return [judgeAnswer(answer, javaAnswer, filled), judgeTime(answer)]
  const impossible = session !== null && !session.completed && tls !== null
  return impossible ? [checklistItem('answer', 'No request was made.', [checkFinding('HTTP_NOT_ASKED')])] : []
}

function dnsItem(seen: Observations): ChecklistItem[] {
  const { host } = seen.url
  if (seen.dns !== null && host !== null) return [judgeDns(host.name, seen.dns)]
  const why =
    host?.kind === 'name' ? 'Not looked up: the place to connect to was given.' : 'There is no name to look up.'
  return seen.connects === null ? [] : [checklistItem('dns', why, [], 'unknown')]
}

function soften(item: ChecklistItem): ChecklistItem {
  const findings = item.findings.map((finding) =>
    GIVEN_IN_REHEARSAL.has(finding.code) ? { ...finding, weight: 'unknown' as const } : finding,
  )
  return checklistItem(item.id, item.seen, findings, item.state === 'unknown' ? 'unknown' : 'pass')
}

function outside(seen: Observations): ChecklistItem[] {
  return seen.finished ? [checklistItem('outside', 'Not seen from here.', [checkFinding('OUTSIDE_UNPROVEN')])] : []
}

/** An item that nothing was observed for. */
function open(id: CheckItemId, seen: Observations): ChecklistItem {
  const title = itemTitle(id)
  if (!seen.finished) return { id, title, state: 'pending', seen: '', findings: [] }
  const why =
    seen.stoppedBy === 'user'
      ? 'Stopped before it was looked at.'
      : 'Could not be looked at, because of what stands above.'
  const late = seen.stoppedBy === 'deadline' && id === 'answer' ? [checkFinding('CHECK_DEADLINE')] : []
  return checklistItem(id, why, late, 'unknown')
}

/** Judges everything that was seen of an endpoint: the whole checklist, in its order. Pure; may be called as observations come in. */
export function checklist(seen: Observations): readonly ChecklistItem[] {
  const network =
    seen.scope === 'static'
      ? []
      : [
          ...dnsItem(seen),
          ...(seen.connects === null ? [] : [judgeConnects(seen.connects)]),
          ...tlsItems(seen),
          ...answerItems(seen),
          ...outside(seen),
        ]
  const judged = [...judgeUrl(seen.url), ...network].map((item) => (seen.rehearsal ? soften(item) : item))
  return CHECK_ITEMS.filter(({ offline }) => offline || seen.scope === 'full').map(
    ({ id }) => judged.find((item) => item.id === id) ?? open(id, seen),
  )
}

/** The verdict over a checklist, and its findings in order: what is wrong, and what only deserves a note. */
export function summary(items: readonly ChecklistItem[]): {
  readonly verdict: CheckVerdict
  readonly findings: readonly CheckFinding[]
  readonly notes: readonly CheckFinding[]
} {
  const all = items.flatMap(({ findings }) => findings)
  const decides = ({ weight }: CheckFinding) => weight === 'fail' || weight === 'warn'
  return { verdict: verdictOf(all), findings: all.filter(decides), notes: all.filter((one) => !decides(one)) }
}

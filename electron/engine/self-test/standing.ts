import { checklistItem } from '../../../shared/preflight/finding.ts'
import { judgeDates, judgeNames, judgeStrength } from '../../../shared/preflight/judge-certificate.ts'
import { judgeChain } from '../../../shared/preflight/judge-chain.ts'
import type { ChecklistItem } from '../../../shared/preflight/model.ts'
import { findPath } from '../../../shared/preflight/path.ts'
import type { CertificateView } from '../certificate/view.ts'
import type { Flight } from '../probe/tls/flight.ts'

export type Standing = NonNullable<CertificateView['standing']>

/** What we make ourselves can only be for the lab. */
export const LAB: Standing = {
  kind: 'lab',
  sentence: 'Lab certificate: real bank traffic will refuse it. Use a public certificate, or a reverse proxy in front.',
}

const day = (time: number): string => new Date(time).toISOString().slice(0, 10)

function wrong(items: readonly ChecklistItem[]): string | null {
  const findings = items.flatMap(({ findings: all }) => all)
  const worst = findings.find(({ weight }) => weight === 'fail') ?? null
  return worst === null ? null : `${worst.summary} ${worst.advice}`
}

/**
 * Says whether real traffic of the bank would take the certificate that a listener showed: judged as presented, against public
 * roots only. `name`: the first public name in it. `now` in ms since 1970.
 */
export async function standingOf(shown: Flight, certificate: CertificateView, now: number): Promise<Standing> {
  if (certificate.kind === 'generated') return LAB
  const [{ readChain }, { loadRoots }] = await Promise.all([
    import('../probe/certificate/chain.ts'),
    import('../probe/certificate/roots.ts'),
  ])
  const chain = readChain(shown.certificates, shown.certificateBytes, loadRoots([])).facts
  const path = findPath(chain, now)
  const leaf = chain.presented[0]?.read ?? null
  if (leaf === null)
    return { kind: 'refused', sentence: 'The certificate cannot be read: real bank traffic will refuse it.' }
  const [name = ''] = leaf.dnsNames
  const host = {
    kind: 'name',
    name: name.replace(/^\*\./, 'a.'),
    trailingDot: false,
    range: null,
    embeddedRange: null,
    knownTopLevel: true,
  } as const
  const names = name === '' ? checklistItem('names', '', []) : judgeNames(host, leaf)
  const why = wrong([judgeChain(chain, path), judgeDates(chain, path, now), judgeStrength(chain, path), names])
  if (why !== null) return { kind: 'refused', sentence: `Real bank traffic will refuse this certificate. ${why}` }
  return { kind: 'public', sentence: `Public certificate, valid until ${day(leaf.validTo)}, complete.` }
}

import { cipherName, cipherWorth } from '../facts/preflight/ciphers.ts'
import { checkFinding, checklistItem } from './finding.ts'
import type { CheckFinding, ChecklistItem } from './model.ts'
import type { AnswerFacts, OfferFacts, SessionFacts, TlsFacts, TlsVersion } from './observations.ts'
import { TLS_VERSIONS } from './observations.ts'

const ALERTS: ReadonlyMap<number, string> = new Map([
  [40, 'handshake_failure'],
  [42, 'bad_certificate'],
  [46, 'certificate_unknown'],
  [47, 'illegal_parameter'],
  [70, 'protocol_version'],
  [71, 'insufficient_security'],
  [80, 'internal_error'],
  [86, 'inappropriate_fallback'],
  [112, 'unrecognized_name'],
  [116, 'certificate_required'],
  [120, 'no_application_protocol'],
])
const UNRECOGNIZED_NAME = 112

const took = (offer: OfferFacts): boolean => offer.kind === 'accepted'

/** Why no version at all was accepted: what the modern hellos met. */
function noTls(tls: TlsFacts): CheckFinding {
  const [first, second] = [tls.versions['TLSv1.2'], tls.versions['TLSv1.3']]
  const met = [first, second]
  const notTls = met.find((offer) => offer.kind === 'not-tls')
  if (notTls?.kind === 'not-tls') {
    const { firstBytes } = notTls
    const http = firstBytes.startsWith('HTTP/')
    return checkFinding('NOT_TLS', { firstBytes }, http ? { summary: 'Plain HTTP answered in place of TLS.' } : {})
  }
  const alert = met.find((offer) => offer.kind === 'alert')
  if (tls.worksWithoutName || (alert?.kind === 'alert' && alert.alert === UNRECOGNIZED_NAME))
    return checkFinding(
      'TLS_HANDSHAKE',
      { worksWithoutName: tls.worksWithoutName },
      {
        summary: 'The server does not know this name (SNI).',
        advice: 'Add the name to the configuration of the server, with its certificate.',
      },
    )
  if (alert?.kind === 'alert')
    return checkFinding('TLS_HANDSHAKE', { alert: `${String(alert.alert)} ${ALERTS.get(alert.alert) ?? ''}`.trim() })
  const kinds = met.map(({ kind }) => kind)
  if (kinds.includes('reset')) return checkFinding('CONN_RESET', {}, { item: 'version' })
  if (kinds.includes('timeout')) return checkFinding('TLS_TIMEOUT')
  return checkFinding('TLS_CLOSED')
}

function judgeVersions(tls: TlsFacts): CheckFinding[] {
  const offered = TLS_VERSIONS.filter((version) => took(tls.versions[version]))
  if (offered.length === 0) return [noTls(tls)]
  const modern = offered.some((version) => version === 'TLSv1.2' || version === 'TLSv1.3')
  if (!modern) return [checkFinding('TLS_TOO_OLD', { offered })]
  const old = offered.filter((version) => version === 'TLSv1' || version === 'TLSv1.1')
  return old.length === 0 ? [] : [checkFinding('TLS_OLD_ENABLED', { offered })]
}

/** Whether the server insists on a client certificate: it asked, and then broke off. */
function judgeClientCertificate(session: SessionFacts | null, answer: AnswerFacts | null): CheckFinding[] {
  if (session?.clientCertificateAsked !== true) return []
  const refused = !session.completed && /ALERT|CERTIFICATE_REQUIRED|RESET|HANDSHAKE/i.test(session.error ?? '')
  const cut = answer !== null && answer.outcome === 'closed'
  if (refused || cut) return [checkFinding('CLIENT_CERT_REQUIRED', { error: session.error ?? answer?.reason ?? null })]
  return answer === null ? [] : [checkFinding('CLIENT_CERT_ASKED')]
}

/** Judges versions and what goes with the handshake. Source: FAQ of the bank: "Resurs requires TLS 1.2 or higher." */
export function judgeVersion(tls: TlsFacts, session: SessionFacts | null, answer: AnswerFacts | null): ChecklistItem {
  const offered = TLS_VERSIONS.filter((version) => took(tls.versions[version]))
  const found = [...judgeVersions(tls), ...judgeClientCertificate(session, answer)]
  if (tls.differsWithoutName === true) found.push(checkFinding('SNI_DIFFERS'))
  const names = offered.map((version) => version.replace('TLSv1', 'TLS 1').replace(/^TLS 1$/, 'TLS 1.0'))
  return checklistItem(
    'version',
    offered.length === 0 ? 'No TLS version is offered.' : `Offered: ${names.join(', ')}.`,
    found,
  )
}

const cipherOf = (offer: OfferFacts): number | null => (offer.kind === 'accepted' ? offer.cipher : null)
const names = (numbers: readonly (number | null)[]) =>
  [...new Set(numbers)].flatMap((number) => (number === null ? [] : [cipherName(number)]))

/** Judges ciphers by what the server chose from offers of different strength. */
export function judgeCiphers(tls: TlsFacts): ChecklistItem {
  const { versions, strong, broken } = tls
  const chosen = cipherOf(versions['TLSv1.2'])
  const found: CheckFinding[] = []
  const modern = took(versions['TLSv1.3']) || took(strong)
  const takesBroken = cipherOf(broken)
  if (!modern && chosen !== null) {
    const worth = cipherWorth(chosen)
    const cipher = cipherName(chosen)
    if (worth === 'unusual') found.push(checkFinding('CIPHER_UNUSUAL', { cipher }))
    else if (worth === 'broken')
      found.push(
        checkFinding('CIPHER_WEAK', { cipher }, { weight: 'fail', summary: 'The server has broken ciphers only.' }),
      )
    else found.push(checkFinding('CIPHER_WEAK', { cipher }, { summary: 'The server has weak ciphers only.' }))
  }
  if (takesBroken !== null && found.length === 0)
    found.push(
      checkFinding(
        'CIPHER_WEAK',
        { cipher: cipherName(takesBroken) },
        { summary: 'The server still takes a broken cipher.' },
      ),
    )
  const seen = names([cipherOf(versions['TLSv1.3']), cipherOf(strong), chosen])
  const none = TLS_VERSIONS.every((version: TlsVersion) => !took(versions[version]))
  return checklistItem(
    'cipher',
    none ? 'No handshake, no cipher.' : `Chosen: ${seen.join(', ')}.`,
    found,
    none ? 'unknown' : 'pass',
  )
}

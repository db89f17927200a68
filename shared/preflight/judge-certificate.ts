import { checkFinding, checklistItem } from './finding.ts'
import type { CheckFinding, ChecklistItem, HostFacts } from './model.ts'
import { covers } from './names.ts'
import type { CertificateFacts, ChainFacts, RevocationFacts } from './observations.ts'
import type { ChainPath } from './path.ts'

const DAY = 86_400_000
/** Renewal programs act at 30 days of 90; whoever is below this has missed it, or lives from week to week and must know. */
const SOON_DAYS = 14
/** CA/Browser Forum baseline requirements §6.3.2; a day of grace for how the end is counted. */
const LONGEST_DAYS = 399
const SHOWN_NAMES = 20

/** The day of a time; certificates can hold times that no calendar has. */
const day = (time: number) => (Math.abs(time) < 8e15 ? new Date(time).toISOString().slice(0, 10) : 'an impossible date')

/** Judges the names. Names of the common name do not count (RFC 6125 §6.4.4, what browsers and Java do). */
export function judgeNames(host: HostFacts, leaf: CertificateFacts): ChecklistItem {
  const names = [...leaf.dnsNames, ...leaf.addresses]
  const shown = names.slice(0, SHOWN_NAMES)
  const more = names.length > shown.length ? ` and ${String(names.length - shown.length)} more` : ''
  const evidence = { host: host.name, names: shown, count: names.length }
  const seen = names.length === 0 ? 'It has no alternative names.' : `It is for ${shown.join(', ')}${more}.`
  if (!leaf.hasAlternativeNames)
    return checklistItem('names', seen, [checkFinding('CERT_NO_SAN', { host: host.name, commonName: leaf.commonName })])
  const right =
    host.kind === 'name'
      ? leaf.dnsNames.some((name) => covers(name, host.name))
      : leaf.addresses.some((address) => address.toLowerCase() === host.name)
  return checklistItem('names', seen, right ? [] : [checkFinding('CERT_WRONG_HOST', evidence)])
}

function judgeLeafDates({ validFrom, validTo }: CertificateFacts, now: number): CheckFinding[] {
  const days = Math.floor((validTo - now) / DAY)
  const evidence = { validFrom: day(validFrom), validTo: day(validTo) }
  if (validTo < now) return [checkFinding('CERT_EXPIRED', { ...evidence, daysAgo: -days })]
  if (validFrom > now) return [checkFinding('CERT_NOT_YET_VALID', { ...evidence, clockHere: day(now) })]
  const life = (validTo - validFrom) / DAY
  const found: CheckFinding[] = []
  if (days < SOON_DAYS) found.push(checkFinding('CERT_EXPIRES_SOON', { ...evidence, daysLeft: days }))
  if (life > LONGEST_DAYS) found.push(checkFinding('CERT_LONG_LIVED', { ...evidence, days: Math.round(life) }))
  return found
}

/** Judges the dates of the certificate and of those above it. */
export function judgeDates(chain: ChainFacts, path: ChainPath, now: number): ChecklistItem {
  const [first, ...above] = path.positions.flatMap((at) => chain.presented[at]?.read ?? [])
  if (first === undefined) return checklistItem('dates', 'Not read.', [], 'unknown')
  const over = above.filter(({ validFrom, validTo }) => validTo < now || validFrom > now)
  const found = judgeLeafDates(first, now)
  for (const { subject, validFrom, validTo } of over)
    found.push(
      checkFinding('CHAIN_EXPIRED', { certificate: subject, validFrom: day(validFrom), validTo: day(validTo) }),
    )
  const root = path.trusted ? (chain.presented[path.positions.at(-1) ?? -1]?.root ?? null) : null
  if (root !== null && root.validTo < now)
    found.push(checkFinding('CHAIN_EXPIRED', { certificate: root.subject, validTo: day(root.validTo) }))
  return checklistItem('dates', `Valid from ${day(first.validFrom)} to ${day(first.validTo)}.`, found)
}

function judgeKey({ keyKind, keyName, keyBits, subject }: CertificateFacts): CheckFinding[] {
  const small = keyBits !== null && keyBits < (keyKind === 'rsa' ? 2048 : 256)
  if (small) return [checkFinding('KEY_TOO_SMALL', { certificate: subject, key: keyName })]
  return keyKind === 'other' ? [checkFinding('KEY_UNUSUAL', { certificate: subject, key: keyName })] : []
}

/** Judges keys, signatures and purpose along the way to the root. */
export function judgeStrength(chain: ChainFacts, path: ChainPath): ChecklistItem {
  const all = path.positions.flatMap((at) => {
    const one = chain.presented[at]
    return one?.read == null ? [] : [{ ...one.read, selfSigned: one.selfSigned }]
  })
  const [leaf] = all
  if (leaf === undefined) return checklistItem('strength', 'Not read.', [], 'unknown')
  const found = all.flatMap(judgeKey)
  // The signature of a self-signed certificate proves nothing, so that its hash does not matter.
  const weak = all.filter(
    ({ signatureHash, selfSigned }) => !selfSigned && /^(sha1|md5|md2)$/.test(signatureHash ?? ''),
  )
  for (const { subject, signatureHash } of weak)
    found.push(checkFinding('SIG_SHA1', { certificate: subject, hash: signatureHash }))
  if (leaf.forServers === false) found.push(checkFinding('CERT_WRONG_PURPOSE', { certificate: leaf.subject }))
  return checklistItem('strength', `${leaf.keyName}, signed with ${leaf.signatureHash ?? leaf.keyName}.`, found)
}

const place = ({ via, url }: RevocationFacts) => (url === null ? via : `${via} ${url}`)

/** Judges revocation. "Could not be checked" is said as such, never as good. */
export function judgeRevocation(all: readonly RevocationFacts[], stapled: boolean, mustStaple: boolean): ChecklistItem {
  const found: CheckFinding[] = []
  const told = (status: RevocationFacts['status']) => all.filter((one) => one.status === status)
  for (const one of told('revoked')) found.push(checkFinding('CERT_REVOKED', { says: place(one) }))
  if (mustStaple && !stapled) found.push(checkFinding('MUST_STAPLE_MISSING'))
  const staleStaple = told('stale').filter(({ via }) => via === 'stapled')
  for (const one of staleStaple) found.push(checkFinding('OCSP_STALE', { reason: one.reason }))
  const good = told('good')
  const open = all
    .filter(({ status }) => status !== 'good' && status !== 'revoked')
    .filter((one) => !staleStaple.includes(one))
  if (good.length === 0 && found.length === 0 && open.length > 0)
    found.push(
      checkFinding('REVOCATION_UNKNOWN', { asked: open.map((one) => `${place(one)}: ${one.reason ?? one.status}`) }),
    )
  if (all.length === 0 && found.length === 0) found.push(checkFinding('REVOCATION_NOWHERE'))
  const seen = good.length > 0 ? `Not revoked, says ${good.map(place).join(', ')}.` : 'Nobody said that it is good.'
  return checklistItem('revocation', seen, found)
}

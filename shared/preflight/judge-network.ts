import { checkFinding, checklistItem } from './finding.ts'
import type { CheckFinding, ChecklistItem } from './model.ts'
import type { CheckCode } from '../facts/preflight/codes.ts'
import type { ConnectFacts, ConnectOutcome, DnsFacts, ResolvedAddress } from './observations.ts'

const text = (addresses: readonly ResolvedAddress[]) => addresses.map(({ address }) => address)

function missing(host: string, dns: DnsFacts): CheckFinding | null {
  if (dns.servers === 'found') return null
  if (dns.system === 'found' && dns.servers === 'not-found')
    return checkFinding('DNS_LOCAL_ONLY', { host, addresses: text(dns.systemAddresses) })
  if (dns.system === 'found') return null
  if (dns.servers === 'not-found' || dns.system === 'not-found') return checkFinding('DNS_NOT_FOUND', { host })
  return checkFinding('DNS_UNAVAILABLE', { host })
}

/** Judges what DNS said of a name. Source: FAQ of the bank: resolvable publicly, over IPv4. */
export function judgeDns(host: string, dns: DnsFacts): ChecklistItem {
  const gone = missing(host, dns)
  const records = dns.servers === 'found' ? dns.records : dns.systemAddresses
  if (records.length === 0)
    return checklistItem('dns', `${host} was looked up.`, gone === null ? [] : [gone], 'unknown')
  const found: CheckFinding[] = gone === null ? [] : [gone]
  const four = records.filter(({ family }) => family === 4)
  if (four.length === 0) found.push(checkFinding('DNS_NO_IPV4', { host, addresses: text(records) }))
  const inside = records.filter(({ range, family }) => range !== 'public' && (family === 4 || four.length === 0))
  if (inside.length > 0)
    found.push(
      checkFinding('DNS_NOT_PUBLIC', { host, addresses: inside.map(({ address, range }) => `${address} (${range})`) }),
    )
  const other = dns.systemAddresses.filter(({ address }) => !records.some((record) => record.address === address))
  if (dns.servers === 'found' && other.length > 0)
    found.push(checkFinding('DNS_DIFFERS', { here: text(dns.systemAddresses), dns: text(records) }))
  return checklistItem('dns', `${host} leads to ${text(records).join(', ')}.`, found)
}

const CODES: Readonly<Record<Exclude<ConnectOutcome, 'connected'>, CheckCode>> = {
  refused: 'CONN_REFUSED',
  reset: 'CONN_RESET',
  timeout: 'CONN_TIMEOUT',
  unreachable: 'CONN_UNREACHABLE',
}

const said = ({ address, port, outcome, ms }: ConnectFacts) =>
  `${address} port ${String(port)}: ${outcome}${outcome === 'connected' ? ` in ${String(ms)} ms` : ''}`

/** Judges the connections to all addresses. IPv6 alone decides nothing where IPv4 works: the bank connects over IPv4. */
export function judgeConnects(connects: readonly ConnectFacts[]): ChecklistItem {
  const seen = `${connects.map(said).join('; ')}.`
  const relevant = connects.some(({ family }) => family === 4)
    ? connects.filter(({ family }) => family === 4)
    : connects
  const failed = relevant.filter(({ outcome }) => outcome !== 'connected')
  const found: CheckFinding[] = []
  if (failed.length === relevant.length)
    for (const code of new Set(failed.map(({ outcome }) => CODES[outcome as Exclude<ConnectOutcome, 'connected'>])))
      found.push(checkFinding(code, { addresses: failed.map(said) }))
  else if (failed.length > 0) found.push(checkFinding('CONN_SOME_FAIL', { addresses: failed.map(said) }))
  const six = connects.filter(({ family, outcome }) => family === 6 && outcome !== 'connected')
  if (six.length > 0 && relevant !== connects) found.push(checkFinding('IPV6_FAILS', { addresses: six.map(said) }))
  return checklistItem('connect', seen, found)
}

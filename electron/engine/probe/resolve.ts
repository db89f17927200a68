import { lookup, Resolver } from 'node:dns/promises'
import type { DnsFacts, ResolvedAddress } from '../../../shared/preflight/observations.ts'
import { addressRange } from './url-facts.ts'

type Told = 'found' | 'not-found' | 'unavailable'

/** Where names are looked up. `servers`: other name servers than those of the system, for tests. */
export interface NameService {
  readonly servers: readonly string[] | null
}

const resolved = (address: string, family: 4 | 6): ResolvedAddress => ({
  address,
  family,
  range: addressRange(address) ?? 'reserved',
})

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown'

/** The answers that say "there is none", of c-ares and of the system. */
const NONE = new Set(['ENOTFOUND', 'ENODATA', 'ENONAME', 'EAI_NONAME', 'EAI_NODATA', 'EBADNAME'])

async function told(ask: Promise<readonly ResolvedAddress[]>): Promise<readonly [Told, readonly ResolvedAddress[]]> {
  try {
    const addresses = await ask
    return [addresses.length === 0 ? 'not-found' : 'found', addresses]
  } catch (thrown) {
    return [NONE.has(codeOf(thrown)) ? 'not-found' : 'unavailable', []]
  }
}

/** Rejects when the signal fires first: what the system does cannot be stopped, but left. */
function orLeave<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(new Error('no answer in time'))
    // Whatever comes too late is heard all the same: a rejection that nobody hears ends the process.
    work.catch(() => undefined)
    if (signal.aborted) return leave()
    signal.addEventListener('abort', leave, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
    return undefined
  })
}

async function fromSystem(host: string): Promise<readonly ResolvedAddress[]> {
  const found = await lookup(host, { all: true, order: 'verbatim' })
  return found.map(({ address, family }) => resolved(address, family === 6 ? 6 : 4))
}

/**
 * Asks the system (hosts file and all) and the name servers themselves, A and AAAA. Ends with the signal; never rejects. With
 * servers of one's own the system is not asked.
 */
export async function resolveName(host: string, { servers }: NameService, signal: AbortSignal): Promise<DnsFacts> {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 })
  if (servers !== null) resolver.setServers([...servers])
  const four = told(
    orLeave(
      resolver.resolve4(host).then((all) => all.map((one) => resolved(one, 4))),
      signal,
    ),
  )
  const six = told(
    orLeave(
      resolver.resolve6(host).then((all) => all.map((one) => resolved(one, 6))),
      signal,
    ),
  )
  const system = servers === null ? told(orLeave(fromSystem(host), signal)) : four
  const [[a, addresses4], [aaaa, addresses6], [here, systemAddresses]] = await Promise.all([four, six, system])
  resolver.cancel()
  const records = [...addresses4, ...addresses6]
  const servers_ =
    records.length > 0 ? 'found' : a === 'unavailable' || aaaa === 'unavailable' ? 'unavailable' : 'not-found'
  const own = servers === null ? systemAddresses : records
  return { system: servers === null ? here : servers_, servers: servers_, systemAddresses: own, records }
}

import { lookup } from 'node:dns/promises'
import { networkInterfaces } from 'node:os'
import { bad, good } from '../../../shared/protocol/errors.ts'
import type { Result } from '../../../shared/protocol/errors.ts'
import type { ListenerStatus } from '../../../shared/protocol/views.ts'
import type { SendTarget } from './send-request.ts'

/** An address to send to, and what is known of it. */
export interface FoundTarget extends SendTarget {
  /** Path that the user entered; null: none. */
  readonly path: string | null
  /** Ends on this machine: only then the token that marks our requests goes along. */
  readonly local: boolean
  /** For the user. */
  readonly title: string
}

/** Where a listener that is bound to all addresses can be reached from this machine. */
export function reachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  return host === '::' ? '::1' : host
}

/** A certificate of the user's may carry only public names: then the connection asks for the first of them. */
export function serverName(status: ListenerStatus): string {
  const names = status.certificate?.names ?? []
  return names.find((name) => name === 'localhost') ?? names.find((name) => !/^[\d.:]+$/.test(name)) ?? 'localhost'
}

/** Our own listener. `authorities`: its CA, or the user's chain. */
export function listenerTarget(status: ListenerStatus, authorities: readonly string[]): FoundTarget {
  const { scheme, host, port } = status
  const title = status.url ?? `${scheme}://${host}:${String(port)}/`
  return {
    scheme,
    host: reachableHost(host),
    port,
    name: serverName(status),
    authorities,
    path: null,
    local: true,
    title,
  }
}

/** True when every address of a name is one of this machine. A name that cannot be looked up is not ours. */
async function isThisMachine(host: string): Promise<boolean> {
  const own = new Set(Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address)))
  try {
    const found = await lookup(host, { all: true })
    return found.length > 0 && found.every(({ address }) => own.has(address) || /^127\.|^::1$/.test(address))
  } catch {
    return false
  }
}

const refuse = (why: string) => bad('send-failed', `${why} Nothing was sent.`)

/**
 * Reads the address that a user entered. Refused before any socket is opened: control characters, what is no http or https address,
 * and credentials in it (they belong into the profile).
 */
export async function findTarget(text: string, authorities: readonly string[]): Promise<Result<FoundTarget>> {
  // The URL class drops line breaks silently, and NUL ends names in system calls.
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(text)) return refuse('The address holds control characters (line breaks, NUL).')
  if (!URL.canParse(text))
    return refuse(`"${text.slice(0, 200)}" is no address; give one like https://shop.example/callback.`)
  const { protocol, hostname, port, pathname, search, username, password, href } = new URL(text)
  if (protocol !== 'https:' && protocol !== 'http:')
    return refuse(`The address must begin with https:// or http://, not ${protocol}//.`)
  if (username !== '' || password !== '') {
    return refuse('The address holds a user name or password: put them into the credentials of a profile.')
  }
  if (search !== '')
    return refuse('The address holds a query: the simulator makes it itself. Give scheme, host and path only.')
  const scheme = protocol === 'https:' ? 'https' : 'http'
  const host = hostname.replace(/^\[|\]$/g, '')
  return good({
    scheme,
    host,
    port: port === '' ? (scheme === 'https' ? 443 : 80) : Number(port),
    name: hostname,
    authorities,
    path: pathname === '/' ? null : pathname,
    local: await isThisMachine(host),
    title: href,
  })
}

/** The question before the first send to a host that is not this machine. */
export function needsConfirmation({ local, host, title }: FoundTarget): Result<null> {
  if (local) return good(null)
  const message = `Simulated callbacks would be sent to ${host}, which is not this machine. They look like real ones but for the header X-Callback-Inspector-Simulated, and a shop may act on them. Confirm that ${title} is yours to test.`
  return bad('confirmation-needed', message, { host })
}

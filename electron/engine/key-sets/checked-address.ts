import { lookup as resolveName } from 'node:dns'
import { isIP } from 'node:net'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Every address of a name; handed in, so that tests can answer for the name server. */
export type ResolveName = (
  name: string,
  done: (error: NodeJS.ErrnoException | null, addresses: readonly { address: string; family: number }[]) => void,
) => void

export const systemNames: ResolveName = (name, done) => {
  resolveName(name, { all: true }, (error, addresses) => done(error, error === null ? addresses : []))
}

/** Raised into the request when a name leads to where a key set may not be fetched from. */
export class AddressRefused extends Error {
  readonly address: string
  constructor(name: string, address: string) {
    super(`${name} has the address ${address}, which is not on the public internet`)
    this.name = 'AddressRefused'
    this.address = address
  }
}

/** True for an address of the public internet, also when an IPv4 address stands in IPv6 clothing. */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '').split('%', 1)[0] ?? ''
  if (!ipaddr.isValid(plain)) return false
  return ipaddr.process(plain).range() === 'unicast'
}

/** A host that the user wrote as an address, or localhost: then it was meant, private or not. */
export function isWrittenAddress(host: string): boolean {
  return isIP(host.replace(/^\[|\]$/g, '')) !== 0 || host === 'localhost'
}

/**
 * A lookup for one request: every address of the name must be public, and the connection goes to exactly those that were looked at,
 * so that a name server that changes its mind in between (DNS rebinding) gains nothing.
 */
export function checkedLookup(resolve: ResolveName, written: boolean): LookupFunction {
  return (name, options, done) => {
    resolve(name, (error, addresses) => {
      if (error !== null) return done(error, '', 4)
      const hidden = written ? undefined : addresses.find(({ address }) => !isPublicAddress(address))
      if (hidden !== undefined) return done(new AddressRefused(name, hidden.address), '', 4)
      const first = addresses[0]
      if (first === undefined) return done(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '', 4)
      if (options.all === true) return done(null, [...addresses])
      return done(null, first.address, first.family)
    })
  }
}

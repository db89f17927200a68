import { BANK_NETWORKS } from '../facts/network.ts'
import type { AddressTools } from './source.ts'
import { SHIPPED_SURROUNDINGS } from './source.ts'

/** Whether an address is one of the bank's. `network`: in one of its networks, but not on the list of that day. */
export type BankPeer = 'listed' | 'network' | 'no'

/** Takes the address of a peer and the time (ms since 1970), says whether the bank was there. Source: FAQ of the bank, with dates. */
export function bankPeer(address: string, at: number, tools: Pick<AddressTools, 'isIn'>): BankPeer {
  const listed = SHIPPED_SURROUNDINGS.sources.entries.filter(({ from, to }) => from <= at && to > at)
  if (
    tools.isIn(
      address,
      listed.map(({ network }) => network),
    )
  )
    return 'listed'
  return tools.isIn(address, BANK_NETWORKS) ? 'network' : 'no'
}

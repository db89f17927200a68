import { hash } from 'node:crypto'
import type { Socket } from 'node:net'
import type { Peer } from '../../../shared/model/callback.ts'
import { plainAddress } from '../listener/plain-address.ts'

/** Equal requests under way to an upstream at the same time; more can only be one request that goes round through somebody else. */
const MOST_EQUAL = 32

/** What makes two requests equal, however they were passed on. */
export interface Passed {
  readonly method: string
  readonly target: string
  readonly body: Uint8Array
}

/** The requests that are being passed on just now. The shop gets them as the bank sent them, so that nothing in them tells where they have been. */
export interface Passing {
  /** True when a request from this peer has been passed on by us already. */
  readonly cameBack: (peer: Peer, request: Passed) => boolean
  /** Called with a request that is passed on; call what it gives once it is answered. */
  readonly begin: (request: Passed) => () => void
  /** Called with a connection to an upstream: what arrives from its other end is our own. */
  readonly opened: (socket: Socket) => void
}

const ownEnd = ({ address, port }: Peer) => `${address} ${String(port)}`
const likeness = ({ method, target, body }: Passed) => `${method} ${target} ${hash('sha1', body)}`

/** Makes an empty one. */
export function createPassing(): Passing {
  const ends = new Set<string>()
  const underWay = new Map<string, number>()
  return {
    cameBack: (peer, request) => ends.has(ownEnd(peer)) || (underWay.get(likeness(request)) ?? 0) >= MOST_EQUAL,
    begin: (request) => {
      const key = likeness(request)
      underWay.set(key, (underWay.get(key) ?? 0) + 1)
      return () => {
        const left = (underWay.get(key) ?? 1) - 1
        if (left > 0) underWay.set(key, left)
        else underWay.delete(key)
      }
    },
    opened: (socket) => {
      socket.once('connect', () => {
        const end = ownEnd({ address: plainAddress(socket.localAddress), port: socket.localPort ?? 0 })
        ends.add(end)
        socket.once('close', () => ends.delete(end))
      })
    },
  }
}

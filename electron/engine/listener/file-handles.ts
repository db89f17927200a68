import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'

/** File handles that are kept free for the archive, settings and certificates when connections come in masses. */
const RESERVE = 12

/** How many file handles this process may have; null where the system does not say (then accept errors must tell). */
export function fileHandleLimit(): number | null {
  try {
    const found = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))
    return found === null ? null : Number(found[1])
  } catch {
    return null
  }
}

/**
 * True when an accepted socket took one of the last file handles. libuv accepts and closes connections in silence once there is
 * none left, so we must refuse (and say so) shortly before. The system always gives the lowest free number.
 */
export function takesLastHandles(socket: Socket, limit: number | null): boolean {
  const { fd } = (socket as Socket & { readonly _handle?: { readonly fd?: number } })._handle ?? {}
  return limit !== null && typeof fd === 'number' && fd >= limit - RESERVE
}

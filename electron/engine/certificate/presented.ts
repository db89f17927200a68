import { X509Certificate } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import type { TlsMaterial } from '../listener/types.ts'
import { openSession } from '../probe/tls/session.ts'

const DEADLINE_MS = 5_000

function read(der: Buffer): X509Certificate[] {
  try {
    return [new X509Certificate(der)]
  } catch {
    return []
  }
}

/**
 * The certificates that a server with this material shows, in its order: read from the wire of a real handshake on loopback, since
 * nothing of Node gives the chain in a PFX file, and libraries may sort what they give. Empty when no handshake can be made.
 */
export async function presentedChain(material: TlsMaterial): Promise<readonly X509Certificate[]> {
  const server = createServer({ ...material, minVersion: 'TLSv1.2' }, (socket) => {
    socket.on('error', () => undefined)
    socket.resume()
  })
  server.on('tlsClientError', () => undefined)
  const listening = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(0, '127.0.0.1', () => resolve(true))
  })
  if (!listening) return []
  const { port } = server.address() as AddressInfo
  const wish = { place: { address: '127.0.0.1', port }, host: 'localhost', roots: [], unverified: true } as const
  const { socket, flight } = await openSession(wish, AbortSignal.timeout(DEADLINE_MS))
  socket?.destroy()
  server.close()
  return flight.certificates.flatMap(read)
}

import { createServer as createNetServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type Server as TlsServer, type TLSSocket } from 'node:tls'
import type { Peer } from '../../../shared/model/callback.ts'
import { good, type Problem, type Result } from '../../../shared/protocol/errors.ts'
import type { ListenerStatus } from '../../../shared/protocol/views.ts'
import { TlsArrival } from './arrival.ts'
import { HttpConnection } from './connection.ts'
import { ListenerCore } from './core.ts'
import { fileHandleLimit, takesLastHandles } from './file-handles.ts'
import { plainAddress } from './plain-address.ts'
import { listenProblem, materialProblem } from './problems.ts'
import type { CaptureSink, Listener, ListenerOptions, TlsMaterial } from './types.ts'

const BACKLOG = 2048

const peerOf = (socket: Socket): Peer => ({ address: plainAddress(socket.remoteAddress), port: socket.remotePort ?? 0 })
const localOf = (socket: Socket): Peer => ({ address: plainAddress(socket.localAddress), port: socket.localPort ?? 0 })

/** The TLS half: never listens itself, is handed connections. TLS 1.2 and 1.3, HTTP/1.1 only. Throws on bad material. */
function makeTlsServer(options: ListenerOptions, arrivals: WeakMap<Socket, TlsArrival>): TlsServer {
  const server = createTlsServer({
    ...options.tls,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1', 'http/1.0'],
    // The core's sweep strikes first, with a row; this is only the library's own end.
    handshakeTimeout: (options.limits.handshakeSeconds + 60) * 1000,
  })
  // Node keeps the wrapped socket here on all versions that we run on; there is no public way from the one to the other.
  const arrivalOf = (socket: TLSSocket) => {
    const wrapped = (socket as TLSSocket & { readonly _parent?: Socket })._parent
    return wrapped === undefined ? undefined : arrivals.get(wrapped)
  }
  server.on('secureConnection', (socket) => arrivalOf(socket)?.secured(socket))
  server.on('tlsClientError', (error, socket) => {
    // Handshake errors may come up again on the socket itself.
    socket.on('error', () => undefined)
    arrivalOf(socket)?.failed(error)
    socket.destroy()
  })
  return server
}

function refuseAtLimit(core: ListenerCore, socket: Socket, limit: number | null): boolean {
  const { connections } = core.options.limits
  if (takesLastHandles(socket, limit)) {
    const trouble = { cause: 'accept-failed', code: 'EMFILE', hello: null, answered: null } as const
    core.flood(
      core.facts(peerOf(socket), localOf(socket)),
      trouble,
      (count) =>
        `${String(count)} connection(s) were closed at once: this process may have only ${String(limit)} open files. Raise the limit (ulimit -n).`,
    )
  } else if (core.open >= connections) {
    const trouble = { cause: 'connection-limit', code: null, hello: null, answered: null } as const
    core.flood(
      core.facts(peerOf(socket), localOf(socket)),
      trouble,
      (count) =>
        `${String(count)} connection(s) were closed at once: the limit of ${String(connections)} open connections is reached.`,
    )
  } else return false
  socket.destroy()
  return true
}

function admit(core: ListenerCore, socket: Socket, tls: TlsServer | null, arrivals: WeakMap<Socket, TlsArrival>): void {
  const acceptedAt = core.now()
  const facts = core.facts(peerOf(socket), localOf(socket))
  core.open++
  core.newcomers.add(socket, acceptedAt)
  socket.on('close', () => {
    core.open--
    core.newcomers.delete(socket)
    if (core.stopping && core.open === 0) core.emptied?.()
  })
  if (tls === null) {
    const times = { acceptedAt, securedAt: null }
    new HttpConnection({ core, socket, transport: socket, facts, hello: null, ...times, misplaced: false })
  } else arrivals.set(socket, new TlsArrival(core, socket, tls, facts, acceptedAt))
}

/** The server in front, and the TLS half that it hands connections to (null: plain HTTP). */
interface Servers {
  readonly front: Server
  readonly tls: TlsServer | null
}

function makeServers(core: ListenerCore): Servers {
  const arrivals = new WeakMap<Socket, TlsArrival>()
  const tls = core.options.scheme === 'https' ? makeTlsServer(core.options, arrivals) : null
  const handles = fileHandleLimit()
  const front = createNetServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    // A socket without this could end the process at any stage; each stage adds its own ears.
    socket.on('error', () => undefined)
    if (!refuseAtLimit(core, socket, handles)) admit(core, socket, tls, arrivals)
  })
  return { front, tls }
}

function bind(server: Server, options: ListenerOptions): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => resolve(error)
    server.once('error', failed)
    server.listen({ host: options.host, port: options.port, backlog: BACKLOG }, () => {
      server.removeListener('error', failed)
      resolve(null)
    })
  })
}

function urlOf(options: ListenerOptions, port: number): string {
  const host = options.host === '0.0.0.0' ? '127.0.0.1' : options.host === '::' ? '::1' : options.host
  return `${options.scheme}://${host.includes(':') ? `[${host}]` : host}:${String(port)}/`
}

/** Gives later handshakes another certificate; connections that are open keep theirs, and nothing is bound anew. */
function swapCertificate(tls: TlsServer, material: TlsMaterial): Problem | null {
  try {
    tls.setSecureContext({ ...material, minVersion: 'TLSv1.2' })
    return null
  } catch (thrown) {
    return materialProblem(thrown)
  }
}

/** Ends a listener: no new connections, requests in flight are finished, then (after `graceMs`) everything is closed. */
async function stopListener(core: ListenerCore, server: Server, graceMs: number): Promise<void> {
  core.stopping = true
  server.close()
  const emptied = new Promise<void>((resolve) => (core.emptied = resolve))
  for (const member of core.members) member.wind()
  if (core.open > 0) {
    const timer = setTimeout(() => {
      for (const member of core.members) member.destroy()
    }, graceMs)
    await emptied
    clearTimeout(timer)
  }
  core.close()
}

/** What the system cannot accept while the listener runs is a row. */
function tellAcceptFailures(server: Server, core: ListenerCore): void {
  server.on('error', (failure: NodeJS.ErrnoException) => {
    const trouble = { cause: 'accept-failed', code: failure.code ?? null, hello: null, answered: null } as const
    core.flood(
      core.facts(),
      trouble,
      (count) => `${String(count)} connection(s) could not be accepted: ${failure.message}.`,
    )
  })
}

/**
 * Starts a listener: `https` (certificate in `tls`) or `http`. Everything that arrives goes to `sink`, byte for byte. Problems:
 * port-in-use, port-forbidden, address-unavailable, listen-failed, certificate-refused. The receive path does not use node:http,
 * see `RequestParser`.
 */
export async function startListener(options: ListenerOptions, sink: CaptureSink): Promise<Result<Listener>> {
  const core = new ListenerCore(options, sink)
  let servers: Servers
  try {
    servers = makeServers(core)
  } catch (thrown) {
    return { ok: false, problem: materialProblem(thrown) }
  }
  const { front: server, tls } = servers
  const error = await bind(server, options)
  if (error !== null) return { ok: false, problem: listenProblem(error, options) }
  tellAcceptFailures(server, core)
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : options.port
  let stopped: Promise<void> | null = null
  const since = core.wall()
  const status = (): ListenerStatus => ({
    scheme: options.scheme,
    state: core.stopping ? 'stopped' : 'listening',
    host: options.host,
    port,
    url: core.stopping ? null : urlOf(options, port),
    problem: null,
    certificate: core.certificate,
    lastCallbackAt: core.lastCallbackAt,
    lastTroubleAt: core.lastTroubleAt,
    lastTrouble: core.lastTrouble,
    lastHandshakeFailureAt: core.lastHandshakeFailureAt,
    lastHandshakeFailure: core.lastHandshakeFailure,
    silent: core.silent,
    since,
  })
  const expecting = () => core.open - core.busy
  const secure = (material: TlsMaterial, shown: ListenerStatus['certificate']): Problem | null => {
    const problem = tls === null ? null : swapCertificate(tls, material)
    if (problem === null) core.certificate = shown
    return problem
  }
  return good({
    status,
    expecting,
    arriving: () => core.newcomers.count(core.now()),
    secure,
    stop: (graceMs: number) => (stopped ??= stopListener(core, server, graceMs)),
  })
}

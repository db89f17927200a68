import type { Problem } from '../../../shared/protocol/errors.ts'
import type { ListenerOptions } from './types.ts'

/** The very commands that allow a low port on this system. */
function permission(port: number): string {
  if (process.platform !== 'linux') return ''
  return (
    ` Or allow it: sudo sysctl net.ipv4.ip_unprivileged_port_start=${String(port)} (every program, until the next start of the ` +
    `system), or sudo setcap cap_net_bind_service=+ep '${process.execPath}' (this program only).`
  )
}

function forbidden(port: number, where: string): string {
  return (
    `No permission to listen on ${where}: ports below 1024 are reserved for the system. Choose a port from 1024 up (8443, for ` +
    `instance) and let a reverse proxy pass port ${String(port)} on.${permission(port)}`
  )
}

/** Takes the error of listen(), gives the problem for the user: the address, and what to do. */
export function listenProblem(error: NodeJS.ErrnoException, options: ListenerOptions): Problem {
  const { host, port } = options
  const where = `${host.includes(':') ? `[${host}]` : host}:${String(port)}`
  const data = { host, port, system: error.code ?? '' }
  if (error.code === 'EADDRINUSE') {
    const message = `Port ${String(port)} on ${host} is in use by another program. Stop that program, or choose another port.`
    return { code: 'port-in-use', message, data }
  }
  if (error.code === 'EACCES' || error.code === 'EPERM')
    return { code: 'port-forbidden', message: forbidden(port, where), data }
  if (
    error.code === 'EADDRNOTAVAIL' ||
    error.code === 'ENOTFOUND' ||
    error.code === 'EAI_AGAIN' ||
    error.code === 'EAFNOSUPPORT'
  ) {
    const message = `This computer has no address ${host}. Use 127.0.0.1 (this computer only), 0.0.0.0 (all addresses), or one of its own.`
    return { code: 'address-unavailable', message, data }
  }
  return { code: 'listen-failed', message: `Could not listen on ${where}: ${error.message}.`, data }
}

/** Takes what TLS threw over key and certificate, gives the problem for the user. */
export function materialProblem(thrown: unknown): Problem {
  const code = (thrown as NodeJS.ErrnoException | null)?.code ?? ''
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return {
    code: 'certificate-refused',
    message: `The TLS library refuses this certificate or key (${code === '' ? message : code}). Choose another certificate in the settings.`,
    data: { system: code },
  }
}

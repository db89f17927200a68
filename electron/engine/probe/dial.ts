import { connect } from 'node:net'
import type { Socket } from 'node:net'
import type { ConnectOutcome } from '../../../shared/preflight/observations.ts'

/** Where to connect to. */
export interface Place {
  readonly address: string
  readonly port: number
}

export type Dialled =
  | { readonly ok: true; readonly socket: Socket }
  | { readonly ok: false; readonly outcome: ConnectOutcome; readonly code: string | null }

const OUTCOMES: Readonly<Record<string, ConnectOutcome>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ETIMEDOUT: 'timeout',
}

/** What a system error of a socket means. */
export function outcomeOf(code: string | null): ConnectOutcome {
  return OUTCOMES[code ?? ''] ?? 'unreachable'
}

/** Opens a TCP connection; never rejects. The socket keeps an ear for errors, so that none can end the process. */
export function dial({ address, port }: Place, signal: AbortSignal): Promise<Dialled> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve({ ok: false, outcome: 'timeout', code: null })
    const socket = connect({ host: address, port })
    const end = (dialled: Dialled) => {
      signal.removeEventListener('abort', late)
      resolve(dialled)
    }
    const late = () => {
      socket.destroy()
      end({ ok: false, outcome: 'timeout', code: null })
    }
    signal.addEventListener('abort', late, { once: true })
    socket.once('connect', () => end({ ok: true, socket }))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      end({ ok: false, outcome: outcomeOf(error.code ?? null), code: error.code ?? null })
    })
    return undefined
  })
}

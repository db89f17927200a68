import { bad, ProblemError, toProblem } from '../../shared/protocol/errors.ts'
import type { Problem } from '../../shared/protocol/errors.ts'
import type { ClientMessage, Link } from '../../shared/protocol/messages.ts'
import { PROTOCOL_VERSION } from '../../shared/protocol/table.ts'
import type { EngineState } from '../../shared/protocol/views.ts'
import { createClient } from './client.ts'
import type { Call, EngineClient, EngineEvent } from './client.ts'

/** How the page stands with its engine. */
export type LinkStatus =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'down'; readonly problem: Problem }
  | { readonly kind: 'mismatch'; readonly problem: Problem }

export interface SessionHooks {
  readonly onStatus: (status: LinkStatus) => void
  /** A fresh snapshot: after connecting, and again whenever events were lost. Everything shown starts over from it. */
  readonly onSnapshot: (state: EngineState) => void
  readonly onEvent: (event: EngineEvent) => void
}

export interface Session {
  readonly call: Call
  /** Speaks over this link from now on; the one before is dropped. */
  readonly attach: (link: Link<ClientMessage, unknown>) => void
  readonly lose: (problem: Problem) => void
}

const LOST = bad('link-closed', 'The engine stopped. Nothing is captured until it runs again.').problem

/** Keeps the page connected: hello first, snapshot, then numbered events; a gap leads back to hello. */
export function createSession(hooks: SessionHooks): Session {
  let client: EngineClient | null = null
  let greeting = 0

  const lose = (problem: Problem): void => {
    const old = client
    client = null
    greeting += 1
    old?.close()
    hooks.onStatus({ kind: 'down', problem })
  }
  const greet = async (mine: EngineClient): Promise<void> => {
    greeting += 1
    const round = greeting
    try {
      const state = await mine.call('engine.hello', { protocol: PROTOCOL_VERSION })
      if (round !== greeting) return
      if (state.protocol !== PROTOCOL_VERSION) return hooks.onStatus({ kind: 'mismatch', problem: mismatch(state) })
      hooks.onSnapshot(state)
      hooks.onStatus({ kind: 'ready' })
    } catch (thrown) {
      if (round !== greeting) return
      const problem = toProblem(thrown)
      hooks.onStatus({ kind: problem.code === 'protocol-version' ? 'mismatch' : 'down', problem })
    }
  }
  const attach = (link: Link<ClientMessage, unknown>): void => {
    client?.close()
    hooks.onStatus({ kind: 'connecting' })
    const mine = createClient(link, {
      onEvent: (event) => {
        if (client === mine) hooks.onEvent(event)
      },
      onGap: () => {
        if (client === mine) void greet(mine)
      },
      onClose: () => {
        if (client === mine) lose(LOST)
      },
    })
    client = mine
    void greet(mine)
  }
  const call: Call = (method, params) => {
    if (client === null) return Promise.reject(new ProblemError(LOST))
    return client.call(method, params)
  }
  return { call, attach, lose }
}

function mismatch(state: EngineState): Problem {
  return bad(
    'protocol-version',
    `This window speaks protocol ${PROTOCOL_VERSION}, the engine (version ${state.version}) speaks ${state.protocol}. Restart the app so that both are of the same version.`,
  ).problem
}

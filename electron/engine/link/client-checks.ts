import type { CheckView } from '../../../shared/protocol/checks.ts'
import { authorizationFor } from '../../../shared/respond/login.ts'
import type { Params } from '../../../shared/protocol/table.ts'
import type { Engine } from '../core.ts'

/** The endpoint checks of one client. */
export interface ClientChecks {
  /** Begins one, gives its number. */
  readonly start: (wish: Params<'check.start'>) => number
  readonly cancel: (check: number) => void
  readonly cancelAll: () => void
}

/** The Authorization header by the credentials of a profile; null where there are none. */
export function loginOf(engine: Engine, name: string | null): string | null {
  const profile = engine.options.trust.current().profiles.find((one) => one.name === name)
  return profile?.credentials === undefined ? null : authorizationFor(profile.credentials)
}

/** Runs endpoint checks for one client and tells it what they see, step by step. */
export function createClientChecks(engine: Engine, tell: (view: CheckView) => void): ClientChecks {
  const running = new Map<number, AbortController>()
  let last = 0

  const run = async (
    check: number,
    { url, method, ownAuthority, profile }: Params<'check.start'>,
    signal: AbortSignal,
  ) => {
    // Certificate reader and public suffix list are loaded at the first check, not at the start.
    const { runCheck } = await import('../probe/run-check.ts')
    const roots = ownAuthority ? engine.listeners.authorities() : []
    const wish = {
      url,
      scope: 'full',
      roots,
      connectTo: null,
      method,
      authorization: loginOf(engine, profile),
    } as const
    const parts = { clocks: engine.options.clocks, signal }
    await runCheck(wish, parts, (view) => tell({ check, ...view }))
  }
  return {
    start: (wish) => {
      const check = ++last
      const controller = new AbortController()
      running.set(check, controller)
      void run(check, wish, controller.signal).finally(() => running.delete(check))
      return check
    },
    cancel: (check) => running.get(check)?.abort(),
    cancelAll: () => {
      for (const controller of running.values()) controller.abort()
    },
  }
}

import type { EngineMessage, Link } from '../../../shared/protocol/messages.ts'
import type { Engine } from '../core.ts'
import { createClientViews } from './client-views.ts'
import { createMethods } from './methods.ts'
import { serveLink } from './serve-link.ts'

/** Changes of listener and archive figures are told at most this often, ms: nobody reads faster. */
const STATUS_MS = 100

/** Runs `work` once, a while after the first call; calls in between are one. */
function gathered(work: () => void): { readonly ask: () => void; readonly cancel: () => void } {
  let timer: NodeJS.Timeout | null = null
  const run = () => {
    timer = null
    work()
  }
  return {
    ask: () => {
      timer ??= setTimeout(run, STATUS_MS)
    },
    cancel: () => {
      if (timer !== null) clearTimeout(timer)
    },
  }
}

/** Clients of one engine: each link gets its own views and its own numbered events. */
export interface Clients {
  readonly attach: (link: Link<EngineMessage, unknown>) => void
  /** Something of the settings changed (another client saved them). */
  readonly settingsChanged: () => void
}

/**
 * Lets pages attach to an engine.
 * @param keepPassphrase keeps the passphrase that a client saved with the settings
 */
export function createClients(engine: Engine, keepPassphrase: (passphrase: string | null) => void): Clients {
  type Served = ReturnType<typeof serveLink>
  const clients = new Set<{ readonly served: Served; readonly views: ReturnType<typeof createClientViews> }>()
  const tell: Served['emit'] = (event, data) => {
    for (const client of clients) client.served.emit(event, data)
  }
  const archive = gathered(() => tell('archive.changed', engine.archiveStatus()))
  const listeners = gathered(() => tell('listeners.changed', { listeners: engine.listeners.status() }))
  const settingsChanged = () => tell('settings.changed', { settings: engine.options.settings.current() })

  engine.subscribe({
    judged: () => archive.ask(),
    archive: () => archive.ask(),
    listeners: () => listeners.ask(),
    notices: () => tell('notices.changed', { notices: engine.notices() }),
    profiles: () => tell('profiles.changed', { profiles: engine.options.trust.status() }),
  })
  engine.archive.onChange((change) => {
    archive.ask()
    for (const client of clients) client.views.change(change)
  })
  return {
    settingsChanged,
    attach: (link) => {
      const views = createClientViews(engine.archive, (data) => served.emit('inbox.changed', data))
      const parts = { engine, views, keepPassphrase }
      const methods = createMethods(parts)
      const write = methods['settings.write']
      const handlers = {
        ...methods,
        'settings.write': async (params: Parameters<typeof write>[0]) => {
          const result = await write(params)
          settingsChanged()
          return result
        },
      }
      const client = { served: serveLink(link, handlers, () => leave()), views }
      const { served } = client
      const leave = () => {
        views.closeAll()
        clients.delete(client)
      }
      clients.add(client)
    },
  }
}

import type { EngineMessage, Link } from '../../../shared/protocol/messages.ts'
import type { Engine } from '../core.ts'
import { createClientChecks } from './client-checks.ts'
import { createClientDeliveries } from '../deliveries/client-deliveries.ts'
import { createClientViews } from './client-views.ts'
import { createMethods } from './methods.ts'
import { serveLink } from './serve-link.ts'

/** Changes of listener and archive figures are told at most this often, ms: nobody reads faster. */
const STATUS_MS = 100

/** Gives a function that runs `work` a while after its first call; calls in between are one. */
function gathered(work: () => void): () => void {
  let timer: NodeJS.Timeout | null = null
  const run = () => {
    timer = null
    work()
  }
  return () => {
    timer ??= setTimeout(run, STATUS_MS)
  }
}

/** Clients of one engine: each link gets its own views and its own numbered events. */
export interface Clients {
  readonly attach: (link: Link<EngineMessage, unknown>) => void
}

type Served = ReturnType<typeof serveLink>

/** One link, and what it has open. */
interface Client {
  readonly served: Served
  readonly views: ReturnType<typeof createClientViews>
  readonly deliveries: ReturnType<typeof createClientDeliveries>
}

/**
 * Lets pages attach to an engine.
 * @param keepPassphrase keeps the passphrase that a client saved with the settings
 */
export function createClients(engine: Engine, keepPassphrase: (passphrase: string | null) => void): Clients {
  const clients = new Set<Client>()
  const tell: Served['emit'] = (event, data) => {
    for (const client of clients) client.served.emit(event, data)
  }
  const archive = gathered(() => tell('archive.changed', engine.archiveStatus()))
  const listeners = gathered(() => tell('listeners.changed', { listeners: engine.listeners.status() }))
  const rejudging = gathered(() => tell('verdicts.progress', engine.rejudging.progress()))
  const settingsSaved = () => tell('settings.changed', { settings: engine.options.settings.current() })

  engine.subscribe({
    judged: archive,
    listeners,
    notices: () => tell('notices.changed', { notices: engine.notices() }),
    rejudging,
    profiles: () => tell('profiles.changed', { profiles: engine.options.trust.status() }),
  })
  engine.simulator.onChange(() => tell('simulator.changed', { runs: engine.simulator.runs() }))
  engine.archive.onChange((change) => {
    archive()
    for (const client of clients) client.views.change(change)
  })
  engine.archive.deliveries.onChange((change) => {
    for (const { views, deliveries } of clients) {
      views.renumbered(change.rows)
      deliveries.change(change)
    }
  })
  return {
    attach: (link) => {
      const views = createClientViews(engine.archive, (data) => served.emit('inbox.changed', data))
      const checks = createClientChecks(engine, (data) => served.emit('check.changed', data))
      const deliveries = createClientDeliveries(engine.archive.deliveries, (data) =>
        served.emit('deliveries.changed', data),
      )
      const methods = createMethods({ engine, views, deliveries, checks, keepPassphrase, settingsSaved })
      const client = { served: serveLink(link, methods, () => leave()), views, deliveries }
      const { served } = client
      const leave = () => {
        views.closeAll()
        deliveries.closeAll()
        checks.cancelAll()
        clients.delete(client)
      }
      clients.add(client)
    },
  }
}

// Before anything of @peculiar/x509, which is loaded when it is first needed and looks for it then.
import 'reflect-metadata'
import { join } from 'node:path'
import { hostToEngineSchema } from '../../shared/protocol/host.ts'
import type { EngineToHost, HostToEngine } from '../../shared/protocol/host.ts'
import { toProblem } from '../../shared/protocol/errors.ts'
import type { Problem } from '../../shared/protocol/errors.ts'
import { systemClocks } from './clocks.ts'
import { createEngine } from './core.ts'
import type { Engine } from './core.ts'
import { keepSettings } from './host-settings.ts'
import { openFetchedKeys } from './key-sets/fetched-keys.ts'
import { createClients } from './link/attach-client.ts'
import type { Clients } from './link/attach-client.ts'
import { portLink } from './link/port-link.ts'
import type { MessagePortLike } from './link/port-link.ts'
import { openProfiles } from './profiles/profiles.ts'
import { openSettings } from './settings/settings-store.ts'

/*
 * The engine as Electron's main process starts it: a utility process that is told once where its files are, serves a
 * page over each port that comes in, and stops when asked.
 */

/** The part of Electron's parentPort that is needed here (the engine never imports electron). */
interface ParentPort {
  readonly on: (
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly MessagePortLike[] }) => void,
  ) => unknown
  readonly postMessage: (message: EngineToHost) => void
}

const STOP_GRACE_MS = 5_000
/** Age and size limits are looked at this often, ms; count limits hold at once. */
const RETENTION_MS = 60_000

function parentPort(): ParentPort {
  // Electron adds it to process in a utility process; elsewhere this file has no business.
  const port = (process as unknown as { readonly parentPort?: ParentPort }).parentPort
  if (port === undefined)
    throw new Error('This file is started by the app; use callback-inspector on the command line.')
  return port
}

interface Running {
  readonly engine: Engine
  readonly clients: Clients
}

type Init = Extract<HostToEngine, { type: 'init' }>

/** Opens archive, profiles and settings and binds the listeners. Gives null after telling the host why not. */
async function start(init: Init, tell: ParentPort['postMessage']): Promise<Running | null> {
  const store = openSettings(join(init.userData, 'settings.json'))
  const settings = keepSettings(store, init.options)
  const profiles = join(init.userData, 'profiles')
  const fetched = openFetchedKeys({ folder: join(init.userData, 'key-sets'), wall: systemClocks.wall })
  const trust = await openProfiles({
    folder: profiles,
    files: init.options.profiles,
    keySetFiles: [],
    dataKeys: init.secrets.dataKeys,
    fetched,
  })
  const created = createEngine({
    dataFolder: init.userData,
    archiveFile: init.options.archive ?? join(init.userData, 'archive.sqlite'),
    settings,
    trust,
    fetchedKeys: fetched,
    testsItself: true,
    passphrase: init.secrets.keyPassphrase,
    clocks: systemClocks,
    version: init.version,
    runtime: { node: process.versions.node, ...init.runtime },
  })
  if (!created.ok) {
    tell({ type: 'fatal', problem: created.problem })
    return null
  }
  const engine = created.value
  const clients = createClients(engine, (passphrase) => tell({ type: 'passphrase', passphrase }))
  const problems: Problem[] = [...(await engine.listen(null))]
  if (store.problem !== null) problems.unshift(store.problem)
  tell({ type: 'ready', urls: urlsOf(engine), archive: engine.archiveStatus().file, problems })
  // What an earlier run left behind: unjudged, or judged with salts and keys that are not those of now.
  void engine.pipeline.catchUp().then(() => engine.rejudging.trustChanged())
  setInterval(() => engine.archive.retain(), RETENTION_MS).unref()
  return { engine, clients }
}

function urlsOf(engine: Engine): { https: string | null; http: string | null } {
  const url = (scheme: 'https' | 'http') => engine.listeners.status().find((one) => one.scheme === scheme)?.url ?? null
  return { https: url('https'), http: url('http') }
}

function main(): void {
  // Ctrl-C in a terminal reaches every process of the group; main answers it by `stop`, which loses nothing.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => undefined)
  const port = parentPort()
  const tell = (message: EngineToHost) => port.postMessage(message)
  let running: Promise<Running | null> = Promise.resolve(null)
  port.on('message', (event) => {
    const message = hostToEngineSchema.safeParse(event.data)
    if (!message.success) return
    if (message.data.type === 'init') {
      running = start(message.data, tell).catch((thrown: unknown) => {
        tell({ type: 'fatal', problem: toProblem(thrown) })
        return null
      })
      return
    }
    const client = event.ports[0]
    if (message.data.type === 'client' && client !== undefined) {
      void running.then((it) => (it === null ? client.close() : it.clients.attach(portLink(client))))
      return
    }
    if (message.data.type === 'stop') void running.then((it) => leave(it, tell))
  })
}

async function leave(running: Running | null, tell: ParentPort['postMessage']): Promise<void> {
  await running?.engine.stop(STOP_GRACE_MS)
  tell({ type: 'stopped' })
  // The message must be out before the process is gone.
  setImmediate(() => process.exit(0))
}

main()

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { profileSchema } from '../../../shared/model/profile.ts'
import { settingsSchema } from '../../../shared/model/settings.ts'
import type { Settings } from '../../../shared/model/settings.ts'
import type { EngineMessage } from '../../../shared/protocol/messages.ts'
import { createEngine } from '../core.ts'
import type { Engine } from '../core.ts'
import { systemClocks } from '../clocks.ts'
import { createClients } from '../link/attach-client.ts'
import { memoryLinkPair } from '../link/memory-link.ts'
import type { Clocks } from '../listener/types.ts'

/* For tests: the whole engine in this process, on real sockets and a real archive, with clocks and settings to bend. */

export interface StartOptions {
  readonly clocks?: Clocks
  readonly limits?: Partial<Settings['limits']>
  /** Answer rules of the settings, as a user would write them. */
  readonly answerRules?: readonly unknown[]
  readonly profiles?: readonly unknown[]
  /** Default: a folder of the test. */
  readonly archiveFile?: string
}

export interface Started {
  readonly engine: Engine
  readonly ports: { readonly https: number; readonly http: number }
  /** Judges everything again, as a change of a profile does. */
  readonly trustChanged: () => void
  /** Replaces the answer rules of the settings. */
  readonly useRules: (rules: readonly unknown[]) => void
  readonly stop: () => Promise<void>
}

export async function startEngine(options: StartOptions): Promise<Started> {
  const { clocks = systemClocks, limits = {}, archiveFile, answerRules = [], profiles = [] } = options
  const folder = mkdtempSync(join(tmpdir(), 'engine-'))
  const bind = { enabled: true, port: 0 }
  let settings = settingsSchema.parse({ https: bind, http: bind, limits, answerRules })
  const trust = { profiles: profiles.map((profile) => profileSchema.parse(profile)), keySets: [] }
  const handlers: (() => void)[] = []
  const created = createEngine({
    dataFolder: folder,
    archiveFile: archiveFile ?? join(folder, 'archive.sqlite'),
    settings: { current: () => settings, save: () => null },
    trust: {
      current: () => trust,
      status: () => [],
      folder,
      onChange: (handler) => void handlers.push(handler),
      editor: null,
      reload: () => Promise.resolve(),
      close: () => undefined,
    },
    testsItself: false,
    passphrase: null,
    clocks,
    version: '0.0.0',
    runtime: { node: process.versions.node, electron: null, testBuild: false },
  })
  if (!created.ok) throw new Error(created.problem.message)
  const engine = created.value
  const [problem] = await engine.listen(null)
  if (problem !== undefined) throw new Error(problem.message)
  const portOf = (scheme: string) => engine.listeners.status().find((one) => one.scheme === scheme)?.port ?? 0
  return {
    engine,
    ports: { https: portOf('https'), http: portOf('http') },
    useRules: (rules) => {
      settings = settingsSchema.parse({ ...settings, answerRules: rules })
    },
    trustChanged: () => handlers.forEach((handler) => handler()),
    stop: async () => {
      await engine.stop(1000)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Resolves when everything that is stored was answered, judged and indexed. */
export function settled(engine: Engine): Promise<void> {
  return new Promise((done) => {
    const nothing = () => undefined
    const look = () => {
      if (engine.archive.status().backlog === 0) done()
    }
    engine.subscribe({ judged: look, listeners: nothing, notices: nothing, profiles: nothing, rejudging: nothing })
    look()
  })
}

type Event = Extract<EngineMessage, { type: 'event' }>

/** A page on a link: all events so far, and a wait for them to be as wished. */
export function watchEvents(engine: Engine) {
  const pair = memoryLinkPair()
  createClients(engine, () => undefined).attach(pair.engine)
  const events: Event[] = []
  const waiting = new Set<() => void>()
  pair.client.onMessage((message) => {
    if (message.type !== 'event') return
    events.push(message)
    for (const look of waiting) look()
  })
  return {
    events,
    until: (holds: (events: readonly Event[]) => boolean): Promise<void> =>
      new Promise((done) => {
        const look = () => {
          if (!holds(events)) return
          waiting.delete(look)
          done()
        }
        waiting.add(look)
        look()
      }),
  }
}

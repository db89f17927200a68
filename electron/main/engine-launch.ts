import { join } from 'node:path'
import { MessageChannelMain, app, utilityProcess } from 'electron'
import type { EngineReport } from '../../shared/protocol/bridge.ts'
import type { EngineOptions, HostToEngine } from '../../shared/protocol/host.ts'
import { isTestBuild } from './electron-version.ts'
import { EngineHost, type EngineProcess, type EngineReady } from './engine-host.ts'
import type { Log } from './log.ts'
import { keepPassphrase, readDataKeys, readPassphrase } from './secrets.ts'

type EngineSecrets = Extract<HostToEngine, { type: 'init' }>['secrets']

export interface EngineLaunch {
  readonly userData: string
  readonly options: EngineOptions
  readonly log: Log
  readonly onReady: (ready: EngineReady) => void
  readonly onReport: (report: EngineReport) => void
}

function forkEngine(log: Log): EngineProcess {
  const file = join(import.meta.dirname, '..', 'engine', 'engine.js')
  const engine = utilityProcess.fork(file, [], { serviceName: 'Callback Inspector engine', stdio: 'pipe' })
  for (const stream of [engine.stdout, engine.stderr])
    stream?.on('data', (piece: Buffer) => {
      log(`engine: ${piece.toString('utf8').trimEnd()}`)
    })
  return engine
}

async function readSecrets(userData: string): Promise<EngineSecrets> {
  const [keyPassphrase, dataKeys] = await Promise.all([readPassphrase(userData), readDataKeys(userData)])
  return { keyPassphrase, dataKeys }
}

/** Starts the engine in its utility process. Needs app.whenReady, for the passphrase's decryption too. */
export function launchEngine({ userData, options, log, onReady, onReport }: EngineLaunch): EngineHost {
  const host = new EngineHost({
    fork: () => forkEngine(log),
    channel: () => new MessageChannelMain(),
    init: async () => ({
      userData,
      options,
      secrets: await readSecrets(userData),
      version: app.getVersion(),
      runtime: { electron: process.versions.electron, testBuild: isTestBuild(process.versions.electron) },
    }),
    now: () => performance.now(),
    log,
    onReady,
    onReport,
    onPassphrase: (passphrase) => void keepPassphrase(userData, passphrase),
  })
  host.start()
  return host
}

import type { MessagePortMain, UtilityProcess } from 'electron'
import type { EngineReport } from '../../shared/protocol/bridge.ts'
import { engineToHostSchema, type EngineToHost, type HostToEngine } from '../../shared/protocol/host.ts'
import type { Log } from './log.ts'
import { restartDelay } from './restart-policy.ts'

export type EngineProcess = Pick<UtilityProcess, 'postMessage' | 'on' | 'kill' | 'pid'>
type Init = Extract<HostToEngine, { type: 'init' }>
export type EngineReady = Extract<EngineToHost, { type: 'ready' }>

/** A page that may hold a port to the engine. */
export interface EngineClient {
  readonly takePort: (port: MessagePortMain) => void
  readonly isGone: () => boolean
}

export interface EngineHostParts {
  readonly fork: () => EngineProcess
  readonly channel: () => { readonly port1: MessagePortMain; readonly port2: MessagePortMain }
  readonly init: () => Promise<Omit<Init, 'type' | 'restarts'>>
  /** Monotonic milliseconds. */
  readonly now: () => number
  readonly log: Log
  readonly onReady: (ready: EngineReady) => void
  readonly onReport: (report: EngineReport) => void
  readonly onPassphrase: (passphrase: string | null) => void
}

const STOP_LIMIT_MS = 8000

/** Hosts the engine's process: starts it, gives pages ports to it, starts it anew after a crash, stops it in order. */
export class EngineHost {
  readonly #parts: EngineHostParts
  readonly #clients = new Set<EngineClient>()
  #process: EngineProcess | null = null
  /** The engine reads its init message first: no port goes out before it. */
  #initialised = false
  #report: EngineReport = { state: 'starting', message: null }
  #crashes: readonly number[] = []
  #stopping = false
  #fatal = false

  constructor(parts: EngineHostParts) {
    this.#parts = parts
  }

  get report(): EngineReport {
    return this.#report
  }

  /** Starts the engine's process; its init message follows as soon as its parts are known. */
  start(): void {
    const engine = this.#parts.fork()
    this.#process = engine
    this.#initialised = false
    engine.on('message', (message: unknown) => {
      this.#receive(message)
    })
    engine.on('exit', (code) => {
      this.#exited(engine, code)
    })
    void this.#parts.init().then((init) => {
      if (this.#process !== engine) return
      this.#send({ type: 'init', ...init, restarts: this.#crashes.length })
      this.#initialised = true
      for (const client of this.#clients) this.#handOver(client)
    })
  }

  /** Gives a page a port of its own, now and after every restart. */
  connect(client: EngineClient): void {
    this.#clients.add(client)
    if (this.#process !== null && this.#initialised) this.#handOver(client)
  }

  forget(client: EngineClient): void {
    this.#clients.delete(client)
  }

  /** Lets the engine answer and store what is under way; after eight seconds it is ended. */
  async stop(): Promise<void> {
    this.#stopping = true
    const engine = this.#process
    if (engine === null) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => engine.kill(), STOP_LIMIT_MS)
      engine.on('exit', () => {
        clearTimeout(timer)
        resolve()
      })
      this.#send({ type: 'stop' })
    })
  }

  #send(message: HostToEngine, ports: MessagePortMain[] = []): void {
    this.#process?.postMessage(message, ports)
  }

  #handOver(client: EngineClient): void {
    if (client.isGone()) {
      this.#clients.delete(client)
      return
    }
    const { port1, port2 } = this.#parts.channel()
    this.#send({ type: 'client' }, [port1])
    client.takePort(port2)
  }

  #receive(message: unknown): void {
    const read = engineToHostSchema.safeParse(message)
    if (!read.success) {
      this.#parts.log(`The engine said something that main does not understand: ${read.error.message}`)
      return
    }
    const said = read.data
    if (said.type === 'ready') {
      this.#tell({ state: 'up', message: null })
      this.#parts.onReady(said)
    } else if (said.type === 'fatal') {
      this.#fatal = true
      this.#parts.log(`The engine cannot go on: ${said.problem.message}`)
      this.#tell({ state: 'stopped', message: said.problem.message })
    } else if (said.type === 'passphrase') this.#parts.onPassphrase(said.passphrase)
  }

  #exited(engine: EngineProcess, code: number): void {
    if (this.#process === engine) this.#process = null
    if (this.#stopping || this.#fatal) return
    this.#crashes = [...this.#crashes, this.#parts.now()]
    const delay = restartDelay(this.#crashes)
    this.#parts.log(`The engine ended with code ${String(code)}${delay === null ? '; it is not started again' : ''}.`)
    if (delay === null) {
      this.#tell({
        state: 'stopped',
        message: 'The engine ended again and again, so nothing is captured now. The log says why; restart the app.',
      })
      return
    }
    this.#tell({
      state: 'restarting',
      message: 'The engine ended unexpectedly and is being started again. What was acknowledged is stored.',
    })
    setTimeout(() => {
      if (!this.#stopping) this.start()
    }, delay)
  }

  #tell(report: EngineReport): void {
    this.#report = report
    this.#parts.onReport(report)
  }
}

import { connect, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'
import type { AnswerPlan } from '../../../shared/model/callback.ts'
import { defaultSettings, type Limits } from '../../../shared/model/settings.ts'
import { startListener } from './listener.ts'
import type {
  CapturedCallback,
  CapturedTrouble,
  CaptureSink,
  Clocks,
  Listener,
  ListenerOptions,
  Stored,
} from './types.ts'

export const testClocks: Clocks = {
  wall: () => performance.timeOrigin + performance.now(),
  monotonic: () => performance.now(),
}

/** A sink in memory that wakes whoever waits for something to arrive. */
export class MemorySink implements CaptureSink {
  readonly captures: CapturedCallback[] = []
  readonly troubles: CapturedTrouble[] = []
  readonly outcomes: { sequence: number; sent: boolean; afterMs: number | null }[] = []
  plan: AnswerPlan = { status: 204, headers: [], body: '' }
  /** How storing goes; by default at once on the next turn of the loop. */
  store: (sequence: number, done: (stored: Stored) => void) => void = (sequence, done) =>
    setImmediate(done, { sequence })
  readonly #waiting = new Set<() => void>()

  readonly answer = () => this.plan
  readonly callback = (capture: CapturedCallback, done: (stored: Stored) => void) => {
    this.captures.push(capture)
    this.store(this.captures.length, done)
    this.changed()
  }
  readonly answered = (sequence: number, sent: boolean, afterMs: number | null) => {
    this.outcomes.push({ sequence, sent, afterMs })
    this.changed()
  }
  readonly trouble = (event: CapturedTrouble) => {
    this.troubles.push(event)
    this.changed()
  }
  readonly changed = () => {
    for (const wake of this.#waiting) wake()
  }

  /** Resolves once `holds`; looks again whenever something arrives. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!holds()) return
        this.#waiting.delete(look)
        resolve()
      }
      this.#waiting.add(look)
      look()
    })
  }
}

export interface TestListener {
  readonly listener: Listener
  readonly sink: MemorySink
  readonly port: number
}

export function testLimits(changed: Partial<Limits> = {}): Limits {
  return { ...defaultSettings().limits, ...changed }
}

/** A listener on a free loopback port with a memory sink. Throws when it does not start. */
export async function startTestListener(
  changed: Partial<ListenerOptions> & { limits?: Limits } = {},
): Promise<TestListener> {
  const sink = new MemorySink()
  const base = {
    scheme: 'http',
    host: '127.0.0.1',
    port: 0,
    tls: null,
    limits: testLimits(),
    clocks: testClocks,
  } as const
  const started = await startListener({ ...base, ...changed }, sink)
  if (!started.ok) throw new Error(started.problem.message)
  return { listener: started.value, sink, port: started.value.status().port }
}

/** A client that keeps every byte it gets and says when the other side has ended. */
export class RawClient {
  readonly socket: Socket
  readonly closed: Promise<void>
  /** Resolves when the other side has said its last word. */
  readonly ended: Promise<void>
  received = ''
  readonly #waiting = new Set<() => void>()

  /** The TCP socket below TLS, to reset it. */
  readonly raw: Socket

  constructor(socket: Socket, raw = socket) {
    this.socket = socket
    this.raw = raw
    socket.on('data', (bytes: Buffer) => {
      this.received += bytes.toString('latin1')
      this.#wake()
    })
    socket.on('error', () => undefined)
    this.ended = new Promise((resolve) => {
      socket.on('end', resolve)
      socket.on('close', () => resolve())
    })
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        resolve()
        this.#wake()
      })
    })
  }

  #wake(): void {
    for (const look of this.#waiting) look()
  }

  /** Resolves once what was received holds `text`; rejects when the connection closes without it. */
  async expect(text: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        if (this.received.includes(text)) resolve()
        else if (this.socket.destroyed) reject(new Error(`closed without ${JSON.stringify(text)}: ${this.received}`))
        else return
        this.#waiting.delete(look)
      }
      this.#waiting.add(look)
      look()
    })
  }

  /** Resolves once `holds`; looks again whenever bytes arrive. */
  async until(holds: () => boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = () => {
        if (!holds()) return
        this.#waiting.delete(look)
        resolve()
      }
      this.#waiting.add(look)
      look()
    })
  }

  get statuses(): number[] {
    return [...this.received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => Number(match[1]))
  }
}

export function plainClient(port: number): Promise<RawClient> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true }, () => resolve(new RawClient(socket)))
    socket.once('error', reject)
  })
}

export async function tlsClient(port: number, options: ConnectionOptions = {}): Promise<RawClient> {
  const { socket: raw } = await plainClient(port)
  return new Promise((resolve, reject) => {
    const given = { socket: raw, servername: 'localhost', rejectUnauthorized: false, ...options }
    const socket = connectTls(given, () => resolve(new RawClient(socket, raw)))
    socket.once('error', reject)
  })
}

/** Resolves once `holds`, looking on every turn of the loop: for states that nothing announces. */
export async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((next) => setTimeout(next, 5))
}

/** Makes a sink store nothing until told: call what it gives, one for each callback. */
export function hold(sink: MemorySink): (() => void)[] {
  const held: (() => void)[] = []
  sink.store = (sequence, done) => held.push(() => done({ sequence }))
  return held
}

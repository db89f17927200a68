import type { AnswerRule } from '../../../shared/model/answer-rule.ts'
import type { RunEnd } from '../../../shared/model/delivery.ts'
import type { EndpointProfile } from '../../../shared/model/profile.ts'
import { bad, good, toProblem } from '../../../shared/protocol/errors.ts'
import type { Result } from '../../../shared/protocol/errors.ts'
import type { RunRequest, RunView, StartRun } from '../../../shared/protocol/simulator.ts'
import { findTarget, needsConfirmation } from './find-target.ts'
import type { FoundTarget } from './find-target.ts'
import type { JudgedEntry } from '../judge-batch.ts'
import type { Clocks } from '../listener/types.ts'
import { digestHash } from '../verify/hash.ts'
import { Run } from './run.ts'
import type { RunNotes } from './run-notes.ts'
import type { SimulatorKey } from './simulator-key.ts'

/** Changes are told at most this often, ms. */
const GATHER_MS = 50
/** Notes of runs under way take one part in so many of the time at most: those of a run with hundreds of deliveries are long. */
const NOTE_SHARE = 20
/** Runs that are over and still shown. */
const MOST_OVER = 20

export interface SimulatorParts {
  readonly clocks: Clocks
  readonly token: string | null
  readonly uuid: () => string
  /** The key of the simulator; made when there is none yet. */
  readonly key: () => Promise<SimulatorKey>
  readonly profiles: () => readonly EndpointProfile[]
  /** Our own listener, as it can be reached; null when none runs. */
  readonly ownListener: () => FoundTarget | null
  /** PEM certificates of our own listeners. */
  readonly authorities: () => readonly string[]
  /** What outlives the program of the runs under way. */
  readonly notes: RunNotes
  /** Told when a run has ended. */
  readonly ended?: () => void
  /** Told of each request, once it is answered. */
  readonly sent?: (request: RunRequest) => void
}

/** Plays the bank. */
export interface Simulator {
  readonly start: (wish: StartRun) => Promise<Result<{ readonly run: string }>>
  /** Gives false when there is no such run. */
  readonly act: (run: string, act: 'pause' | 'resume' | 'step' | 'stop') => boolean
  readonly clear: () => void
  readonly runs: () => readonly RunView[]
  /** How a run stands that was played here; null: it is not known here. */
  readonly standing: (run: string) => RunEnd | 'going-on' | null
  /** Answer rules of the runs that bring their own, by run. */
  readonly answers: () => ReadonlyMap<string, readonly AnswerRule[]>
  /** Callbacks that our listener captured. */
  readonly judged: (entries: readonly JudgedEntry[]) => void
  /** Called when a run has changed; gathered. */
  readonly onChange: (handler: () => void) => void
  /** The program ends: what is under way is noted as interrupted. */
  readonly close: () => void
}

const NO_LISTENER =
  'No listener is running, so there is nobody to send to. Start one in the settings, or give an address.'

async function targetOf(parts: SimulatorParts, { url, confirmed }: StartRun): Promise<Result<FoundTarget>> {
  if (url === null) {
    const own = parts.ownListener()
    return own === null ? bad('send-failed', NO_LISTENER) : good(own)
  }
  const found = await findTarget(url, parts.authorities())
  if (!found.ok || confirmed) return found
  const asked = needsConfirmation(found.value)
  return asked.ok ? found : asked
}

function profileOf(parts: SimulatorParts, name: string | null): Result<EndpointProfile | null> {
  if (name === null) return good(null)
  const profile = parts.profiles().find((one) => one.name === name)
  return profile === undefined ? bad('not-found', `There is no profile "${name}" in force.`) : good(profile)
}

/** Plays runs; nothing is sent before one is started. */
class RunPlayer implements Simulator {
  readonly #parts: SimulatorParts
  readonly #runs = new Map<string, Run>()
  readonly #interrupted: Map<string, RunView>
  /** How runs ended, also those that are not shown any more. */
  readonly #ends: Map<string, RunEnd>
  readonly #answers = new Map<string, readonly AnswerRule[]>()
  readonly #handlers = new Set<() => void>()
  #timer: NodeJS.Timeout | null = null
  /** Monotonic clock from which on notes may be written again. */
  #noteFrom = 0

  constructor(parts: SimulatorParts) {
    this.#parts = parts
    this.#interrupted = new Map(parts.notes.interrupted().map((view) => [view.id, view]))
    this.#ends = new Map([...this.#interrupted.keys()].map((id) => [id, 'interrupted']))
  }

  async start(wish: StartRun): Promise<Result<{ readonly run: string }>> {
    const profile = profileOf(this.#parts, wish.profile)
    if (!profile.ok) return profile
    const target = await targetOf(this.#parts, wish)
    if (!target.ok) return target
    try {
      const { sign } = await this.#parts.key()
      return this.#begin(wish, target.value, profile.value, sign)
    } catch (thrown) {
      return bad('send-failed', `The key of the simulator cannot be read or made: ${toProblem(thrown).message}`)
    }
  }

  #begin(wish: StartRun, target: FoundTarget, profile: EndpointProfile | null, sign: SimulatorKey['sign']) {
    const { scenario, speed } = wish
    const { clocks, token, uuid, notes, sent } = this.#parts
    const id = uuid()
    const tools = { hash: digestHash, sign }
    const events = { changed: () => this.#changed(), ended: () => this.#ended(id) }
    if (scenario.answers.length > 0) this.#answers.set(id, scenario.answers)
    const run = new Run({ id, scenario, target, profile, speed, clocks, token, tools, uuid, sent, ...events })
    this.#runs.set(id, run)
    notes.keep(run.view())
    this.#changed()
    return good({ run: id })
  }

  #ended(id: string): void {
    this.#parts.notes.forget(id)
    this.#answers.delete(id)
    this.#ends.set(id, this.#runs.get(id)?.state === 'stopped' ? 'stopped' : 'over')
    this.#parts.ended?.()
    const over = [...this.#runs.values()].filter((run) => run.over)
    for (const run of over.slice(0, Math.max(0, over.length - MOST_OVER))) this.#runs.delete(run.id)
  }

  #changed(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      // First noted, then told: what somebody has seen outlives a sudden end of the program.
      const noted = this.#note()
      for (const handler of this.#handlers) handler()
      if (!noted) this.#changed()
    }, GATHER_MS)
  }

  /** Notes how the runs under way stand. Gives false when it is too soon after the last time. */
  #note(): boolean {
    const { clocks, notes } = this.#parts
    const begin = clocks.monotonic()
    if (begin < this.#noteFrom) return false
    for (const run of this.#runs.values()) if (!run.over) notes.keep(run.view())
    this.#noteFrom = begin + (clocks.monotonic() - begin) * NOTE_SHARE
    return true
  }

  act(id: string, act: 'pause' | 'resume' | 'step' | 'stop'): boolean {
    const run = this.#runs.get(id)
    run?.[act]()
    return run !== undefined
  }

  clear(): void {
    for (const [id, run] of this.#runs) if (run.over) this.#runs.delete(id)
    for (const id of this.#interrupted.keys()) this.#parts.notes.forget(id)
    this.#interrupted.clear()
    this.#changed()
  }

  runs(): readonly RunView[] {
    return [...[...this.#runs.values()].map((run) => run.view()).toReversed(), ...this.#interrupted.values()]
  }

  standing(id: string): RunEnd | 'going-on' | null {
    return this.#ends.get(id) ?? (this.#runs.has(id) ? 'going-on' : null)
  }

  answers(): ReadonlyMap<string, readonly AnswerRule[]> {
    return this.#answers
  }

  judged(entries: readonly JudgedEntry[]): void {
    if (this.#runs.size === 0) return
    for (const { entry, judgement } of entries) {
      const mark = entry.facts.kind === 'callback' ? entry.facts.simulation : undefined
      if (mark === undefined || judgement === null) continue
      const { head, recognition } = judgement
      const { reference } = recognition
      this.#runs.get(mark.run)?.captured({ at: mark.at, target: head.target, reference, sequence: entry.sequence })
    }
  }

  onChange(handler: () => void): void {
    this.#handlers.add(handler)
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    for (const run of this.#runs.values()) {
      if (run.over) continue
      this.#parts.notes.keep(run.view())
      run.abandon()
      this.#ends.set(run.id, 'interrupted')
    }
  }
}

/** Makes the simulator. */
export function createSimulator(parts: SimulatorParts): Simulator {
  return new RunPlayer(parts)
}

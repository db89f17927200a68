import type { EndpointProfile } from '../../../shared/model/profile.ts'
import type { HeaderPair } from '../../../shared/model/callback.ts'
import type { RunRequest, RunView } from '../../../shared/protocol/simulator.ts'
import { buildRequest } from '../../../shared/simulate/build-request.ts'
import type { BuildTools } from '../../../shared/simulate/build-request.ts'
import { methodsOf } from '../../../shared/simulate/kinds.ts'
import { OPEN_HEADER, RUN_HEADER, TOKEN_HEADER, writeMark } from '../../../shared/simulate/mark.ts'
import type { RunSilence } from '../../../shared/simulate/mark.ts'
import { countWords, isDelivered, nextAttempt } from '../../../shared/simulate/next-attempt.ts'
import type { AttemptStatus } from '../../../shared/simulate/next-attempt.ts'
import type { Scenario } from '../../../shared/simulate/scenario-schema.ts'
import type { Clocks } from '../listener/types.ts'
import type { FoundTarget } from './find-target.ts'
import { silenceAfter, startPlaying } from './playing.ts'
import type { Playing } from './playing.ts'
import { sendRequest } from './send-request.ts'

/** Requests that are shown of a run. */
const SHOWN = 200
/** Attempts under way at the same time. */
const MOST_AT_ONCE = 64
/** A timer is armed for this long at most, ms: what a timer takes has an end, and pauses are noticed by then. */
const LONGEST_WAIT_MS = 3_600_000
const TARGET_CHARACTERS = 512

export interface RunParts {
  readonly id: string
  readonly scenario: Scenario
  readonly target: FoundTarget
  readonly profile: EndpointProfile | null
  readonly speed: number
  readonly clocks: Clocks
  /** Marks requests as ours; sent to this machine only. null: the listener there is not known. */
  readonly token: string | null
  readonly tools: BuildTools
  /** Random text for references and ids. */
  readonly uuid: () => string
  readonly changed: () => void
  /** Told of each request, once it is answered. */
  readonly sent?: ((request: RunRequest) => void) | undefined
  /** The run is over, in whatever way. */
  readonly ended: () => void
}

/** One of our requests as our own listener captured it. */
export interface Captured {
  readonly at: number
  readonly target: string
  readonly reference: string | null
  readonly sequence: number
}

/** One request of an attempt; `isLast`: whatever is answered, the attempt has no further one. */
interface Sending {
  readonly method: 'POST' | 'GET'
  readonly agent: number
  readonly at: number
  readonly isLast: boolean
}

/**
 * One run of a scenario. Its clock starts with the wall clock and goes `speed` times as fast; only the monotonic clock moves it, so that
 * a jump of the wall clock changes nothing. An attempt carries the moment at which it was due, so that every gap of the ladder is exact
 * however fast the run is played.
 */
export class Run {
  readonly id: string
  state: RunView['state'] = 'running'
  readonly #parts: RunParts
  readonly #startedAt: number
  readonly #deliveries: readonly Playing[]
  #requests: RunRequest[] = []
  /** Callbacks that were captured before their answer had come back here. */
  #early: Captured[] = []
  #sent = 0
  #inFlight = 0
  /** Clock of the run and monotonic clock at the same moment. */
  #at: number
  #since: number
  #timer: NodeJS.Timeout | null = null

  constructor(parts: RunParts) {
    this.id = parts.id
    this.#parts = parts
    this.#startedAt = parts.clocks.wall()
    this.#at = this.#startedAt
    this.#since = parts.clocks.monotonic()
    this.#deliveries = parts.scenario.deliveries.map((plan, index) =>
      startPlaying(plan, index, this.#startedAt, parts.uuid),
    )
    setImmediate(() => this.#tick())
  }

  get over(): boolean {
    return this.state !== 'running' && this.state !== 'paused'
  }

  now(): number {
    if (this.state !== 'running') return this.#at
    return this.#at + (this.#parts.clocks.monotonic() - this.#since) * this.#parts.speed
  }

  /** Sends what is due, and waits for what comes next. */
  #tick(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    if (this.state !== 'running') return
    const waiting = this.#waiting()
    const now = this.now()
    for (const one of waiting) {
      if (one.dueAt > now || this.#inFlight >= MOST_AT_ONCE) break
      this.#begin(one)
    }
    const next = waiting.find((one) => one.state === 'waiting')
    if (next !== undefined && this.#inFlight < MOST_AT_ONCE) {
      const wait = Math.min(LONGEST_WAIT_MS, Math.max(0, (next.dueAt - now) / this.#parts.speed))
      this.#timer = setTimeout(() => this.#tick(), wait)
    }
  }

  /** What waits, the next one first. */
  #waiting(): readonly Playing[] {
    return this.#deliveries.filter(({ state }) => state === 'waiting').toSorted((one, other) => one.dueAt - other.dueAt)
  }

  #begin(one: Playing): void {
    one.state = 'sending'
    one.attempts++
    this.#inFlight++
    this.#parts.changed()
    void this.#attempt(one).then((status) => this.#conclude(one, status))
  }

  /** All requests of one attempt: POST, then GET when it failed; with two user agents the second one when the first failed. */
  async #attempt(one: Playing): Promise<AttemptStatus> {
    let status: AttemptStatus = null
    let at = one.dueAt
    const methods = methodsOf(one.plan)
    for (const method of methods) {
      for (let agent = 0; agent < one.plan.userAgents; agent++) {
        const isLast = method === methods.at(-1) && agent === one.plan.userAgents - 1
        const { status: answered, elapsedMs } = await this.#send(one, { method, agent, at, isLast })
        status = answered
        if (isDelivered(status) || this.over) return status
        // Requests of one attempt differ in time, if only by a millisecond, so that each can be found again.
        at += Math.max(1, Math.round(elapsedMs))
      }
    }
    return status
  }

  async #send(one: Playing, { method, agent, at, isLast }: Sending) {
    const { target, profile, tools, clocks } = this.#parts
    const { faults, login } = one.plan
    const options = { profile, faults, path: target.path, method, agent, login }
    const built = buildRequest(one.callback, options, tools)
    const request = { ...built, headers: [...built.headers, ...this.#marks(at, this.#silence(one, isLast))] }
    const result = await sendRequest(this.#hostOf(), request, clocks.monotonic)
    this.#note(one, { at, method, target: built.target.slice(0, TARGET_CHARACTERS), ...result })
    return result
  }

  /** A profile that is bound to a host gets its callbacks under that name, also on our own listener. */
  #hostOf(): FoundTarget {
    const { target, profile } = this.#parts
    const host = profile?.host
    return host === undefined || target.path !== null ? target : { ...target, hostHeader: host }
  }

  #silence(one: Playing, isLast: boolean): RunSilence {
    one.spent = isLast && nextAttempt(one.attempts, one.plan.attempts, null).kind === 'lost'
    const most = silenceAfter(this.#deliveries, this.now())
    return most === null ? null : most / this.#parts.speed
  }

  #marks(at: number, silence: RunSilence): readonly HeaderPair[] {
    const { target, token, id } = this.#parts
    if (!target.local || token === null) return [[OPEN_HEADER, 'yes']]
    return [
      [TOKEN_HEADER, token],
      [RUN_HEADER, writeMark({ run: id, at }, silence)],
    ]
  }

  #note(one: Playing, seen: Pick<RunRequest, 'at' | 'method' | 'target' | 'status' | 'elapsedMs' | 'problem'>): void {
    this.#sent++
    const { status } = seen
    const early = this.#early.find((captured) => this.#isOf({ ...seen, delivery: one.index }, captured))
    this.#early = this.#early.filter((captured) => captured !== early)
    const about = { delivered: isDelivered(status), words: countWords(status), sequence: early?.sequence ?? null }
    const request = { number: this.#sent, delivery: one.index, attempt: one.attempts, ...seen, ...about }
    this.#requests = [request, ...this.#requests.slice(0, SHOWN - 1)]
    this.#parts.sent?.(request)
    this.#parts.changed()
  }

  #conclude(one: Playing, status: AttemptStatus): void {
    this.#inFlight--
    const next = nextAttempt(one.attempts, one.plan.attempts, status)
    if (next.kind !== 'again') one.state = next.kind
    else if (this.over) one.state = 'stopped'
    else {
      one.state = 'waiting'
      one.dueAt += next.afterSeconds * 1000
    }
    if (!this.over && this.#deliveries.every(({ state }) => state === 'delivered' || state === 'lost'))
      this.#end('done')
    else this.#tick()
    this.#parts.changed()
  }

  #end(state: 'done' | 'stopped'): void {
    this.#at = this.now()
    this.state = state
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#parts.ended()
  }

  pause(): void {
    if (this.state !== 'running') return
    this.#at = this.now()
    this.state = 'paused'
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#parts.changed()
  }

  resume(): void {
    if (this.state !== 'paused') return
    this.state = 'running'
    this.#since = this.#parts.clocks.monotonic()
    this.#tick()
    this.#parts.changed()
  }

  /** Moves the clock of a paused run to the next attempt, and makes it. */
  step(): void {
    const [next] = this.#waiting()
    if (this.state !== 'paused' || next === undefined) return
    this.#at = Math.max(this.#at, next.dueAt)
    this.#begin(next)
  }

  stop(): void {
    if (this.over) return
    for (const one of this.#deliveries) if (one.state === 'waiting') one.state = 'stopped'
    this.#end('stopped')
    this.#parts.changed()
  }

  /** The program ends: nothing more is sent, and nobody is told. */
  abandon(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#at = this.now()
    this.state = 'interrupted'
  }

  /** Our listener has captured a request of this run; its answer may not have come back yet. */
  captured(seen: Captured): void {
    const found = this.#requests.findIndex((request) => request.sequence === null && this.#isOf(request, seen))
    const request = this.#requests[found]
    if (request === undefined) {
      if (!this.over) this.#early = [...this.#early.slice(-SHOWN), seen]
      return
    }
    this.#requests = this.#requests.with(found, { ...request, sequence: seen.sequence })
    this.#parts.changed()
  }

  #isOf({ at, target, delivery }: Pick<RunRequest, 'at' | 'target' | 'delivery'>, seen: Captured): boolean {
    const reference = this.#deliveries[delivery]?.callback.reference
    return seen.at === at && seen.target.startsWith(target) && (seen.reference === null || seen.reference === reference)
  }

  view(): RunView {
    const { scenario, target, speed } = this.#parts
    return {
      id: this.id,
      name: scenario.name,
      target: target.title,
      state: this.state,
      speed,
      startedAt: this.#startedAt,
      now: this.now(),
      sent: this.#sent,
      requests: this.#requests,
      deliveries: this.#deliveries.map(({ plan, callback, state, attempts, dueAt }) => ({
        family: plan.family,
        event: plan.event,
        variant: callback.variant,
        reference: callback.reference,
        faults: plan.faults,
        state,
        attempts,
        nextAt: state === 'waiting' ? dueAt : null,
      })),
    }
  }
}

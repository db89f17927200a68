import { fakeSignature } from './fake-signature.ts'
import { bad, ProblemError, toProblem } from '../../shared/protocol/errors.ts'
import type { InboxRow } from '../../shared/model/inbox.ts'
import type { ClientMessage, EngineMessage, Link } from '../../shared/protocol/messages.ts'
import { METHODS } from '../../shared/protocol/table.ts'
import type { EventData, EventName, Handlers, MethodName } from '../../shared/protocol/table.ts'
import type { EngineState } from '../../shared/protocol/views.ts'
import { fakeDeliveries } from './fake-deliveries.ts'
import { fakeDigest } from './fake-digest.ts'
import { createFakeChecks, samplePublicTest } from './fake-checks.ts'
import { createFakeProfiles } from './fake-profiles.ts'
import { fakeSimulator } from './fake-simulator.ts'
import { sampleDetail, sampleBytes } from './sample-detail.ts'
import { sampleRow } from './sample-rows.ts'
import { sampleState } from './sample-state.ts'

/** An engine of the page's own, for its tests and for looking at it: the protocol is real, the captures are made up. */
export interface FakeEngine {
  /** Serves one page; the link before is dropped. */
  readonly serve: (link: Link<EngineMessage, ClientMessage>) => void
  /** So many callbacks arrive at once. */
  readonly arrive: (many: number) => void
  readonly change: (rows: readonly InboxRow[]) => void
  readonly emit: <E extends EventName>(event: E, data: EventData<E>) => void
  /** Swallows the number of the next event, as a lost message would. */
  readonly skip: () => void
  readonly crash: () => void
  readonly calls: { readonly method: string; readonly params: unknown }[]
  state: EngineState
}

export interface FakeOptions {
  readonly rows: number
  readonly now: number
  readonly state?: Partial<EngineState>
}

const isMethod = (name: string): name is MethodName => Object.hasOwn(METHODS, name)

/** Makes one with so many rows; `now` in ms since 1970 is the time of the newest. */
export function createFakeEngine(options: FakeOptions): FakeEngine {
  let latest = options.rows
  const gone = new Set<number>()
  let listed: number[] | null = null
  let link: Link<EngineMessage, ClientMessage> | null = null
  let eventNumber = 0
  let view = 0
  const calls: FakeEngine['calls'] = []

  const total = (): number => (listed === null ? latest : listed.length)
  const at = (position: number): number => (listed === null ? latest - position : (listed.at(-1 - position) ?? 0))
  const remove = (sequences: readonly number[]): number => {
    const before = total()
    for (const sequence of sequences) gone.add(sequence)
    listed = Array.from({ length: latest }, (_, index) => index + 1).filter((sequence) => !gone.has(sequence))
    return before - listed.length
  }
  const row = (sequence: number): InboxRow => sampleRow(sequence, options.now, options.rows)
  const emit: FakeEngine['emit'] = (event, data) => {
    eventNumber += 1
    link?.send({ type: 'event', number: eventNumber, event, data })
  }
  const change = (extra: Partial<EventData<'inbox.changed'>>): void => {
    if (view === 0) return
    emit('inbox.changed', {
      view,
      total: total(),
      added: 0,
      arrived: [],
      changed: [],
      reset: false,
      waiting: 0,
      ...extra,
    })
  }
  const deleted = (sequences: readonly number[]): { deleted: number } => {
    const count = remove(sequences)
    change({ reset: true })
    return { deleted: count }
  }
  const fake: FakeEngine = {
    calls,
    state: { ...sampleState(options.now, options.rows), ...options.state },
    emit,
    serve: (to) => {
      link = to
      eventNumber = 0
      view = 0
      to.onMessage((message) => void answer(to, message))
    },
    arrive: (many) => {
      const arrived = Array.from({ length: many }, (_, index) => latest + index + 1)
      latest += many
      listed?.push(...arrived)
      change({ added: many, arrived: arrived.toReversed().slice(0, 50).map(row) })
    },
    change: (rows) => change({ changed: [...rows] }),
    skip: () => {
      eventNumber += 1
    },
    crash: () => {
      link?.close()
      link = null
    },
  }
  const handlers: Handlers = {
    'engine.hello': ({ protocol }) => {
      if (protocol !== fake.state.protocol) throw refused('protocol-version', 'The versions differ.')
      return fake.state
    },
    'inbox.open': ({ filter }) => {
      view += 1
      if (filter.text === undefined) return { view, total: total() }
      listed = []
      return { view, total: 0 }
    },
    'inbox.rows': ({ from, count }) => ({
      total: total(),
      from,
      rows: Array.from({ length: Math.max(0, Math.min(count, total() - from)) }, (_, index) => row(at(from + index))),
    }),
    'inbox.locate': ({ sequence }) => {
      const index = listed === null ? sequence - 1 : listed.indexOf(sequence)
      return { position: index < 0 ? null : total() - 1 - index }
    },
    'inbox.close': () => ({}),
    'inbox.delete': ({ sequences }) => deleted(sequences),
    'inbox.clear': () => deleted(Array.from({ length: latest }, (_, index) => index + 1)),
    'entry.detail': ({ sequence }) => {
      if (gone.has(sequence)) throw refused('not-found', `Entry ${sequence} is no longer in the archive.`)
      return sampleDetail(row(sequence))
    },
    'entry.bytes': ({ sequence, part, from, length }) => {
      const bytes = sampleBytes(row(sequence), part)
      return { total: bytes.length, bytes: bytes.slice(from, from + length) }
    },
    'entry.curl': ({ sequence }) => ({ command: `curl --request GET 'https://127.0.0.1:8443/${sequence}'` }),
    ...createFakeProfiles({
      statuses: () => fake.state.profiles,
      changed: (profiles) => {
        fake.state = { ...fake.state, profiles: [...profiles] }
        emit('profiles.changed', { profiles })
      },
      progress: (progress) => emit('verdicts.progress', progress),
      total,
    }),
    ...createFakeChecks(emit, options.now),
    ...fakeDigest,
    ...fakeDeliveries(total, options.now),
    ...fakeSignature,
    ...fakeSimulator,
    'demo.send': () => {
      fake.arrive(1)
      return { status: 204, url: 'https://127.0.0.1:8443/demo' }
    },
    'settings.write': ({ settings }) => {
      fake.state = { ...fake.state, settings }
      emit('settings.changed', { settings })
      return { settings, problems: [] }
    },
    'listeners.selfTest': () => ({ listeners: fake.state.listeners }),
    'listeners.publicTest': ({ url }) => samplePublicTest(url, options.now),
    'listeners.restart': () => ({ listeners: fake.state.listeners }),
  }
  const answer = async (
    to: Link<EngineMessage, ClientMessage>,
    { id, method, params }: ClientMessage,
  ): Promise<void> => {
    calls.push({ method, params })
    try {
      if (!isMethod(method)) throw refused('unknown-method', method)
      // Name and parameters belong together by the table; the checker cannot follow that through the lookup.
      const handle = handlers[method] as (given: unknown) => unknown
      to.send({ type: 'result', id, result: await handle(METHODS[method].params.parse(params)) })
    } catch (thrown) {
      to.send({ type: 'problem', id, problem: toProblem(thrown) })
    }
  }
  return fake
}

function refused(code: 'protocol-version' | 'not-found' | 'unknown-method', message: string): ProblemError {
  return new ProblemError(bad(code, message).problem)
}

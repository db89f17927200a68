import { z } from 'zod'
import { bad, ProblemError } from '../../shared/protocol/errors.ts'
import type { Problem } from '../../shared/protocol/errors.ts'
import { engineMessageSchema } from '../../shared/protocol/messages.ts'
import type { ClientMessage, EngineMessage, Link } from '../../shared/protocol/messages.ts'
import { EVENTS, METHODS } from '../../shared/protocol/table.ts'
import type { EventData, EventName, MethodName, MethodResult, Params } from '../../shared/protocol/table.ts'

// The page forbids eval, which zod's compiled validators would need.
z.config({ jitless: true })

/** What came from the engine unasked, already checked against the table. */
export type EngineEvent = { [E in EventName]: { readonly event: E; readonly data: EventData<E> } }[EventName]

export interface ClientHooks {
  readonly onEvent: (event: EngineEvent) => void
  /** Events were lost, or one could not be read: what the page shows may be stale, start over from a snapshot. */
  readonly onGap: () => void
  readonly onClose: () => void
}

/** Asks the engine; rejects with a ProblemError only. */
export type Call = <M extends MethodName>(method: M, params: Params<M>) => Promise<MethodResult<M>>

export interface EngineClient {
  readonly call: Call
  readonly close: () => void
}

interface Waiting {
  readonly method: MethodName
  readonly resolve: (value: unknown) => void
  readonly reject: (error: ProblemError) => void
}

const fault = (problem: Problem): ProblemError => new ProblemError(problem)
const closed = (): ProblemError =>
  fault(bad('link-closed', 'The connection to the engine was closed before it answered.').problem)

function isEventName(name: string): name is EventName {
  return Object.hasOwn(EVENTS, name)
}

/**
 * Speaks the protocol over one link: numbers the calls, checks every answer and event against the table, and watches
 * the numbers of the events. Takes the link and what to do with events; gives `call` and `close`.
 */
export function createClient(link: Link<ClientMessage, unknown>, hooks: ClientHooks): EngineClient {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let lastEvent = 0
  let open = true

  const settle = (id: number, use: (entry: Waiting) => void): void => {
    const entry = waiting.get(id)
    waiting.delete(id)
    if (entry !== undefined) use(entry)
  }
  const onResult = (entry: Waiting, result: unknown): void => {
    const checked = METHODS[entry.method].result.safeParse(result)
    if (checked.success) entry.resolve(checked.data)
    else entry.reject(fault(unreadable(entry.method, checked.error)))
  }
  const onEvent = (message: Extract<EngineMessage, { type: 'event' }>): void => {
    const inOrder = message.number === lastEvent + 1
    lastEvent = message.number
    const event = readEvent(message.event, message.data)
    if (!inOrder || event === null) hooks.onGap()
    else hooks.onEvent(event)
  }
  const onMessage = (raw: unknown): void => {
    const message = engineMessageSchema.safeParse(raw)
    if (!message.success) return hooks.onGap()
    if (message.data.type === 'event') return onEvent(message.data)
    const { data } = message
    if (data.type === 'problem') return settle(data.id, (entry) => entry.reject(fault(data.problem)))
    settle(data.id, (entry) => onResult(entry, data.result))
  }
  const shut = (): void => {
    open = false
    for (const entry of waiting.values()) entry.reject(closed())
    waiting.clear()
  }
  link.onMessage(onMessage)
  link.onClose(() => {
    if (!open) return
    shut()
    hooks.onClose()
  })
  return {
    call: (method, params) =>
      new Promise((resolve, reject) => {
        if (!open) return reject(closed())
        lastId += 1
        waiting.set(lastId, { method, resolve: (value) => resolve(value as MethodResult<typeof method>), reject })
        link.send({ type: 'call', id: lastId, method, params })
      }),
    close: () => {
      if (!open) return
      shut()
      link.close()
    },
  }
}

function readEvent(name: string, data: unknown): EngineEvent | null {
  if (!isEventName(name)) return null
  const checked = EVENTS[name].safeParse(data)
  // The pair belongs together by construction: the schema was looked up by the name.
  return checked.success ? ({ event: name, data: checked.data } as EngineEvent) : null
}

function unreadable(method: string, error: z.ZodError): Problem {
  const where = error.issues[0]?.path.join('.') ?? ''
  return bad('bad-result', `The engine answered ${method} in a form that this window cannot read (${where}).`).problem
}

import { faultsOf, faultsText } from '../../../shared/model/faults.ts'
import { EVENTS, METHODS } from '../../../shared/protocol/table.ts'
import type { EventData, EventName, Handlers, MethodName } from '../../../shared/protocol/table.ts'
import { clientMessageSchema } from '../../../shared/protocol/messages.ts'
import type { ClientMessage, EngineMessage, Link } from '../../../shared/protocol/messages.ts'
import { ProblemError, toProblem } from '../../../shared/protocol/errors.ts'
import type { Problem } from '../../../shared/protocol/errors.ts'

/** One client of the engine, as the rest of the engine sees it. */
export interface ServedLink {
  /** Sends one numbered event; does nothing once the link is closed. */
  readonly emit: <E extends EventName>(event: E, data: EventData<E>) => void
  readonly close: () => void
}

function isMethod(name: string): name is MethodName {
  return Object.hasOwn(METHODS, name)
}

function refuse(code: Problem['code'], message: string): never {
  throw new ProblemError({ code, message })
}

/** Checks a call against the table, runs its handler, checks the result. Throws ProblemError for every refusal. */
async function answerCall(handlers: Handlers, call: ClientMessage): Promise<unknown> {
  if (!isMethod(call.method)) refuse('unknown-method', `The engine knows no method "${call.method.slice(0, 80)}".`)
  const entry = METHODS[call.method]
  const params = entry.params.safeParse(call.params)
  if (!params.success)
    refuse('bad-params', `${call.method} was called wrongly (${faultsText(faultsOf(params.error, call.params))}).`)
  // The table proves that handler and schema belong together; TypeScript cannot follow a union of generics here.
  const handler = handlers[call.method] as (params: unknown) => unknown
  const made = await handler(params.data)
  const result = entry.result.safeParse(made)
  if (!result.success)
    refuse(
      'bad-result',
      `${call.method} gave an answer of the wrong shape (${faultsText(faultsOf(result.error, made))}).`,
    )
  return result.data
}

/**
 * Serves one client over a link until it closes.
 * @param link the channel; hostile messages are refused with a coded problem, never thrown
 * @param handlers one function per method of the table
 * @param onClose called once, when the link has gone
 */
export function serveLink(link: Link<EngineMessage, unknown>, handlers: Handlers, onClose: () => void): ServedLink {
  let open = true
  let number = 0
  const send = (message: EngineMessage) => {
    if (open) link.send(message)
  }
  link.onClose(() => {
    if (!open) return
    open = false
    onClose()
  })
  link.onMessage((message) => {
    const call = clientMessageSchema.safeParse(message)
    if (!call.success)
      return send({ type: 'problem', id: 0, problem: { code: 'bad-params', message: 'This is no call.' } })
    void answerCall(handlers, call.data).then(
      (result) => send({ type: 'result', id: call.data.id, result }),
      (thrown: unknown) => send({ type: 'problem', id: call.data.id, problem: toProblem(thrown) }),
    )
  })
  return {
    emit: (event, data) => {
      if (!Object.hasOwn(EVENTS, event)) return
      number += 1
      send({ type: 'event', number, event, data })
    },
    close: () => link.close(),
  }
}

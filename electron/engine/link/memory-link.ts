import type { EngineMessage, Link } from '../../../shared/protocol/messages.ts'

interface End<Out, In> {
  readonly link: Link<Out, In>
  readonly receive: (message: In) => void
  readonly closed: () => void
}

function makeEnd<Out, In>(other: () => End<In, Out>): End<Out, In> {
  const onMessage: ((message: In) => void)[] = []
  const onClose: (() => void)[] = []
  let open = true
  const closed = () => {
    if (!open) return
    open = false
    for (const handler of onClose) handler()
  }
  return {
    receive: (message) => {
      if (open) for (const handler of onMessage) handler(message)
    },
    closed,
    link: {
      // structuredClone, because a real port copies too: no shared objects may be relied on.
      send: (message) => queueMicrotask(() => other().receive(structuredClone(message))),
      onMessage: (handler) => onMessage.push(handler),
      onClose: (handler) => onClose.push(handler),
      close: () => {
        closed()
        other().closed()
      },
    },
  }
}

/** Two ends of one link in one process: for clients beside the engine, and for the contract tests of every transport. */
export function memoryLinkPair(): { client: Link<unknown, EngineMessage>; engine: Link<EngineMessage, unknown> } {
  const client: End<unknown, EngineMessage> = makeEnd(() => engine)
  const engine: End<EngineMessage, unknown> = makeEnd(() => client)
  return { client: client.link, engine: engine.link }
}

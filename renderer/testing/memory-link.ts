import type { ClientMessage, EngineMessage, Link } from '../../shared/protocol/messages.ts'

/** Both ends of a link within one page; messages are copied as a MessagePort would, and arrive a microtask later. */
export interface LinkPair {
  readonly page: Link<ClientMessage, unknown>
  readonly engine: Link<EngineMessage, ClientMessage>
}

interface End<In> {
  handlers: ((message: In) => void)[]
  closers: (() => void)[]
}

const end = <In>(): End<In> => ({ handlers: [], closers: [] })

/** Makes a connected pair; closing either end tells the other one. */
export function memoryLink(): LinkPair {
  const toPage = end<unknown>()
  const toEngine = end<ClientMessage>()
  let open = true
  const deliver = <T>(to: End<T>, message: T): void => {
    const copy = structuredClone(message)
    queueMicrotask(() => {
      if (open) for (const handler of to.handlers) handler(copy)
    })
  }
  const shut = (other: End<never>): void => {
    if (!open) return
    open = false
    queueMicrotask(() => other.closers.forEach((closer) => closer()))
  }
  return {
    page: {
      send: (message) => deliver(toEngine, message),
      onMessage: (handler) => void toPage.handlers.push(handler),
      onClose: (handler) => void toPage.closers.push(handler),
      close: () => shut(toEngine as End<never>),
    },
    engine: {
      send: (message) => deliver<unknown>(toPage, message),
      onMessage: (handler) => void toEngine.handlers.push(handler),
      onClose: (handler) => void toEngine.closers.push(handler),
      close: () => shut(toPage as End<never>),
    },
  }
}

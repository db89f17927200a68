import type { EngineMessage, Link } from '../../../shared/protocol/messages.ts'

/** The part of Electron's MessagePortMain that a link needs (the engine never imports electron). */
export interface MessagePortLike {
  readonly postMessage: (message: unknown) => void
  readonly on: (event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void) => unknown
  readonly start: () => void
  readonly close: () => void
}

/** A link over a MessagePort whose other end is in a page. */
export function portLink(port: MessagePortLike): Link<EngineMessage, unknown> {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (handler) => {
      port.on('message', (event) => handler(event.data))
      port.start()
    },
    onClose: (handler) => port.on('close', () => handler()),
    close: () => port.close(),
  }
}

import type { ClientMessage, Link } from '../../shared/protocol/messages.ts'

/** Takes the page's end of the MessagePort, gives it as a Link. The port is started by the first handler. */
export function portLink(port: MessagePort): Link<ClientMessage, unknown> {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (handler) => {
      port.addEventListener('message', (event: MessageEvent<unknown>) => handler(event.data))
      port.start()
    },
    // Chromium tells a port that its other end is gone since version 122.
    onClose: (handler) => port.addEventListener('close', () => handler()),
    close: () => port.close(),
  }
}

import type { CallbackFacts } from '../../../shared/model/stored.ts'
import { plainClient, tlsClient } from '../listener/testing.ts'
import { settled } from '../resilience/testing.ts'
import type { Started } from '../resilience/testing.ts'

/* For tests of answer rules: rules, requests and what the archive holds of them. */

export const rule = (name: string, steps: readonly object[], rest: object = {}) => ({ name, steps, ...rest })
export const status = (code: number, rest: object = {}) => ({ kind: 'answer', status: code, ...rest })

export function get(target: string, headers = '', method = 'GET', body = ''): string {
  const length = body === '' ? '' : `Content-Length: ${String(body.length)}\r\n`
  return `${method} ${target} HTTP/1.1\r\nHost: shop.example\r\n${headers}${length}\r\n${body}`
}

/** Sends one request on a connection of its own, gives everything that comes back until the other side ends. */
export async function send({ ports }: Started, bytes: string, scheme: 'http' | 'https' = 'http'): Promise<string> {
  const client = scheme === 'http' ? await plainClient(ports.http) : await tlsClient(ports.https)
  client.socket.write(bytes.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'), 'latin1')
  await client.ended
  client.socket.destroy()
  return client.received
}
export const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)

export async function factsOf({ engine }: Started, sequence: number) {
  await settled(engine)
  const entry = engine.archive.entry(sequence)
  if (entry === null || entry.facts.kind !== 'callback') throw new Error('no callback')
  return { entry, facts: entry.facts satisfies CallbackFacts, row: engine.archive.row(sequence) }
}

import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { SecureVersion, TLSSocket } from 'node:tls'
import type { ReadyRecord } from '../../../shared/export/record-schema.ts'

/* For tests: connections of a bank that keeps them alive, or misuses them. */

/** A connection on which requests are sent and answers counted, in order. */
export interface Caller {
  readonly socket: Socket
  /** The next answer's status; null when the connection ended without it. */
  readonly answer: () => Promise<number | null>
  readonly closed: Promise<void>
}

/** Reads statuses of answers (with or without a body) from a socket. */
export function caller(socket: Socket): Caller {
  let text = ''
  let over = false
  const statuses: number[] = []
  const askers: ((status: number | null) => void)[] = []
  const serve = (): void => {
    const ready = over ? askers.length : Math.min(askers.length, statuses.length)
    for (const asker of askers.splice(0, ready)) asker(statuses.shift() ?? null)
  }
  socket.on('data', (piece: Buffer) => {
    text += piece.toString('latin1')
    for (;;) {
      const match = /^HTTP\/1\.1 (\d{3})[^]*?\r\n\r\n/.exec(text)
      const length = Number(/content-length: (\d+)/i.exec(match?.[0] ?? '')?.[1] ?? 0)
      if (match === null || text.length < match[0].length + length) break
      text = text.slice(match[0].length + length)
      statuses.push(Number(match[1]))
    }
    serve()
  })
  socket.on('error', () => undefined)
  const closed = new Promise<void>((done) => {
    socket.once('close', () => {
      over = true
      serve()
      done()
    })
  })
  return {
    socket,
    closed,
    answer: () =>
      new Promise((done) => {
        askers.push(done)
        serve()
      }),
  }
}

/** Connects to where it listens, over TLS with the local CA as the only trust (plain for an http address). */
export function callOn(ready: ReadyRecord, maxVersion: SecureVersion = 'TLSv1.3'): Promise<Caller> {
  const { hostname, port, protocol } = new URL(ready.url)
  return new Promise((done, fail) => {
    const authority = ready.certificate?.authorityFile ?? null
    const socket: Socket | TLSSocket =
      protocol === 'http:'
        ? connect(Number(port), hostname)
        : connectTls({
            host: hostname,
            port: Number(port),
            maxVersion,
            ...(authority === null ? {} : { ca: [readFileSync(authority)] }),
          })
    socket.setNoDelay(true)
    socket.once('error', fail)
    socket.once(protocol === 'http:' ? 'connect' : 'secureConnect', () => done(caller(socket)))
  })
}

/** A small POST with this target. */
export const post = (target: string, body = '{"status":"x"}'): string =>
  `POST ${target} HTTP/1.1\r\nHost: shop.example\r\nContent-Type: application/json\r\nContent-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`

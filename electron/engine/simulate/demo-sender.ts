import { randomBytes } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'
import tls from 'node:tls'
import { DEMO_HEADER, DEMO_PROFILE, demoTarget } from '../../../shared/simulate/demo.ts'
import { bad, good } from '../../../shared/protocol/errors.ts'
import type { Result } from '../../../shared/protocol/errors.ts'
import type { ListenerStatus } from '../../../shared/protocol/views.ts'
import { digestHash } from '../verify/hash.ts'

/** The bank gives an attempt 5 seconds (domain.md §0 no. 5); so does its stand-in. */
const TIMEOUT_MS = 5_000

/** What the sender needs to reach our own listener. */
export interface DemoTargetListener {
  readonly status: ListenerStatus
  /** PEM certificates to trust beside the public ones: our own authority, or the user's chain. */
  readonly authorities: readonly string[]
}

/** Where a listener that is bound to all addresses can be reached from this machine. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  return host === '::' ? '::1' : host
}

/** A certificate of the user's may carry only public names: then the connection asks for the first of them. */
function serverName(status: ListenerStatus): string {
  const names = status.certificate?.names ?? []
  return names.find((name) => name === 'localhost') ?? names.find((name) => !/^[\d.:]+$/.test(name)) ?? 'localhost'
}

function requestOptions(target: DemoTargetListener, path: string, token: string): https.RequestOptions {
  const name = serverName(target.status)
  return {
    host: reachableHost(target.status.host),
    port: target.status.port,
    path,
    method: 'GET',
    agent: false,
    timeout: TIMEOUT_MS,
    // Checked like any other certificate; only the list of roots is wider.
    ca: [...tls.rootCertificates, ...target.authorities],
    servername: name,
    headers: { Host: name, 'User-Agent': 'Callback-Inspector-Demo', Accept: '*/*', [DEMO_HEADER]: token },
  }
}

/**
 * Sends one correctly signed UNFREEZE to our own listener, over a real connection.
 * @param token what marks the request as ours (see DEMO_HEADER)
 * @returns the answered status, or `send-failed` with the reason in words
 */
export function sendDemo(target: DemoTargetListener, token: string): Promise<Result<{ status: number; url: string }>> {
  const paymentId = `demo-${randomBytes(3).toString('hex')}`
  const path = demoTarget(paymentId, digestHash('SHA1', `${paymentId}${DEMO_PROFILE.digest?.salt ?? ''}`))
  const url = new URL(path, target.status.url ?? 'https://localhost').href
  const options = requestOptions(target, path, token)
  return new Promise((resolve) => {
    const fail = (reason: string) =>
      resolve(bad('send-failed', `The demonstration callback could not be sent to ${url}: ${reason}.`, { url }))
    const client = target.status.scheme === 'https' ? https : http
    const request = client.request(options, (response) => {
      response.resume()
      response.on('end', () => resolve(good({ status: response.statusCode ?? 0, url })))
      response.on('error', (error) => fail(error.message))
    })
    request.on('timeout', () => request.destroy(new Error('no answer within 5 seconds')))
    request.on('error', (error) => fail(error.message))
    request.end()
  })
}

// Not TLS, or not answering.
import http from 'node:http'
import net from 'node:net'
import crypto from 'node:crypto'
import { add, fail, HOST, okHandler, ONLY, cases } from './lab.mjs'

const raw = (f) =>
  net.createServer((k) => {
    k.on('error', () => {})
    f(k)
  })
await add('plain-http', 'network', 'plain HTTP on the port', {
  server: http.createServer(okHandler),
  expect: fail('NOT_TLS', '"plain HTTP answered"'),
  seed: 'callbacks are HTTPS, port 443',
  badssl: 'http',
})
await add('http-url', 'network', 'an http:// URL', {
  server: http.createServer(okHandler),
  connect: { scheme: 'http' },
  expect: fail('NOT_HTTPS', ''),
  seed: 'callbacks are HTTPS, port 443',
})
await add('ssh', 'network', 'an SSH banner', {
  server: raw((k) => k.write('SSH-2.0-OpenSSH_9.2\r\n')),
  expect: fail('NOT_TLS', ''),
})
await add('accept-silent', 'network', 'accepts, never answers', {
  server: raw(() => {}),
  expect: fail('TLS_TIMEOUT', "within the checker's own limit"),
})
await add('accept-close', 'network', 'accepts, closes', { server: raw((k) => k.end()), expect: fail('TLS_CLOSED', '') })
await add('accept-reset', 'network', 'accepts, resets', {
  server: raw((k) => k.resetAndDestroy()),
  expect: fail('CONN_RESET', 'firewall or WAF'),
})
await add('tls-alert', 'network', 'alert handshake_failure', {
  server: raw((k) => k.once('data', () => k.end(Buffer.from('15030300020228', 'hex')))),
  expect: fail('TLS_HANDSHAKE', ''),
})
await add('tls-garbage', 'network', 'random bytes', {
  server: raw((k) => k.once('data', () => k.end(crypto.randomBytes(200)))),
  expect: fail('NOT_TLS', ''),
})
{
  const s = net.createServer()
  await new Promise((r) => s.listen(0, HOST, r))
  const p = s.address().port
  s.close()
  if (!ONLY || ONLY.includes('closed'))
    cases.push({
      id: 'closed',
      group: 'network',
      title: 'closed port',
      port: p,
      servername: 'localhost',
      url: `https://localhost:${p}/callback`,
      connectTo: HOST,
      expect: fail('CONN_REFUSED', ''),
    })
}

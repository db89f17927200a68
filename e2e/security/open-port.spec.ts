import { request } from 'node:https'
import { expect, test } from '../fixtures/app.ts'

// T2: the open port is a listener and nothing else, whoever asks, by whatever name.
const PATHS = [
  ...[
    '/',
    '/index.html',
    '/api',
    '/api/state',
    '/json',
    '/json/version',
    '/settings',
    '/settings.json',
    '/archive.sqlite',
    '/favicon.ico',
  ],
  ...[
    '/inbox',
    '/engine.hello',
    '/inbox.rows',
    '/ws',
    '/socket',
    '/link',
    '/rpc',
    '/debug',
    '/metrics',
    '/health',
    '/../settings.json',
  ],
  ...[
    '/%2e%2e/settings.json',
    '/.git/config',
    '/robots.txt',
    '/.well-known/security.txt',
    '/callbacks/booked/1',
    '/profiles/',
    '/export',
  ],
]
const HOSTILE = {
  Host: 'evil.example',
  Origin: 'https://evil.example',
  'Sec-Fetch-Site': 'cross-site',
  'Access-Control-Request-Method': 'PUT',
}

function ask(base: string, method: string, path: string): Promise<string> {
  return new Promise((done, failed) => {
    const { hostname, port } = new URL(base)
    // The certificate is the app's own, made a moment ago; trusting it is not what is tested here.
    const call = request(
      { hostname, port, method, path, headers: HOSTILE, agent: false, rejectUnauthorized: false },
      (answer) => {
        const names = Object.keys(answer.headers).filter((name) => !['date', 'connection', 'keep-alive'].includes(name))
        let body = ''
        answer.on('data', (piece: Buffer) => (body += piece.toString()))
        answer.on('end', () => {
          done(JSON.stringify([answer.statusCode, names.toSorted(), body]))
        })
      },
    )
    call.on('error', failed).end()
  })
}

test('T2: every path answers the same, and tells nothing', async ({ launchApp }) => {
  const { ready } = await launchApp()
  const base = ready.urls.https ?? ''
  const answers = new Set<string>()
  for (const method of ['GET', 'POST', 'OPTIONS', 'PUT'])
    for (const path of PATHS) answers.add(await ask(base, method, path))
  // One constant answer, but for the length that a method may or may not carry.
  const distinct = [...answers].map((text) => text.replace('"content-length",', '').replace('"content-length"', ''))
  expect(new Set(distinct).size).toBe(1)
  expect(distinct[0]).toMatch(/^\[204,/)
  expect(distinct[0]).not.toMatch(/access-control|server|powered/)
})

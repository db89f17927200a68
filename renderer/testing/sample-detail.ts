import type { InboxRow } from '../../shared/model/inbox.ts'
import { LIGHT_NAMES } from '../../shared/model/verdict.ts'
import type { Finding, Light, LightName, LightState } from '../../shared/model/verdict.ts'
import type { EntryDetail } from '../../shared/protocol/views.ts'

const BODY = `{"externalApplicationEvent":{"applicationReference":"ABC-123","applicationEventType":"SIGNED","creditDecision":{"approvedAmount":3000.00,"interest":1.50000,"serial":123456789012345678901234567890,"url":"https:\\/\\/example.com"}},"jwsData":"eyJhbGciOiJSUzI1NiJ9.e30.c2ln"}`

const SAID: Readonly<Record<LightName, Partial<Record<LightState, readonly [string, string]>>>> = {
  digest: {
    pass: ['Digest matches the current salt', 'SHA-1 over paymentId and the salt set on 12 Nov.'],
    fail: [
      'Digest differs from every known salt',
      'The digest was sent in lower case, and also differs in its characters. Check the salt that was registered for this event, and the order of the parameters.',
    ],
    'not-applicable': ['No digest expected', 'Loan callbacks carry a JWS, not a digest.'],
  },
  signature: {
    pass: ['Signature verified', 'RS256 with key key-2026 of the registered key set.'],
    unchecked: ['No key set registered', 'The token can be read, but not verified. Add a key set to the profile.'],
    'not-applicable': ['No signature expected', 'Legacy callbacks carry a digest, not a JWS.'],
  },
  source: {
    pass: ['Sent from the bank’s network', '192.121.110.100, listed since the first published list.'],
    warn: [
      'Not one of the published addresses',
      'A proxy in front of the listener would explain it: name it in the profile.',
    ],
    unchecked: ['Sent from this machine', 'A loopback address says nothing about the sender.'],
  },
  transport: {
    pass: ['TLS 1.3, first request on its connection', 'TLS_AES_256_GCM_SHA384, server name cb.shop.example.'],
    fail: ['The handshake failed', 'The client does not trust our certificate.'],
  },
  answer: {
    pass: ['204 in 38 ms counts as delivered', 'Anything below 300 within 5 s ends the retries.'],
    fail: ['503 does not count as delivered', 'The bank will try again in 30 s.'],
  },
}

function light(name: LightName, state: LightState): Light {
  const [summary, explanation] = SAID[name][state] ?? [
    'Nothing to check',
    'This kind of callback has nothing to check here.',
  ]
  const severity =
    ({ pass: 'good', warn: 'warning', fail: 'error' } as const)[state as 'pass' | 'warn' | 'fail'] ?? 'info'
  const evidence: Finding['evidence'] =
    state === 'fail' && name === 'digest'
      ? { expected: '3F9A51C077E2B6D4A80C19F2E5D37A6B0C889B04', received: '3f9a51c077e2b6d4a80c19f2e5d37a6b0c889b05' }
      : {}
  const source = state === 'fail' ? 'Resurs documentation, page "Callbacks": "The checksum is in UPPERCASE!"' : null
  return {
    state,
    findings: [{ code: 'value-unknown', severity, summary, explanation, advice: null, evidence, source }],
  }
}

const CONNECTION = {
  number: 41,
  peer: { address: '192.121.110.100', port: 51_422 },
  local: { address: '127.0.0.1', port: 8443 },
  scheme: 'https',
  tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', sni: 'cb.shop.example', alpn: 'http/1.1' },
} as const

/** The detail of a sample row. */
export function sampleDetail(row: InboxRow): EntryDetail {
  const common = { id: `k3f9-${row.sequence}`, sequence: row.sequence, receivedAt: row.receivedAt }
  if (row.kind === 'connection') {
    return {
      ...common,
      kind: 'connection',
      cause: row.cause ?? 'aborted',
      code: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
      summary:
        'The client broke off the TLS handshake: it does not trust our certificate (unknown CA). Give it the local CA, or set a public certificate.',
      connection: { ...CONNECTION, tls: null },
      hello: { sni: 'cb.shop.example', alpn: ['h2', 'http/1.1'], versions: ['TLSv1.2', 'TLSv1.3'] },
      answered: row.status,
      rawLength: sampleBytes(row, 'raw').length,
      bytesSeen: 517,
    }
  }
  const [digest, signature, source, transport, answer] = LIGHT_NAMES.map((name, i) =>
    light(name, row.lights[i] ?? 'unchecked'),
  )
  if (!digest || !signature || !source || !transport || !answer) throw new Error('A light is missing.')
  const id = row.reference ?? 'x'
  const loan = row.family === 'loan'
  const body = row.method === 'POST' ? BODY.length : 0
  return {
    ...common,
    kind: 'callback',
    headline:
      row.lights[0] === 'fail'
        ? 'Not genuine with any salt that is registered, and answered with 503.'
        : 'Genuine, and delivered.',
    family: row.family,
    eventType: row.eventType,
    reference: row.reference,
    parameters: row.reference === null ? [] : [{ name: 'paymentId', value: id, raw: id }],
    matchedBy: row.family === 'unknown' ? 'none' : 'template',
    profileName: row.family === 'legacy' ? 'Webshop' : null,
    template:
      row.family === 'legacy'
        ? 'https://cb.shop.example/callback?event={event}&paymentId={paymentId}&digest={digest}'
        : null,
    notes: [],
    method: row.method,
    target: row.target,
    httpVersion: '1.1',
    query: [
      { name: 'event', value: row.eventType ?? '', raw: row.eventType ?? '' },
      { name: 'paymentId', value: `${id} å`, raw: `${id}%20%C3%A5` },
    ],
    headers: [
      ['Host', 'cb.shop.example'],
      ['User-Agent', 'Java/17.0.9'],
      ['Accept', 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2'],
      ['X-Hidden', 'left\u202eright'],
      ['Connection', 'keep-alive'],
      ['Content-Length', String(body)],
    ],
    framing: body > 0 ? 'length' : 'none',
    headLength: 240,
    rawLength: sampleBytes(row, 'raw').length,
    bodyLength: body,
    decoded: { codings: [], length: body, note: null },
    contentType: body > 0 ? 'application/json' : null,
    connection: CONNECTION,
    requestNumber: 1,
    times: { secured: 11.2, firstByte: 12.4, headEnd: 12.9, bodyEnd: 13.4, stored: 17.8, answered: 18.3 },
    answer: { status: row.status ?? 204, sent: true, afterMs: 4.9, rule: null },
    simulated: row.simulated,
    simulation: null,
    delivery: row.delivery?.id ?? null,
    verdict: { digest, signature, source, transport, answer },
    digest:
      row.family === 'legacy'
        ? [
            {
              algorithm: 'SHA1',
              parameters: [{ name: 'paymentId', value: id, raw: id }],
              salt: 'hemligt-salt',
              saltLabel: 'current salt',
              saltCurrent: true,
              list: 'registered',
              listSource: null,
              expected: '3F9A51C077E2B6D4A80C19F2E5D37A6B0C889B04',
              received:
                row.lights[0] === 'fail'
                  ? '3f9a51c077e2b6d4a80c19f2e5d37a6b0c889b05'
                  : '3F9A51C077E2B6D4A80C19F2E5D37A6B0C889B04',
              matches: row.lights[0] === 'pass',
            },
          ]
        : [],
    digestSearch: null,
    jws: loan
      ? {
          token:
            'eyJhbGciOiJSUzI1NiIsImtpZCI6ImtleS0yMDI2In0.eyJpc3MiOiJyZXN1cnMiLCJleHAiOjE3NjM3MjE3Mjd9.c2lnbmF0dXJlLWJ5dGVzLWdvLWhlcmU',
          tokenLength: 123,
          place: null,
          headerText: '{"alg":"RS256","kid":"key-2026"}',
          payloadText: '{"iss":"resurs","iat":1763718127,"exp":1763721727,"amount":3000.00}',
          payloadLength: 67,
          keyId: 'key-2026',
          verifiedBy: row.lights[1] === 'pass' ? 'Webshop' : null,
          comparison: { state: 'no-event-in-payload', fields: [], more: 0 },
          times: [],
        }
      : null,
  }
}

/** The bytes of a sample row. */
export function sampleBytes(row: InboxRow, part: 'raw' | 'body' | 'decoded'): Uint8Array {
  const body = row.method === 'POST' ? BODY : ''
  if (row.kind === 'connection')
    return new Uint8Array([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03])
  const head = `${row.method} ${row.target} HTTP/1.1\r\nHost: cb.shop.example\r\nUser-Agent: Java/17.0.9\r\nConnection: keep-alive\r\nContent-Length: ${body.length}\r\n\r\n`
  return new TextEncoder().encode(part === 'raw' ? head + body : body)
}

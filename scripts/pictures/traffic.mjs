import { readFileSync } from 'node:fs'
import { connect as connectPlain } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { inRoot } from '../prepare/paths.mjs'

/* What is sent to the listeners for the pictures: the project's own cases, over real sockets. */

const corpus = (name) => readFileSync(inRoot('e2e', 'corpus', name))
const requests = JSON.parse(corpus('callback-requests.json'))
const { jwks } = JSON.parse(corpus('jws.json'))
const LIMIT_MS = 3000

const templateOf = (id) => requests.find((one) => one.id === id).uriTemplate
const rawOf = (id) => requests.find((one) => one.id === id).raw

/** The profiles that the pictures are judged with: some callbacks are genuine, some are not, some cannot be checked. */
export const PROFILES = {
  'web-shop.json': {
    version: 1,
    name: 'Web shop',
    environment: 'production',
    family: 'legacy',
    digest: {
      algorithm: 'SHA1',
      parameters: ['paymentId'],
      salt: 'SecretHashSalt',
      since: '2025-11-12',
      note: 'Registered by the module update',
      previousSalts: [{ salt: 'uniqid-54f2a', since: '2024-02-01', until: '2025-11-12', label: 'old module' }],
    },
    events: {
      UPDATE: { uriTemplate: templateOf('leg-docs-update-path-post') },
      BOOKED: { uriTemplate: templateOf('leg-booked-post-empty') },
      AUTOMATIC_FRAUD_CONTROL: { uriTemplate: templateOf('leg-afc-frozen-query') },
    },
    sources: ['127.0.0.1'],
  },
  'old-shop.json': {
    version: 1,
    name: 'Old shop',
    family: 'legacy',
    digest: { algorithm: 'MD5', parameters: ['paymentId'], salt: 'iCanHasCheezeburger' },
    events: { UNFREEZE: { uriTemplate: templateOf('leg-docs-unfreeze-query') } },
    sources: ['127.0.0.1'],
  },
  'loans.json': { version: 1, name: 'Loans', family: 'loan', keySet: jwks, sources: ['127.0.0.1'] },
}

/** Writes bytes to a socket and waits until something was answered, or the other side closed, or the limit passed. */
function exchange(socket, bytes) {
  return new Promise((resolve) => {
    const done = () => {
      socket.destroy()
      resolve()
    }
    socket.setTimeout(LIMIT_MS, done)
    for (const event of ['data', 'end', 'close', 'error']) socket.once(event, done)
    if (bytes !== null) socket.write(bytes)
  })
}

const trusting = (port) => connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false, servername: 'localhost' })
const overTls = (port, bytes) => exchange(trusting(port), bytes)
const overPlain = (port, bytes) => exchange(connectPlain(port, '127.0.0.1'), bytes)
/** A client that does not know our CA, and says so. */
const distrusting = (port) =>
  exchange(connectTls({ host: '127.0.0.1', port, ca: [], rejectUnauthorized: true, servername: 'localhost' }), null)

const callback = (target) => `GET ${target} HTTP/1.1\r\nHost: shop.example.test\r\nUser-Agent: Java/1.8.0_352\r\n\r\n`
const LONG_ID = '8f1c2d3e-4b5a-6978-8f1c-2d3e4b5a6978'
const HOSTILE = ['malformed-garbage', 'framing-cl-te', 'body-json-bignum', 'body-gzip', 'body-json-hostile']

/** Genuine, forged and odd callbacks, and what never became one. @param {{https: number, http: number}} ports */
export async function fill({ https, http }) {
  for (const { raw } of requests) await overTls(https, raw)
  for (const name of HOSTILE) await overTls(https, corpus(`http/${name}.bin`))
  await overPlain(http, rawOf('leg-docs-update-path-post'))
  await overPlain(https, 'GET /plain HTTP/1.1\r\nHost: shop.example.test\r\n\r\n')
  await overTls(https, callback(`/callback?event=BOOKED&paymentId=${LONG_ID}&digest=${'AB'.repeat(20)}`))
  await overTls(https, callback(`/shop/${'a-very-long-path/'.repeat(30)}?event=ANNULMENT&paymentId=order-100483`))
  await overTls(https, rawOf('loan-approved').replace('APPROVED', 'REJECTED'))
}

/** The entries that are looked at closely: sent last, so that they stand at the top. */
export async function fillSubjects({ https }) {
  await distrusting(https)
  await overTls(https, rawOf('loan-approved'))
  await overTls(https, rawOf('leg-docs-unfreeze-query').replace('ED3381936CCAA2', 'ED3381936CCAB3'))
  await overTls(https, rawOf('leg-afc-frozen-query'))
}

/** The body of a loan callback that says something else than its token. */
export const forgedBody = () =>
  rawOf('loan-approved').split('\r\n\r\n')[1].replace('APPROVED', 'REJECTED').replace('10000', '10000.00')

/** A key set with keys of all kinds: usable, repaired, for another use, too short. */
export function oddKeys() {
  const [first, second] = jwks.keys
  const spaced = { ...first, n: `${first.n.slice(0, 40)} ${first.n.slice(40)}` }
  const others = [
    { ...second, use: 'enc' },
    { ...second, kid: 'short', n: 'sXchDaQebHnPiGvyDOAT' },
    { kty: 'EC', kid: 'elliptic' },
  ]
  return JSON.stringify({ keys: [spaced, ...others] }, null, 1)
}

/** A signed token, as it stands in a body. */
export const loanToken = () => /"jwsData"\s*:\s*"([^"]+)"/.exec(rawOf('loan-approved'))[1]

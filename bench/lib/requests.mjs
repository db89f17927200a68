import { createHash } from 'node:crypto'

/* The callbacks that the bench sends: the shapes of the bank's own, with digests that are right for the profile below. */

const SALT = 'bench-salt'
const AGENT = 'User-Agent: Java/1.8.0_352\r\nAccept: text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2\r\n'
const digestOf = (reference) =>
  createHash('md5')
    .update(reference + SALT)
    .digest('hex')
    .toUpperCase()

/** The endpoint profile that goes with the legacy requests: a template, a salt, MD5 over the payment id. */
export const PROFILE = {
  version: 1,
  name: 'Bench shop',
  environment: 'lab',
  family: 'legacy',
  digest: { algorithm: 'MD5', parameters: ['paymentId'], salt: SALT },
  events: {
    UNFREEZE: { uriTemplate: '/bench/unfreeze?paymentId={paymentId}&digest={digest}' },
    UPDATE: { uriTemplate: '/bench/update/paymentId/{paymentId}/digest/{digest}' },
  },
}

// The shape of the documented UPDATE of a debit, with two order lines: about 600 bytes.
const UPDATE_BODY = JSON.stringify({
  paymentDiff: {
    type: 'DEBIT',
    transactionId: 'TrD-1473258203595-2404',
    created: 1473258212019,
    createdBy: 'B User',
    paymentSpecification: {
      paymentSpecificationLines: ['NUT-001', 'BOLT-002'].map((artNo, index) => ({
        id: String(index + 1),
        artNo,
        description: index === 0 ? 'Nut (M8)' : 'Bolt (M8x125mm)',
        quantity: 10,
        unitMeasure: 'st',
        unitAmountWithoutVat: 0.8,
        vatPct: 25,
        totalVatAmount: 2,
        totalAmount: 8,
      })),
      totalAmount: null,
      totalVatAmount: 6,
      bonusPoints: 0,
    },
    orderId: 'Ord-1473258203595-2404',
    invoiceId: null,
  },
})

const head = (line, connection) => `${line} HTTP/1.1\r\nHost: localhost\r\n${AGENT}Connection: ${connection}\r\n`

function legacyGet(reference, connection) {
  const target = `/bench/unfreeze?paymentId=${reference}&digest=${digestOf(reference)}`
  return `${head(`GET ${target}`, connection)}\r\n`
}

function posted(target, body, connection) {
  const type = 'Content-Type: application/json\r\n'
  return `${head(`POST ${target}`, connection)}${type}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

const legacyPost = (reference, connection) =>
  posted(`/bench/update/paymentId/${reference}/digest/${digestOf(reference)}`, UPDATE_BODY, connection)

const loanPost = (token, connection) =>
  posted(
    '/bench/loan',
    JSON.stringify({
      externalApplicationEvent: { applicationReference: token.reference, applicationEventType: 'SIGNED' },
      jwsData: token.jws,
    }),
    connection,
  )

/**
 * Makes the n-th request of a mix. Half are legacy GETs with a digest, half POSTs of about 600 bytes.
 * @param {{mix: 'capture' | 'full' | 'legacy' | 'loan', connection?: 'keep-alive' | 'close', prefix?: string, tokens?: {reference: string, jws: string}[]}} options
 *   full: every tenth is a loan callback with an RS256 token. prefix: starts each reference, which is unique by its number.
 * @returns {(n: number) => Buffer}
 */
export function requestMaker({ mix, connection = 'keep-alive', prefix = 'B', tokens = [] }) {
  const loan = (n) => mix === 'loan' || (mix === 'full' && n % 10 === 9)
  return (n) => {
    const reference = `${prefix}${String(n).padStart(8, '0')}`
    if (loan(n)) return Buffer.from(loanPost(tokens[Math.floor(n / 10) % tokens.length], connection))
    return Buffer.from(n % 2 === 0 ? legacyGet(reference, connection) : legacyPost(reference, connection))
  }
}

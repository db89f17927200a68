import { createHash, createPublicKey, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { RevocationFacts } from '../../../../shared/preflight/observations.ts'
import { children, der, oidText, readDer, timeOf } from '../certificate/der.ts'
import type { Der } from '../certificate/der.ts'
import { issued } from '../certificate/chain.ts'
import { readCertificate } from '../certificate/read.ts'
import type { ReadCertificate } from '../certificate/read.ts'

/* OCSP (RFC 6960): the question, and an answer that is believed only when the issuer, or somebody it appointed, signed it. */

const SHA1 = Buffer.from('300906052b0e03021a0500', 'hex')
const NULL_NONCE = Buffer.alloc(0)
const BASIC = '1.3.6.1.5.5.7.48.1.1'
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'
/** Clocks differ a little. */
const SKEW_MS = 300_000

type Status = Pick<RevocationFacts, 'status' | 'reason'>

const failed = (reason: string): Status => ({ status: 'failed', reason })

/** Parts of a certificate that OCSP speaks of. */
function identity(certificate: ReadCertificate) {
  const body = children(children(readDer(certificate.der))[0]).filter(({ tag }) => tag !== 0xa0)
  const [serial, , , , subject, key] = body
  const bits = children(key)[1]?.content.subarray(1) ?? NULL_NONCE
  return { serial, subject, keyHash: createHash('sha1').update(bits).digest() }
}

/** The question whether `certificate` was revoked by `issuer`. */
export function ocspQuestion(certificate: ReadCertificate, issuer: ReadCertificate): Buffer {
  const above = identity(issuer)
  const nameHash = createHash('sha1')
    .update(above.subject?.raw ?? NULL_NONCE)
    .digest()
  const serial = identity(certificate).serial?.raw ?? NULL_NONCE
  const id = der(0x30, SHA1, der(4, nameHash), der(4, above.keyHash), serial)
  return der(0x30, der(0x30, der(0x30, der(0x30, id))))
}

const HASH_OF: Readonly<Record<string, string | null>> = {
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.3.101.112': null,
}

function signedWith(key: KeyObject, parts: readonly Der[]): boolean {
  const [data, algorithm, signature] = parts
  const identifier = children(algorithm)[0]
  const hash = identifier === undefined ? undefined : HASH_OF[oidText(identifier.content)]
  if (data === undefined || signature === undefined || hash === undefined) return false
  try {
    return verify(hash, data.raw, key, signature.content.subarray(1))
  } catch {
    return false
  }
}

/** The issuer itself, or a responder that the issuer certified for that purpose. */
function believed(parts: readonly Der[], issuer: ReadCertificate): boolean {
  if (signedWith(createPublicKey(issuer.node.publicKey.export({ format: 'pem', type: 'spki' })), parts)) return true
  const responders = children(children(parts[3])[0]).slice(0, 5)
  return responders.some(({ raw }) => {
    const responder = readCertificate(raw)
    if (responder === null || !issued(issuer.node, responder.node)) return false
    const purposes = responder.node.keyUsage as readonly string[] | undefined
    return purposes?.includes(OCSP_SIGNING) === true && signedWith(responder.node.publicKey, parts)
  })
}

/** What a SingleResponse says of the serial; null when it speaks of another certificate. */
function single(response: Der, serial: string, now: number): Status | null {
  const [id, status, from, ...rest] = children(response)
  if (
    children(id)[3]
      ?.content.toString('hex')
      .replace(/^(00)+(?=..)/, '') !== serial
  )
    return null
  if (status === undefined || from === undefined) return failed('the answer is broken')
  const until = rest.find(({ tag }) => tag === 0xa0)
  const end = until === undefined ? Infinity : timeOf(children(until)[0] ?? until)
  if ((status.tag & 31) === 1) return { status: 'revoked', reason: null }
  if (end + SKEW_MS < now || timeOf(from) - SKEW_MS > now) {
    return {
      status: 'stale',
      reason: `valid until ${Number.isFinite(end) ? new Date(end).toISOString() : 'an unknown time'}`,
    }
  }
  return (status.tag & 31) === 0
    ? { status: 'good', reason: null }
    : { status: 'unknown', reason: 'the authority does not know the certificate' }
}

/** Reads an OCSP answer (DER) about `certificate`. `now` in ms since 1970. Never throws. */
export function readOcsp(answer: Buffer, certificate: ReadCertificate, issuer: ReadCertificate, now: number): Status {
  const [state, wrapped] = children(readDer(answer))
  if (state === undefined || state.tag !== 0x0a) return failed('the answer is no OCSP answer')
  if ((state.content[0] ?? 255) !== 0) return failed(`the responder says error ${String(state.content[0])}`)
  const [type, octets] = children(children(wrapped)[0])
  if (type === undefined || octets === undefined || oidText(type.content) !== BASIC)
    return failed('the answer is of an unknown kind')
  const parts = children(readDer(octets.content))
  if (!believed(parts, issuer)) return failed('the signature of the answer does not hold')
  const serial = (identity(certificate).serial?.content.toString('hex') ?? '').replace(/^(00)+(?=..)/, '')
  const list = children(parts[0]).find(({ tag }) => tag === 0x30)
  for (const response of children(list)) {
    const found = single(response, serial, now)
    if (found !== null) return found
  }
  return failed('the answer speaks of another certificate')
}

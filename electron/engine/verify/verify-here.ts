import { KeyObject, verify } from 'node:crypto'
import type { webcrypto } from 'node:crypto'
import { oncePer } from '../../../shared/checks/once-per.ts'

type SubtleVerify = webcrypto.SubtleCrypto['verify']

/** Public keys as the synchronous form takes them, made once for each. */
const keyObject = oncePer((key: webcrypto.CryptoKey): KeyObject => KeyObject.from(key))

const bytesOf = (data: webcrypto.BufferSource): Uint8Array =>
  ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data)

const RSA = 'RSASSA-PKCS1-v1_5'

/** RS256 is asked for, and the key is for that. */
function isRs256(asked: Parameters<SubtleVerify>[0], { algorithm, usages }: webcrypto.CryptoKey): boolean {
  const name = typeof asked === 'string' ? asked : asked.name
  const hash = 'hash' in algorithm ? (algorithm as webcrypto.RsaHashedKeyAlgorithm).hash.name : null
  return name === RSA && algorithm.name === RSA && hash === 'SHA-256' && usages.includes('verify')
}

/**
 * Has this thread compute the RSA of WebCrypto (which jose uses) itself. Its own way leads over the pool of threads that also syncs the log
 * for captures: they would wait behind verdicts, and going there costs more (some 30 µs) than the RSA (20). The same OpenSSL or BoringSSL
 * computes it. Once for each WebCrypto.
 */
export const verifyHere = oncePer((subtle: Pick<webcrypto.SubtleCrypto, 'verify'>) => {
  const usual: SubtleVerify = subtle.verify.bind(subtle)
  const here: SubtleVerify = async (algorithm, key, signature, data) =>
    isRs256(algorithm, key)
      ? verify('sha256', bytesOf(data), keyObject(key), bytesOf(signature))
      : await usual(algorithm, key, signature, data)
  return Object.defineProperty(subtle, 'verify', { value: here })
})

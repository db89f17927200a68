import { createDecipheriv, createHmac } from 'node:crypto'
import type { TlsRecord } from './records.ts'

/* The server's handshake messages of TLS 1.3 are encrypted. The TLS library tells the secret of our own connection (keylog); with
   it the chain can be read exactly as it was sent. Library interfaces give it sorted, and with certificates of their own mixed in. */

interface Suite {
  readonly hash: 'sha256' | 'sha384'
  readonly cipher: 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305'
  readonly keyLength: number
}

const SUITES: ReadonlyMap<number, Suite> = new Map([
  [0x1301, { hash: 'sha256', cipher: 'aes-128-gcm', keyLength: 16 }],
  [0x1302, { hash: 'sha384', cipher: 'aes-256-gcm', keyLength: 32 }],
  [0x1303, { hash: 'sha256', cipher: 'chacha20-poly1305', keyLength: 32 }],
])

const TAG = 16

/** HKDF-Expand-Label of RFC 8446 §7.1 with an empty context; one block is enough for keys of TLS. */
function expandLabel(suite: Suite, secret: Buffer, label: string, length: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`, 'latin1')
  const info = Buffer.concat([Buffer.from([length >> 8, length & 255, name.length]), name, Buffer.from([0, 1])])
  return createHmac(suite.hash, secret).update(info).digest().subarray(0, length)
}

/** Opens the records of one direction, in order. */
export class RecordOpener {
  readonly #suite: Suite
  readonly #key: Buffer
  readonly #iv: Buffer
  #sequence = 0

  private constructor(suite: Suite, secret: Buffer) {
    this.#suite = suite
    this.#key = expandLabel(suite, secret, 'key', suite.keyLength)
    this.#iv = expandLabel(suite, secret, 'iv', 12)
  }

  /** Null for a cipher that is not known here. */
  static make(cipher: number, secret: Buffer): RecordOpener | null {
    const suite = SUITES.get(cipher)
    return suite === undefined ? null : new RecordOpener(suite, secret)
  }

  /** The plain content and its type (RFC 8446 §5.2); null when it cannot be opened: it belongs to the next key. */
  open({ header, payload }: TlsRecord): { readonly type: number; readonly content: Buffer } | null {
    if (payload.length <= TAG) return null
    const nonce = Buffer.from(this.#iv)
    nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ this.#sequence) >>> 0, 8)
    const { cipher } = this.#suite
    try {
      // The two overloads differ in type only; both ciphers are AEADs with the same interface.
      const decipher =
        cipher === 'chacha20-poly1305'
          ? createDecipheriv(cipher, this.#key, nonce, { authTagLength: TAG })
          : createDecipheriv(cipher, this.#key, nonce)
      decipher.setAAD(header, { plaintextLength: payload.length - TAG })
      decipher.setAuthTag(payload.subarray(-TAG))
      const plain = Buffer.concat([decipher.update(payload.subarray(0, -TAG)), decipher.final()])
      this.#sequence++
      let end = plain.length
      while (end > 0 && plain[end - 1] === 0) end--
      return end === 0 ? null : { type: plain[end - 1] ?? 0, content: plain.subarray(0, end - 1) }
    } catch {
      return null
    }
  }
}

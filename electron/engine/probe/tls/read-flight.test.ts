import { expect, test } from 'vitest'
import { readFlight } from './read-flight.ts'

const sized = (value: number, bytes: number, content: Buffer): Buffer => {
  const head = Buffer.alloc(bytes)
  head.writeUIntBE(value, 0, bytes)
  return Buffer.concat([head, content])
}
const vector = (bytes: number, content: Buffer): Buffer => sized(content.length, bytes, content)
const message = (type: number, body: Buffer): Buffer => Buffer.concat([Buffer.from([type]), vector(3, body)])
const record = (type: number, payload: Buffer): Buffer => Buffer.concat([Buffer.from([type, 3, 3]), vector(2, payload)])

const helloOf = (cipher: number): Buffer =>
  message(
    2,
    Buffer.concat([Buffer.from([3, 3]), Buffer.alloc(32), Buffer.from([0]), sized(cipher, 2, Buffer.from([0]))]),
  )
const leaf = Buffer.from('not really a certificate')
const certificate = message(11, vector(3, vector(3, leaf)))
const helloDone = message(14, Buffer.alloc(0))
/** What an encrypted Finished may look like by chance: a Certificate of 16 MiB that has only begun. */
const encrypted = record(22, Buffer.from([11, 255, 255, 255, 1, 2, 3, 4]))
const changeCipher = record(20, Buffer.from([1]))
const flight12 = [record(22, helloOf(0xc009)), record(22, certificate), record(22, helloDone)]

test('below 1.3 nothing after ChangeCipherSpec is read as a message', () => {
  const flight = readFlight(Buffer.concat([...flight12, changeCipher, encrypted]), null)
  expect(flight).toMatchObject({ certificateBytes: certificate.length - 4, certificates: [leaf], done: true })
})

test('a certificate that breaks off is measured by its announcement', () => {
  const flight = readFlight(Buffer.concat([record(22, helloOf(0xc009)), encrypted]), null)
  expect(flight).toMatchObject({ certificateBytes: 0xffffff, done: false })
})

test('a session that is taken up again has nothing to read after ChangeCipherSpec', () => {
  const flight = readFlight(Buffer.concat([record(22, helloOf(0xc009)), changeCipher, encrypted]), null)
  expect(flight).toMatchObject({ certificateBytes: 0, certificates: [], done: false })
})

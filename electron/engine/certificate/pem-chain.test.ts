import 'reflect-metadata'
import { execFile } from 'node:child_process'
import { webcrypto, X509Certificate as NodeCertificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { BasicConstraintsExtension, PemConverter, X509CertificateGenerator } from '@peculiar/x509'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testClocks } from '../listener/testing.ts'
import { loadTlsMaterial } from './material.ts'
import { chainRemarks, readChain } from './pem-chain.ts'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const crypto = webcrypto as unknown as NonNullable<Parameters<typeof X509CertificateGenerator.create>[1]>

interface Made {
  readonly pem: string
  readonly key: string
}

let folder: string
let leaf: Made
let middle: Made
let root: Made
let other: Made

async function chain(): Promise<[Made, Made, Made, Made]> {
  const keys = () =>
    webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>
  const [rootKeys, middleKeys, leafKeys, otherKeys] = [await keys(), await keys(), await keys(), await keys()]
  const make = async (
    name: string,
    own: webcrypto.CryptoKeyPair,
    issuer: string,
    by: webcrypto.CryptoKeyPair,
    ca: boolean,
  ) => {
    const made = await X509CertificateGenerator.create(
      {
        serialNumber: '0102',
        subject: `CN=${name}`,
        issuer: `CN=${issuer}`,
        notBefore: new Date(testClocks.wall() - 86_400_000),
        notAfter: new Date(testClocks.wall() + 90 * 86_400_000),
        publicKey: own.publicKey,
        signingKey: by.privateKey,
        signingAlgorithm: ALGORITHM,
        extensions: [new BasicConstraintsExtension(ca, undefined, true)],
      },
      crypto,
    )
    const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', own.privateKey), 'PRIVATE KEY')
    return { pem: `${made.toString('pem')}\n`, key }
  }
  return [
    await make('shop.example.com', leafKeys, 'Middle', middleKeys, false),
    await make('Middle', middleKeys, 'Root', rootKeys, true),
    await make('Root', rootKeys, 'Root', rootKeys, true),
    await make('Other', otherKeys, 'Other', otherKeys, true),
  ]
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pem-chain-'))
  ;[leaf, middle, root, other] = await chain()
})
afterAll(() => rmSync(folder, { recursive: true }))

async function load(...certificates: readonly Made[]) {
  const certificateFile = join(folder, 'chain.pem')
  const keyFile = join(folder, 'key.pem')
  writeFileSync(certificateFile, certificates.map(({ pem }) => pem).join(''))
  writeFileSync(keyFile, leaf.key)
  return loadTlsMaterial({ kind: 'pem', certificateFile, keyFile }, folder, null, testClocks)
}

const warnings = async (...certificates: readonly Made[]) => {
  const loaded = await load(...certificates)
  return loaded.ok
    ? loaded.value.warnings.map(({ code, message }) => [code, message] as const)
    : [['', loaded.problem.message]]
}

test('a whole chain in order needs no word, with its root or without', async () => {
  expect(await warnings(leaf, middle)).toEqual([])
  expect(await warnings(leaf, middle, root)).toEqual([])
})

test('the certificate alone is served, and the missing issuer is named', async () => {
  const [[code, message] = []] = await warnings(leaf)
  expect(code).toBe('certificate-incomplete')
  expect(message).toContain('without its issuer (CN=Middle)')
  expect(message).toContain('fullchain.pem')
})

test('a chain out of order is served, and the one that is misplaced is named', async () => {
  const [[code, message] = []] = await warnings(leaf, root, middle)
  expect(code).toBe('certificate-incomplete')
  expect(message).toContain('"Root" did not certify the one above it')
})

test('an issuer in front of the certificate is a mistake of order, not a wrong key', async () => {
  const loaded = await load(middle, leaf)
  expect(loaded.ok ? null : loaded.problem).toMatchObject({ code: 'certificate-mismatch', data: { place: 2 } })
  expect(loaded.ok ? '' : loaded.problem.message).toContain('Put it first')
})

test('self-signed certificates have no chain; broken ones are left out', () => {
  expect(chainRemarks([new NodeCertificate(root.pem)], 'a.pem')).toEqual([])
  const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
  expect(readChain(Buffer.from(leaf.pem + broken + middle.pem))).toHaveLength(2)
})

test('a certificate that does not belong to the chain is named', async () => {
  const [[code, message] = []] = await warnings(leaf, middle, other)
  expect(code).toBe('certificate-incomplete')
  expect(message).toContain('does not belong to the chain ("Other")')
})

describe('PFX files: the chain as it is shown on the wire', () => {
  /** What openssl writes of them, in this order; older tools do not write it in another. */
  async function pfx(...above: readonly Made[]): Promise<string> {
    const [key, own, rest, file] = ['key.pem', 'own.pem', 'rest.pem', 'own.pfx'].map((name) => join(folder, name))
    if (key === undefined || own === undefined || rest === undefined || file === undefined) throw new Error('no names')
    writeFileSync(key, leaf.key)
    writeFileSync(own, leaf.pem)
    writeFileSync(rest, above.map(({ pem }) => pem).join(''))
    const chain = above.length === 0 ? [] : ['-certfile', rest]
    const wish = ['pkcs12', '-export', '-inkey', key, '-in', own, ...chain, '-passout', 'pass:correct', '-out', file]
    await promisify(execFile)('openssl', wish)
    return file
  }
  const said = async (...above: readonly Made[]) => {
    const file = await pfx(...above)
    const loaded = await loadTlsMaterial({ kind: 'pfx', file }, folder, 'correct', testClocks)
    if (!loaded.ok) throw new Error(loaded.problem.message)
    const { warnings: remarks, authorities, view } = loaded.value
    return { remarks: remarks.map(({ message }) => message).join(), shown: authorities.length, names: view.subject }
  }

  test('a whole chain needs no word, with its root or without', async () => {
    expect(await said(middle)).toMatchObject({ remarks: '', shown: 2 })
    expect(await said(middle, root)).toMatchObject({ remarks: '', shown: 3 })
  })

  test('the certificate alone: the missing issuer is named', async () => {
    const { remarks, shown } = await said()
    expect(shown).toBe(1)
    expect(remarks).toContain('without its issuer (CN=Middle)')
  })

  test('a root without the intermediate: that one is missing', async () => {
    expect((await said(root)).remarks).toContain('without its issuer (CN=Middle)')
  })

  test('out of order', async () => {
    expect((await said(root, middle)).remarks).toContain('"Root" did not certify the one above it')
  })

  test('a certificate too much', async () => {
    expect((await said(middle, other)).remarks).toContain('does not belong to the chain ("Other")')
  })
})

import 'reflect-metadata'
import { createPrivateKey, generateKeyPairSync, webcrypto, X509Certificate } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { X509CertificateGenerator } from '@peculiar/x509'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CertificateSetting } from '../../../shared/model/settings.ts'
import { certificateViewSchema } from '../../../shared/protocol/views.ts'
import { startTestListener } from '../listener/testing.ts'
import { loadTlsMaterial, type LoadedTls } from './material.ts'
import { mintAuthority, mintLeaf } from './mint.ts'
import { LEGACY_PFX, MODERN_PFX } from './testing-pfx.ts'

const NOW = Date.UTC(2026, 10, 21)
const DAY = 86_400_000

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'certificate-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const load = (setting: CertificateSetting, passphrase: string | null = null, now = NOW) =>
  loadTlsMaterial(setting, join(folder, 'own'), passphrase, { wall: () => now, monotonic: () => 0 })

async function loaded(setting: CertificateSetting, passphrase: string | null = null, now = NOW): Promise<LoadedTls> {
  const result = await load(setting, passphrase, now)
  if (!result.ok) throw new Error(result.problem.message)
  return result.value
}

async function problem(setting: CertificateSetting, passphrase: string | null = null) {
  const result = await load(setting, passphrase)
  if (result.ok) throw new Error('was loaded')
  return result.problem
}

const file = (name: string, content: string | Buffer) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

async function pair(now = NOW) {
  const leaf = await mintLeaf(await mintAuthority(now), ['cb.example.test'], now)
  return { certificateFile: file('c.pem', leaf.certificate), keyFile: file('k.pem', leaf.key), ...leaf }
}

/** Name and protocol that a client which trusts `authorities` gets from a listener with this material. */
async function handshake({ material, authorities }: LoadedTls, servername: string): Promise<string> {
  const { listener, port } = await startTestListener({ scheme: 'https', tls: material })
  const client = connect({ host: '127.0.0.1', port, servername, ca: [...authorities] })
  const answer = await new Promise<string>((resolve) => {
    client.on('secureConnect', () => resolve(client.getProtocol() ?? ''))
    client.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  })
  client.destroy()
  await listener.stop(0)
  return answer
}

const generated = (...names: string[]): CertificateSetting => ({ kind: 'generated', names })

describe('the certificate that we make', () => {
  it('serves clients that trust its authority, by name and by address, and no other name', async () => {
    const made = await loaded(generated('shop.example.test', '192.0.2.9'))
    expect(await handshake(made, 'localhost')).toBe('TLSv1.3')
    expect(await handshake(made, 'shop.example.test')).toBe('TLSv1.3')
    expect(await handshake(made, 'evil.example')).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
    expect(await handshake({ ...made, authorities: [] }, 'localhost')).toMatch(/SELF_SIGNED|UNABLE_TO/)
    const view = certificateViewSchema.parse(made.view)
    expect(view).toMatchObject({
      kind: 'generated',
      keyType: 'EC P-256',
      authorityFile: join(folder, 'own', 'local-ca.pem'),
    })
    expect(view.names).toEqual(['localhost', '127.0.0.1', '::1', 'shop.example.test', '192.0.2.9'])
    expect(view.issuer).toMatch(/Callback Inspector local CA [0-9a-f]{8}/)
    expect((view.validTo - NOW) / DAY).toBeLessThanOrEqual(397)
  })

  it('is kept in files that only their owner can read, whole or not at all', async () => {
    await loaded(generated())
    const names = readdirSync(join(folder, 'own'))
    expect(names.sort()).toEqual(['listener.key.pem', 'listener.pem', 'local-ca.key.pem', 'local-ca.pem'])
    for (const name of names) expect(statSync(join(folder, 'own', name)).mode & 0o777).toBe(0o600)
  })

  it('is reused, and only the leaf is made anew for other names or shortly before it expires', async () => {
    const first = await loaded(generated())
    expect((await loaded(generated())).view).toEqual(first.view)
    const renamed = await loaded(generated('Other.example.test'))
    expect(renamed.authorities).toEqual(first.authorities)
    expect(renamed.view.fingerprint).not.toBe(first.view.fingerprint)
    expect(renamed.warnings[0]?.message).toMatch(/names/)
    const later = await loaded(generated('other.example.test'), null, NOW + 370 * DAY)
    expect(later.authorities).toEqual(first.authorities)
    expect(later.warnings[0]?.message).toMatch(/expire/)
  })

  it('makes a damaged leaf anew, and says so', async () => {
    const first = await loaded(generated())
    writeFileSync(join(folder, 'own', 'listener.pem'), 'damaged')
    const again = await loaded(generated())
    expect(again.authorities).toEqual(first.authorities)
    expect(again.warnings[0]?.message).toMatch(/damaged/)
  })

  it('never replaces the key of the authority', async () => {
    await loaded(generated())
    const keyFile = join(folder, 'own', 'local-ca.key.pem')
    const key = readFileSync(keyFile, 'utf8')
    rmSync(join(folder, 'own', 'local-ca.pem'))
    const again = await loaded(generated())
    expect(readFileSync(keyFile, 'utf8')).toBe(key)
    expect(await handshake(again, 'localhost')).toBe('TLSv1.3')
    writeFileSync(keyFile, 'damaged')
    expect(await problem(generated())).toMatchObject({ code: 'certificate-unreadable', data: { file: keyFile } })
    expect(readFileSync(keyFile, 'utf8')).toBe('damaged')
    rmSync(keyFile)
    expect((await problem(generated())).message).toContain(keyFile)
    expect(existsSync(keyFile)).toBe(false)
  })

  it('names the folder that cannot be used', async () => {
    file('own', 'a file, not a folder')
    expect(await problem(generated())).toMatchObject({
      code: 'certificate-unreadable',
      data: { file: join(folder, 'own') },
    })
  })

  it.runIf(process.platform === 'linux')('gives up on a place where no folder can be made', async () => {
    const result = await loadTlsMaterial(generated(), '/proc/nowhere/own', null, {
      wall: () => NOW,
      monotonic: () => 0,
    })
    expect(result).toMatchObject({ ok: false, problem: { code: 'certificate-unreadable' } })
  })
})

describe('PEM files', () => {
  it('are loaded', async () => {
    const { certificateFile, keyFile } = await pair()
    const pem = await loaded({ kind: 'pem', certificateFile, keyFile })
    expect(certificateViewSchema.parse(pem.view)).toMatchObject({
      kind: 'pem',
      names: ['cb.example.test'],
      authorityFile: null,
    })
    // The certificate alone: it is served, and its missing chain is said.
    expect(pem.warnings.map(({ code }) => code)).toEqual(['certificate-incomplete'])
  })

  it('that are missing, or hold something else, are named', async () => {
    const { certificateFile, keyFile } = await pair()
    const missing = join(folder, 'missing.pem')
    const junk = file('junk.pem', 'junk')
    const code = 'certificate-unreadable'
    expect(await problem({ kind: 'pem', certificateFile: missing, keyFile })).toMatchObject({
      code,
      data: { file: missing },
    })
    expect(await problem({ kind: 'pem', certificateFile, keyFile: missing })).toMatchObject({
      code,
      data: { file: missing },
    })
    expect(await problem({ kind: 'pem', certificateFile: junk, keyFile })).toMatchObject({ code, data: { file: junk } })
    expect(await problem({ kind: 'pem', certificateFile, keyFile: junk })).toMatchObject({ code, data: { file: junk } })
    expect((await problem({ kind: 'pem', certificateFile, keyFile: certificateFile })).message).toMatch(
      /no private key/,
    )
  })

  it('that do not belong together are refused, both named', async () => {
    const { certificateFile } = await pair()
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const keyFile = file('other.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }))
    expect(await problem({ kind: 'pem', certificateFile, keyFile })).toMatchObject({
      code: 'certificate-mismatch',
      data: { certificateFile, keyFile },
    })
  })

  it('with an encrypted key need the right passphrase', async () => {
    const { certificateFile, key } = await pair()
    const cipher = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'correct' } as const
    const keyFile = file('encrypted.pem', createPrivateKey(key).export(cipher))
    const setting = { kind: 'pem', certificateFile, keyFile } as const
    expect(await problem(setting)).toMatchObject({ code: 'certificate-passphrase', data: { given: false } })
    expect(await problem(setting, 'wrong')).toMatchObject({ code: 'certificate-passphrase', data: { given: true } })
    expect((await loaded(setting, 'correct')).view.kind).toBe('pem')
  })

  it('that have expired are loaded, with a warning', async () => {
    const { certificateFile, keyFile } = await pair(NOW - 500 * DAY)
    const { warnings } = await loaded({ kind: 'pem', certificateFile, keyFile })
    expect(warnings[0]).toMatchObject({ code: 'certificate-expired', data: { file: certificateFile } })
    expect(warnings[0]?.message).toMatch(/expired on 202\d-\d\d-\d\d/)
  })

  it('with a key that is too small are refused', async () => {
    const algorithm = {
      name: 'RSASSA-PKCS1-v1_5',
      hash: 'SHA-256',
      publicExponent: new Uint8Array([1, 0, 1]),
      modulusLength: 1024,
    }
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
    const certificate = await X509CertificateGenerator.createSelfSigned({
      name: 'CN=small',
      keys,
      signingAlgorithm: algorithm,
    })
    const certificateFile = file('small.pem', certificate.toString('pem'))
    const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey))
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ type: 'pkcs8', format: 'pem' })
    const refused = await problem({ kind: 'pem', certificateFile, keyFile: file('small.key.pem', key) })
    expect(refused.code).toBe('certificate-refused')
    expect(refused.message).toMatch(/1024 bits/)
  })

  it('that cannot be read are named', async () => {
    const { certificateFile } = await pair()
    expect((await problem({ kind: 'pem', certificateFile, keyFile: folder })).message).toContain(folder)
  })
})

describe('PFX files', () => {
  const pfx = (content: string) => ({ kind: 'pfx', file: file('c.pfx', Buffer.from(content, 'base64')) }) as const

  it('are loaded with their passphrase', async () => {
    const made = await loaded(pfx(MODERN_PFX), 'correct')
    expect(certificateViewSchema.parse(made.view)).toMatchObject({
      kind: 'pfx',
      names: ['pfx.example.test', '192.0.2.7'],
    })
    expect(new X509Certificate(made.authorities[0] ?? '').fingerprint256).toBe(made.view.fingerprint)
    expect(await handshake(made, 'pfx.example.test')).toBe('TLSv1.3')
  })

  it('need the right passphrase', async () => {
    expect(await problem(pfx(MODERN_PFX))).toMatchObject({ code: 'certificate-passphrase', data: { given: false } })
    expect(await problem(pfx(MODERN_PFX), 'wrong')).toMatchObject({
      code: 'certificate-passphrase',
      data: { given: true },
    })
  })

  it('in an outdated form are refused, with what to do (BoringSSL in Electron takes them)', async () => {
    const refused = await problem(pfx(LEGACY_PFX), 'correct')
    expect(refused.code).toBe('certificate-refused')
    expect(refused.message).toMatch(/AES-256/)
  })

  it('that are none, or missing, are named', async () => {
    const junk = pfx('anVuaw==')
    expect(await problem(junk, 'correct')).toMatchObject({ code: 'certificate-unreadable', data: { file: junk.file } })
    expect((await problem({ kind: 'pfx', file: join(folder, 'missing.pfx') })).message).toContain('missing.pfx')
  })
})

describe('files that were cut off', () => {
  it('say so, without the numbers of the library, and what to do', async () => {
    const { certificateFile, keyFile, certificate, key } = await pair()
    const half = (text: string) => text.slice(0, Math.floor(text.length / 2))
    const cutCertificate = file('cut.pem', half(certificate))
    const cutKey = file('cut.key', half(key))
    const cutPfx = file('cut.pfx', Buffer.from(half(MODERN_PFX), 'base64'))
    const said = [
      await problem({ kind: 'pem', certificateFile: cutCertificate, keyFile }),
      await problem({ kind: 'pem', certificateFile, keyFile: cutKey }),
      await problem({ kind: 'pfx', file: cutPfx }, 'correct'),
    ]
    for (const { code, message } of said) {
      expect(code).toBe('certificate-unreadable')
      expect(message).toMatch(/damaged or cut off \((?!error:).+\); copy or export it again\.$/)
    }
  })
})

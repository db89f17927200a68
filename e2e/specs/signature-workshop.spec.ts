import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import {
  attacks,
  attacksByKeySet,
  isAsExpected,
  requestOf,
  requestWith,
} from '../../electron/engine/verify/attack-requests.test-support.ts'
import { bodyOf, jwsVectors, lightWanted } from '../../electron/engine/verify/jws-vectors.test-support.ts'
import type { CallbackRecord } from '../../shared/export/record-schema.ts'
import { expect, test } from '../fixtures/app.ts'
import { rawRequest, sampleProfiles } from '../fixtures/samples.ts'
import { send, WindowPage } from '../pages/window-page.ts'

const root = resolve(import.meta.dirname, '../..')
const electron = String(createRequire(import.meta.url)('electron'))
const jwksOf = (name: string) => join(root, `e2e/corpus/jws-attacks/jwks/${name}.json`)
const OUTSIDE = process.env['OUTSIDE_CASES'] ?? ''

let folder: string
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signature-'))
})
test.afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }))

/** Judges raw requests with the command line as it ships, run by Electron's own Node: BoringSSL in place of OpenSSL. */
async function judge(
  keys: string,
  requests: readonly string[],
  name: string,
  seconds = attacks.now,
): Promise<readonly CallbackRecord[]> {
  const file = join(folder, `${name}.http`)
  await writeFile(file, requests.join(''), 'latin1')
  const now = new Date(seconds * 1000).toISOString()
  const args = [join(root, 'dist/cli/cli.js'), 'judge', '--json', '--jwks', keys, '--now', now, file]
  const child = spawn(electron, args, {
    env: { PATH: process.env['PATH'] ?? '', ELECTRON_RUN_AS_NODE: '1', CALLBACK_INSPECTOR_DATA: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const pieces: Buffer[] = []
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece))
  await new Promise((done) => child.once('close', done))
  const lines = Buffer.concat(pieces).toString().trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as CallbackRecord)
}

test('every attack has its verdict and its reason under the crypto of Electron', async () => {
  for (const [name, cases] of attacksByKeySet()) {
    const records = await judge(jwksOf(name), cases.map(requestOf), name)
    for (const [index, attack] of cases.entries()) {
      const { verdict, reason } = records[index]?.verdict.signature ?? {}
      expect(isAsExpected(attack, verdict, reason), `${attack.id}: ${String(verdict)} ${String(reason)}`).toBe(true)
    }
  }
})

test('the tokens of a callback have their verdict under the crypto of Electron', async () => {
  const keys = join(folder, 'keys.json')
  await writeFile(keys, JSON.stringify(jwsVectors.jwks))
  const requests = jwsVectors.vectors.map((vector) => requestWith(bodyOf(vector)))
  const records = await judge(keys, requests, 'vectors', jwsVectors.now)
  for (const [index, vector] of jwsVectors.vectors.entries()) {
    const { state, findings } = records[index]?.verdict.signature ?? { findings: [] }
    const [wanted, code] = lightWanted(vector)
    expect([vector.id, state]).toEqual([vector.id, wanted])
    expect(findings.map((finding) => finding.code)).toContain(code)
  }
})

interface Group {
  readonly private?: unknown
  readonly public?: { readonly kty: string; readonly alg?: string }
  readonly tests: readonly { readonly tcId: number; readonly jws: unknown; readonly result: string }[]
}

test('other projects’ tokens verify under the crypto of Electron where they should, and nowhere else', async () => {
  test.skip(!existsSync(OUTSIDE), 'OUTSIDE_CASES names no folder with other projects’ cases.')
  const read = (name: string): unknown => JSON.parse(readFileSync(join(OUTSIDE, 'wycheproof', name), 'utf8'))
  const { testGroups } = read('json_web_signature_test.json') as { testGroups: Group[] }
  const { json_web_signature_test: errata } = read('errata.json') as {
    json_web_signature_test: { tcId: number; effective: string }[]
  }
  const keys = join(folder, 'key.json')
  for (const [number, group] of testGroups.filter((one) => one.public?.kty === 'RSA').entries()) {
    await writeFile(keys, JSON.stringify(group.public))
    const tokens = group.tests.map(({ jws }) => (typeof jws === 'string' ? jws : JSON.stringify(jws)))
    const requests = tokens.map((jwsData) => requestOf({ ...attacks.cases[0], jwsData } as (typeof attacks.cases)[0]))
    const records = await judge(keys, requests, `group-${number}`)
    for (const [index, { tcId, result }] of group.tests.entries()) {
      const label = errata.find((erratum) => erratum.tcId === tcId)?.effective ?? result
      const header = Buffer.from(tokens[index]?.split('.')[0] ?? '', 'base64url').toString()
      const ours = /"alg"\s*:\s*"RS256"/.test(header) && (group.public?.alg ?? 'RS256') === 'RS256'
      const verified = records[index]?.verdict.signature.verdict === 'verified'
      expect(verified, `tcId ${tcId}`).toBe(label === 'valid' && ours)
    }
  }
})

test('other projects’ tokens of other algorithms verify nothing, and those of the standards do, under the crypto of Electron', async () => {
  test.skip(!existsSync(OUTSIDE), 'OUTSIDE_CASES names no folder with other projects’ cases.')
  const text = (name: string): string => readFileSync(join(OUTSIDE, name), 'utf8').trim()
  const json = (name: string): unknown => JSON.parse(text(name))
  const { testGroups } = json('wycheproof/json_web_signature_test.json') as { testGroups: Group[] }
  const cookbook = json('rfc7520-cookbook/jws_4_1.rsa_v15_signature.json') as {
    input: { key: unknown }
    output: { compact: string }
  }
  const others = testGroups.filter((group) => group.public?.kty !== 'RSA')
  const good = [text('rfc7515/rfc7515_A.2.jwsc'), cookbook.output.compact]
  const bad = [
    cookbook.output.compact.replace(/.{5}$/, 'AAAAA'),
    ...['A.1', 'A.3', 'A.4', 'A.5'].map((name) => text(`rfc7515/rfc7515_${name}.jwsc`)),
    ...others.flatMap(({ tests }) => tests.map(({ jws }) => (typeof jws === 'string' ? jws : JSON.stringify(jws)))),
  ]
  const keys = [
    cookbook.input.key,
    ...['A.1', 'A.2', 'A.3', 'A.4'].map((name) => json(`rfc7515/rfc7515_${name}.jwk`)),
    ...others.map((group) => group.public ?? group.private),
  ]
  await writeFile(join(folder, 'keys.json'), JSON.stringify({ keys }))
  const requests = [...good, ...bad].map((jwsData) => requestWith(JSON.stringify({ jwsData })))
  const records = await judge(join(folder, 'keys.json'), requests, 'others')
  expect(records).toHaveLength(requests.length)
  const verified = records.flatMap(({ verdict }, index) => (verdict.signature.verdict === 'verified' ? [index] : []))
  expect(verified).toEqual(good.map((_, index) => index))
})

test('a captured token is opened in the workshop, altered, and said apart', async ({ launchApp }) => {
  await mkdir(join(folder, 'profiles'))
  for (const [name, profile] of Object.entries(sampleProfiles)) {
    await writeFile(join(folder, 'profiles', name), JSON.stringify(profile))
  }
  const launched = await launchApp({ userData: folder })
  const { page } = launched
  const window = new WindowPage(page)
  const body = rawRequest('loan-approved').split('\r\n\r\n')[1] ?? ''
  await send(launched, '/loan', body)
  await window.row(1).click()
  await window.tab('Signature')
  await expect(window.detail.getByText('Token verified', { exact: true })).toBeVisible()
  await expect(window.detail.getByRole('region', { name: 'Body and token' }).getByRole('row')).toHaveCount(17)
  await window.detail.getByRole('button', { name: 'Open in the signature workshop' }).click()

  const result = page.getByRole('region', { name: 'Result' })
  const token = page.getByRole('textbox', { name: 'Token (jwsData)' })
  await expect(token).toHaveValue(body)
  await expect(result.locator('[data-verdict="verified"][data-reason="ok"]')).toBeVisible()
  await token.fill(body.replace('APPROVED', 'REJECTED'))
  await expect(result.locator('[data-reason="ok-envelope-differs"]')).toBeVisible()
  await expect(
    result.getByRole('row', { name: 'creditDecision.creditDecision APPROVED REJECTED differs' }),
  ).toBeVisible()

  await page.getByText('Pasted keys').click()
  await expect(result.locator('[data-reason="no-key-set"]')).toBeVisible()
  await page.getByRole('textbox', { name: 'Key set' }).fill('<!doctype html><title>Log in</title>')
  const pasted = page.getByRole('region', { name: 'Key set Pasted keys' })
  await expect(pasted).toContainText('a web page with the title "Log in"')
  await expect(result.locator('[data-reason="jwks-not-json"]')).toBeVisible()

  // Pasted as a person does; made in the page, so that no ten megabytes go through the test's own link.
  await token.evaluate((field) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', `e30.${'A'.repeat(10_485_760)}.AAAA`)
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  await expect(page.getByRole('group', { name: 'Token (jwsData)' })).toContainText('10,485,769 characters')
  await expect(result.locator('[data-verdict="rejected"][data-reason="alg-missing"]')).toBeVisible()
  await page.getByRole('button', { name: 'Take it out' }).click()
  await expect(result.getByText('Paste a token')).toBeVisible()
  expect(launched.complaints).toEqual([])
})

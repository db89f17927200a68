import { existsSync, readdirSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { readToken } from '../../../shared/checks/jws-shape.ts'
import { tokenLight } from '../../../shared/checks/signature.ts'
import type { Light } from '../../../shared/model/verdict.ts'
import { attacks } from './attack-requests.test-support.ts'
import type { Attack } from './attack-requests.test-support.ts'
import { readKeySet } from './key-set.ts'
import { verifyToken } from './jws.ts'
import { checkPastedToken } from './pasted-token.ts'
import { bodyOf, jwsVectors as JWS, lightWanted } from './jws-vectors.test-support.ts'
import { corpusText, judgeRaw, keySetOf, noTrust, post } from './test-support.ts'

const STATES: Record<string, readonly string[]> = {
  verified: ['pass', 'warn', 'fail'],
  rejected: ['fail'],
  malformed: ['fail'],
  unverifiable: ['unchecked'],
}

async function lightOf({ jwsData, jwks, expect: { envelope } }: Attack): Promise<Light> {
  const shape = readToken(jwsData)
  const read = await readKeySet(corpusText(`jws-attacks/jwks/${jwks}.json`), jwks, null)
  const outcome = !read.ok
    ? ({ kind: 'unreadable', problem: read.problem.message } as const)
    : shape.sound
      ? await verifyToken(shape, [read.value], null)
      : null
  return tokenLight(shape, outcome, envelope, attacks.now)
}

test('there are 107 attacks', () => expect(attacks.cases).toHaveLength(107))

describe.each(attacks.cases)('$id $title', (attack) => {
  test('gets the right verdict for the right reason', async () => {
    const light = await lightOf(attack)
    const { verdict, reason } = light.findings[0]?.evidence ?? {}
    const { verdict: wanted, reason: because } = attack.expect
    const reasons = [because, ...(attack.expect.alt ?? [])]
    expect(verdict).toBe(wanted)
    expect(reasons).toContain(reason)
    expect(STATES[wanted]).toContain(light.state)
    if (because === 'ok' || because === 'ok-trimmed') expect(light.state).toBe('pass')
  })
})

test('hostile key names and addresses open no connection and no file', async () => {
  const before = readdirSync(process.cwd())
  let connections = 0
  const canary = createServer((socket) => {
    connections++
    socket.destroy()
  })
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve))
  const address = canary.address()
  const url = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}/jwks.json`
  const sample = attacks.cases.find(({ id }) => id === 'A01')?.jwsData ?? ''
  const [, payload = '', signature = ''] = sample.split('.')
  for (const member of ['jku', 'x5u']) {
    const header = Buffer.from(JSON.stringify({ alg: 'RS256', kid: 'evil', [member]: url })).toString('base64url')
    const light = await lightOf({
      ...attacks.cases[0],
      jwks: 'main',
      jwsData: `${header}.${payload}.${signature}`,
    } as Attack)
    expect(light.findings[0]?.code).toBe('jws-kid-not-found')
    expect(light.findings.map(({ code }) => code)).toContain('jws-ignored-header')
  }
  for (const attack of attacks.cases.filter(({ expect: { noFile, noFetch } }) => noFile || noFetch))
    await lightOf(attack)
  // A connection that was opened would have been accepted before this one, which is ours.
  await new Promise<void>((resolve) =>
    connect(Number(new URL(url).port), '127.0.0.1')
      .on('close', () => resolve())
      .resume(),
  )
  expect(connections).toBe(1)
  await new Promise((resolve) => canary.close(resolve))
  expect(readdirSync(process.cwd())).toEqual(before)
  expect(existsSync('/tmp/pwned')).toBe(false)
})

test('a token with the name of another key says which key verifies it', async () => {
  const swapped = attacks.cases.find(({ id }) => id === 'C03')
  const light = await lightOf(swapped ?? (attacks.cases[0] as Attack))
  expect(light.findings.find(({ code }) => code === 'jws-other-key')?.evidence).toMatchObject({
    keyId: '1cb06a4a-3465-4f11-ac3d-d8bb2bdb1eb7',
  })
})

describe.each(JWS.vectors)('$id', (vector) => {
  const { jwsData, body } = vector
  const wanted = lightWanted(vector)

  test('in a callback', async () => {
    const trust = { profiles: [], keySets: [await keySetOf(JSON.stringify(JWS.jwks))] }
    const { verdict, jws } = await judgeRaw(post('/url-to-callback', bodyOf(vector)), trust, {
      receivedAt: JWS.now * 1000,
    })
    expect(verdict.signature.state).toBe(wanted[0])
    expect(verdict.signature.findings.map(({ code }) => code)).toContain(wanted[1])
    expect(jws?.token).toBe(jwsData)
  })

  test('pasted into the panel, with and without a key set', async () => {
    const pasted = body === undefined ? jwsData : JSON.stringify(body)
    const light = (await checkPastedToken(pasted, JSON.stringify(JWS.jwks), noTrust, JWS.now * 1000)).light
    expect(light.state).toBe(wanted[0])
    const alone = await checkPastedToken(pasted, null, noTrust, JWS.now * 1000)
    expect(['unchecked', 'fail']).toContain(alone.light.state)
  })
})

test('a key set that cannot be read is named with its place', async () => {
  const { light } = await checkPastedToken(JWS.vectors[0]?.jwsData ?? '', '{"keys": [,]}', noTrust, JWS.now * 1000)
  expect(light.state).toBe('unchecked')
  expect(light.findings[0]?.evidence['problem']).toContain('line 1, column 11')
})

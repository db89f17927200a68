import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { Server } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { mintAuthority, mintLeaf } from '../certificate/mint.ts'
import { checkedLookup, isPublicAddress } from './checked-address.ts'
import type { ResolveName } from './checked-address.ts'
import { FETCH_LIMITS, fetchKeyText } from './fetch-text.ts'
import type { FetchOptions } from './fetch-text.ts'
import { openFetchedKeys } from './fetched-keys.ts'

let server: Server
let ca = ''
let base = ''
let answer: RequestListener = () => undefined
const seen: IncomingMessage[] = []

beforeAll(async () => {
  const now = Date.now()
  const authority = await mintAuthority(now)
  const leaf = await mintLeaf(authority, ['localhost', '127.0.0.1'], now)
  ca = authority.certificate
  server = createServer({ key: leaf.key, cert: leaf.certificate }, (request, response) => {
    seen.push(request)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const address = server.address()
  base = `https://localhost:${String(typeof address === 'object' ? address?.port : 0)}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => seen.splice(0))

const get = async (path: string, options: Partial<FetchOptions> = {}) => {
  const result = await fetchKeyText(path.startsWith('/') ? `${base}${path}` : path, 'Shop', {
    apiKey: null,
    ca: [ca],
    ...options,
  })
  return result.ok ? result.value : result.problem.message
}
const say =
  (status: number, body: string, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(status, headers)
    response.end(body)
  }

describe('fetching', () => {
  test('sends the API key, and nothing that tells who asks', async () => {
    answer = say(200, '{"keys":[]}')
    expect(await get('/jwks', { apiKey: 'a-secret' })).toBe('{"keys":[]}')
    expect(seen[0]?.headers).toEqual({
      accept: 'application/json',
      'accept-encoding': 'identity',
      apikey: 'a-secret',
      host: new URL(base).host,
      connection: 'close',
    })
  })

  test.each([
    [401, 'asks for an API key'],
    [403, 'asks for an API key'],
    [404, 'nothing at this address'],
    [500, 'it answered 500'],
  ])('%i is said in words', async (status, words) => {
    answer = say(status, '{}')
    expect(await get('/')).toContain(words)
  })

  test('a login page is named, with its title', async () => {
    answer = say(200, '<!DOCTYPE html><html><head><title>Sign\n in</title>', { 'content-type': 'text/html' })
    expect(await get('/')).toContain('web page with the title "Sign in", such as a login page')
    answer = say(200, '\n<html><body>Hello')
    expect(await get('/')).toContain('It is a web page')
  })

  test('redirects: to the same host, three times, never elsewhere', async () => {
    answer = (request, response) => {
      const to = request.url === '/a' ? '/b' : request.url === '/b' ? `${base}/c` : null
      if (to === null) return say(200, 'text')(request, response)
      return say(302, '', { location: to })(request, response)
    }
    expect(await get('/a')).toBe('text')
    answer = say(302, '', { location: '/again' })
    expect(await get('/')).toContain('redirects more than 3 times')
    expect(seen).toHaveLength(7)
    for (const [to, words] of [
      ['https://elsewhere.example/', 'another host'],
      ['http://localhost/', 'not https'],
      ['//127.0.0.1:1/', 'another host'],
      ['https://[', 'no address'],
    ]) {
      answer = say(302, '', { location: to ?? '' })
      expect(await get('/')).toContain(words)
    }
  })

  test('a large answer and a slow one end at the limits', async () => {
    answer = say(200, ' '.repeat(FETCH_LIMITS.bytes + 1))
    expect(await get('/')).toContain('larger than 1048576 bytes')
    answer = (_, response) => void response.write('{')
    const limits = { ...FETCH_LIMITS, deadlineMs: 300 }
    expect(await get('/', { limits })).toContain('did not answer completely within 0.3 s')
  })

  test('a coding that was not asked for is refused', async () => {
    answer = say(200, 'x', { 'content-encoding': 'gzip' })
    expect(await get('/')).toContain('in the coding gzip')
  })

  test.each([
    ['http://localhost/', 'only https'],
    ['file:///etc/passwd', 'only https'],
    ['data:text/plain,x', 'only https'],
    ['https://user:secret@localhost/', 'user name'],
    ['nonsense', 'no address'],
  ])('%s is refused before anything is opened', async (address, words) => {
    expect(await get(address)).toContain(words)
    expect(seen).toHaveLength(0)
  })

  test.each(['a\r\nHost: x', 'ä', ' a', 'a\u0000', ''])('the API key %j cannot be sent', async (apiKey) => {
    expect(await get('/', { apiKey })).toContain('no header can carry')
    expect(seen).toHaveLength(0)
  })

  test('a certificate that is not trusted, and nobody listening', async () => {
    expect(await get('/', { ca: [] })).toMatch(/certificate/)
    expect(await get('https://localhost:1/')).toContain('nobody listens')
  })
})

describe('names', () => {
  const answering =
    (...answers: string[][]): ResolveName =>
    (_, done) => {
      const addresses = answers.shift() ?? []
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )
    }

  test.each(['127.0.0.1', '10.0.0.1', '169.254.169.254', '::1', '::ffff:10.0.0.1', 'fd00::1', '100.64.0.1', '0.0.0.0'])(
    'a name with the address %s is refused',
    async (address) => {
      const message = await get('https://keys.example/', { resolve: answering(['93.184.216.34', address]) })
      expect(message).toContain(`keys.example has the address ${address}`)
      expect(isPublicAddress(address)).toBe(false)
    },
  )

  test('the connection goes to the addresses that were looked at: a second answer is never asked for', async () => {
    const lookup = checkedLookup(answering(['93.184.216.34'], ['127.0.0.1']), false)
    const found = await new Promise((resolve) =>
      lookup('keys.example', { all: true }, (error, addresses) => resolve([error, addresses])),
    )
    expect(found).toEqual([null, [{ address: '93.184.216.34', family: 4 }]])
  })

  test('a name without an address', async () => {
    expect(await get('https://keys.example/', { resolve: answering([]) })).toContain('does not resolve')
  })
})

describe('kept copies', () => {
  let folder = ''
  beforeEach(() => (folder = join(mkdtempSync(join(tmpdir(), 'ci-keys-')), 'key-sets')))
  afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))
  const open = (wall = 1_763_726_400_000) => openFetchedKeys({ folder, wall: () => wall, fetch: { ca: [ca] } })
  const file = () => join(folder, readdirSync(folder)[0] ?? '')

  test('work without a network, with their date, readable for the owner alone', async () => {
    answer = say(200, '{"keys":[]}')
    const keys = open()
    expect(await keys.read(`${base}/jwks`)).toBeNull()
    expect(await keys.refresh(`${base}/jwks`, 'key', 'Shop')).toMatchObject({ ok: true })
    expect(await open().read(`${base}/jwks`)).toEqual({ text: '{"keys":[]}', fetchedAt: 1_763_726_400_000 })
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(await keys.read(`${base}/other`)).toBeNull()
  })

  test('stay when what comes is no key set', async () => {
    const keys = open()
    answer = say(200, '{"keys":[]}')
    await keys.refresh(base, null, 'Shop')
    for (const body of ['{"error":"no"}', 'nonsense']) {
      answer = say(200, body)
      expect(await keys.refresh(base, null, 'Shop')).toMatchObject({ ok: false, problem: { code: 'jwks-invalid' } })
    }
    expect((await keys.read(base))?.text).toBe('{"keys":[]}')
  })

  test('a damaged copy counts as none; a folder that cannot be written is said', async () => {
    const keys = open()
    answer = say(200, '{"keys":[]}')
    await keys.refresh(base, null, 'Shop')
    chmodSync(file(), 0o600)
    writeFileSync(file(), '{"version":1')
    expect(await keys.read(base)).toBeNull()
    const nowhere = openFetchedKeys({ folder: '/proc/none', wall: () => 0, fetch: { ca: [ca] } })
    expect(await nowhere.refresh(base, null, 'Shop')).toMatchObject({
      ok: false,
      problem: { message: expect.stringContaining('cannot be kept') as unknown },
    })
  })
})

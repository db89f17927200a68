import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NONCE_PLACEHOLDER, findPageFile, pageHandler } from './app-protocol.ts'

describe('finding a file of the page', () => {
  it('finds what lies in the folder', () => {
    const found = findPageFile('/srv/page', 'app://inspector/assets/main.js')
    expect(found).toEqual({ file: '/srv/page/assets/main.js', type: 'text/javascript; charset=utf-8' })
  })

  // Item 18: containment by path.relative, whatever the spelling.
  it.each([
    ['an encoded climb', 'app://inspector/..%2f..%2fetc%2fpasswd.json'],
    ['a double climb in the middle', 'app://inspector/assets/..%2f..%2f..%2fx.json'],
    ['an encoded backslash', 'app://inspector/..%5c..%5cx.json'],
    ['a NUL', 'app://inspector/x%00.html'],
    ['broken escapes', 'app://inspector/%zz.html'],
    ['the folder itself', 'app://inspector/'],
    ['a look-alike folder', 'app://inspector/..%2fpage-evil%2fx.html'],
    ['another host', 'app://evil/index.html'],
    ['no host', 'app:///index.html'],
    ['a port', 'app://inspector:80/index.html'],
    ['another scheme', 'file:///etc/passwd'],
    ['no address', 'nonsense'],
    ['an absolute path', 'app://inspector//etc/passwd'],
  ])('refuses %s', (_name, address) => {
    const found = findPageFile('/srv/page', address)
    expect('status' in found ? found.status : found.file).toBeOneOf([400, 404])
  })

  it.each(['app://inspector/../../x.json', 'app://inspector/%2e%2e/%2e%2e/x.json'])(
    'stays inside with %s',
    (address) => {
      // The address itself forgets the dots: what is left lies in the folder.
      expect(findPageFile('/srv/page', address)).toEqual({ file: '/srv/page/x.json', type: 'application/json' })
    },
  )
})

describe('answering the page', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'page-'))
    writeFileSync(join(folder, 'index.html'), `<style nonce="${NONCE_PLACEHOLDER}"></style>`)
    writeFileSync(join(folder, 'main.js'), 'export {}')
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })
  const ask = (path: string, init?: RequestInit) => pageHandler(folder)(new Request(`app://inspector/${path}`, init))

  it.each([
    ['index.html', 200],
    ['main.js', 200],
    ['missing.js', 404],
    ['secret.txt', 404],
  ])('sends the policy with %s (%i)', async (path, status) => {
    const answer = await ask(path)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff')
  })

  it('puts a fresh nonce into page and header', async () => {
    const texts = await Promise.all([ask('index.html'), ask('index.html')].map(async (answer) => nonceOf(await answer)))
    expect(texts[0]).toMatch(/^[A-Za-z0-9+/]{22}==$/)
    expect(texts[0]).not.toBe(texts[1])
  })

  it('says what to do when the page was not built', async () => {
    expect(await (await ask('other.html')).text()).toContain('npm run build')
  })

  it('answers GET only', async () => {
    expect((await ask('index.html', { method: 'POST', body: 'x' })).status).toBe(405)
  })
})

async function nonceOf(answer: Response): Promise<string | undefined> {
  const inPage = /nonce="([^"]+)"/.exec(await answer.text())?.[1]
  expect(answer.headers.get('Content-Security-Policy')).toContain(`'nonce-${inPage ?? ''}'`)
  return inPage
}

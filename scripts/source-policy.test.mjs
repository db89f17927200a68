import { readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inRoot, root } from './prepare/paths.mjs'

/* Words of Electron's checklist and of our own rules that must not stand in the program. Tests may name them. */

const files = ['shared', 'electron', 'renderer', 'scripts'].flatMap((room) =>
  readdirSync(inRoot(room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs|cjs|js|html|css)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !/\.test(-support)?\.|\/testing(\/|\.ts)/.test(path)),
)
const texts = new Map(files.map((path) => [path, readFileSync(inRoot(path), 'utf8')]))
const holders = (pattern, where = /^(shared|electron|renderer)\//) =>
  [...texts].filter(([path, text]) => where.test(path) && pattern.test(text)).map(([path]) => path)

describe('words that the program never says', () => {
  it.each([
    ['6', /webSecurity/],
    ['8', /allowRunningInsecureContent/],
    ['9', /experimentalFeatures/],
    ['10', /enableBlinkFeatures/],
    ['11', /webviewTag|allowpopups|<webview/],
    ['2', /nodeIntegration\w*: true/],
    ['3', /contextIsolation: false/],
    ['18', /\bloadFile\(|['"`]file:\/\//],
    ['1', /loadURL\(['"`]https?:/],
    [
      'T5',
      /dangerouslySetInnerHTML|\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write\b|createContextualFragment/,
    ],
    [
      'T19',
      /rejectUnauthorized: false|NODE_TLS_REJECT_UNAUTHORIZED|setCertificateVerifyProc|['"]certificate-error['"]/,
    ],
    ['E', /headersDistinct/],
    ['performance 3', /sendSync|sendToHost/],
    ['20', /exposeInIsolatedWorld|\bremote\.require/],
    ['T12', /setAsDefaultProtocolClient/],
  ])('%s: %s', (_item, pattern) => {
    const allowed = pattern.source.includes('file:') ? ['electron/main/permissions.ts'] : []
    expect(holders(pattern).filter((path) => !allowed.includes(path))).toEqual([])
  })
})

describe('interfaces with one door', () => {
  it.each([
    ['17: ipcMain', /\bipcMain\b/, ['electron/main/ipc.ts']],
    ['20: ipcRenderer', /\bipcRenderer\b/, ['electron/preload/preload.ts']],
    ['15: shell', /import \{[^}]*\bshell\b[^}]*\} from 'electron'/, ['electron/main/external-links.ts']],
    ['5: safeStorage', /\bsafeStorage\b/, ['electron/main/vault.ts']],
    ['1: loadURL', /\bloadURL\(/, ['electron/main/page-window.ts']],
  ])('%s', (_item, pattern, only) => {
    // A comment may name them; only an import or a call counts.
    const code = new RegExp(
      pattern.source.startsWith('import') ? pattern.source : `^(?!\\s*(//|\\*|/\\*)).*${pattern.source}`,
      'm',
    )
    expect(holders(code, /^(shared|electron|renderer)\//)).toEqual(only)
  })

  it('4: no sandbox is switched off but by the scripts that start as root', () => {
    expect(holders(/['"]--no-sandbox['"]/, /./)).toEqual(['scripts/dev.mjs', 'scripts/start.mjs'])
  })
})

describe('the page', () => {
  it('1: names no outside address to load from', () => {
    expect(holders(/(src|href)=["'`{]+https?:|@import\s+url\(|url\(['"]?https?:/, /^renderer\//)).toEqual([])
  })
})

describe('packaging', () => {
  const config = readFileSync(inRoot('electron-builder.yml'), 'utf8')

  it('19: sets every fuse that electron-builder knows', () => {
    const block = /electronFuses:\n((?: {2}\w+: \w+\n)+)/.exec(config)?.[1] ?? ''
    expect(
      Object.fromEntries(
        block
          .trim()
          .split('\n')
          .map((line) => line.trim().split(': ')),
      ),
    ).toEqual({
      runAsNode: 'false',
      enableCookieEncryption: 'true',
      enableNodeOptionsEnvironmentVariable: 'false',
      enableNodeCliInspectArguments: 'false',
      enableEmbeddedAsarIntegrityValidation: 'true',
      onlyLoadAppFromAsar: 'true',
      grantFileProtocolExtraPrivileges: 'false',
    })
  })

  it('ships few packages: whatever Vite bundles is not one of them', () => {
    const { dependencies } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'))
    expect(Object.keys(dependencies)).toEqual(['@photostructure/sqlite'])
  })

  it('pins every package of the lock file to its hash', () => {
    const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'))
    const loose = Object.entries(packages).filter(
      ([path, entry]) => path !== '' && !entry.integrity && !entry.link && !entry.inBundle,
    )
    expect(loose.map(([path]) => path)).toEqual([])
  })
})

import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inRoot, modules } from './prepare/paths.mjs'

/* A rule that never fires proves nothing: one planted import for each rule of .dependency-cruiser.cjs. */
const PLANTED = [
  ['no-cycle', 'shared/facts/one.ts', "import { two } from './two.ts'\nexport const one = () => two"],
  ['shared-only-shared', 'shared/checks/clock.ts', "import { hrtime } from 'node:process'\nexport const now = hrtime"],
  [
    'shared-only-shared',
    'shared/checks/up.ts',
    "import { open } from '../../electron/engine/open.ts'\nexport const up = open",
  ],
  ['shared-only-shared', 'shared/checks/type.ts', "import type { Socket } from 'node:net'\nexport type S = Socket"],
  ['zod-at-the-boundary', 'shared/checks/schema.ts', "import { z } from 'zod'\nexport const s = z.string()"],
  ['engine-alone', 'electron/engine/window.ts', "import { app } from 'electron'\nexport const w = app"],
  ['engine-alone', 'electron/cli/page.ts', "import { page } from '../../renderer/page.ts'\nexport const p = page"],
  ['engine-not-cli', 'electron/engine/cli.ts', "import { p } from '../cli/page.ts'\nexport const c = p"],
  ['host-by-path-only', 'electron/main/judge.ts', "import { open } from '../engine/open.ts'\nexport const j = open"],
  [
    'host-by-path-only',
    'electron/main/facts.ts',
    "import { two } from '../../shared/facts/two.ts'\nexport const f = two",
  ],
  [
    'preload-bare',
    'electron/preload/files.ts',
    "import { readFileSync } from 'node:fs'\nexport const r = readFileSync",
  ],
  ['preload-types-of-main', 'electron/preload/values.ts', "import { j } from '../main/judge.ts'\nexport const v = j"],
  ['renderer-shows', 'renderer/page.ts', "import { open } from '../electron/engine/open.ts'\nexport const page = open"],
  ['renderer-no-core', 'renderer/disk.ts', "import { readFileSync } from 'node:fs'\nexport const disk = readFileSync"],
  [
    'electron-in-its-place',
    'renderer/desktop.ts',
    "import { ipcRenderer } from 'electron'\nexport const d = ipcRenderer",
  ],
  ['resolvable', 'shared/facts/lost.ts', "import { lost } from './nowhere.ts'\nexport const l = lost"],
]
const INNOCENT = [
  ['shared/facts/two.ts', "import { one } from './one.ts'\nexport const two = () => one"],
  ['electron/engine/open.ts', 'export const open = 1'],
  ['electron/preload/ok.ts', "import type { j } from '../main/judge.ts'\nexport type Ok = typeof j"],
]

describe('the import table', () => {
  let folder
  let found

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'boundaries-'))
    for (const [path, text] of [...PLANTED.map(([, ...file]) => file), ...INNOCENT]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), `${text}\n`)
    }
    cpSync(inRoot('.dependency-cruiser.cjs'), join(folder, '.dependency-cruiser.cjs'))
    cpSync(inRoot('package.json'), join(folder, 'package.json'))
    symlinkSync(modules(), join(folder, 'node_modules'))
    const cli = modules('dependency-cruiser', 'bin', 'dependency-cruiser.mjs')
    const args = [cli, 'shared', 'electron', 'renderer', '--config', '.dependency-cruiser.cjs', '--output-type', 'json']
    found = cruise(args, folder)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(PLANTED)('%s catches the import planted in %s', (rule, path) => {
    expect(found).toContainEqual(expect.objectContaining({ rule, path }))
  })

  it('lets the preload know a type of main', () => {
    expect(found.filter(({ path }) => path === 'electron/preload/ok.ts')).toEqual([])
  })
})

/** Runs dependency-cruiser; its exit code counts the violations, so only its words matter. */
function cruise(args, cwd) {
  let text
  try {
    text = execFileSync(process.execPath, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch (error) {
    text = error.stdout
  }
  return JSON.parse(text).summary.violations.map((one) => ({ rule: one.rule.name, path: one.from }))
}

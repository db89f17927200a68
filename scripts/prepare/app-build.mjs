import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './children.mjs'
import { inRoot, modules } from './paths.mjs'
import { Plain } from './progress.mjs'

const SOURCES = ['shared', 'electron', 'renderer', 'vite.config.ts', 'package.json', 'package-lock.json']
const OUTPUTS = [
  'dist/main/main.js',
  'dist/preload/preload.cjs',
  'dist/engine/engine.js',
  'dist/worker/worker.js',
  'dist/cli/cli.js',
  'dist/renderer/index.html',
]
const stamp = inRoot('dist', '.sources')

/** Name, size and time of every source file: changes when one does, and costs no reading. */
function sourceStamp() {
  const hash = createHash('sha256')
  const visit = (path) => {
    const facts = statSync(path)
    if (facts.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name))
    else if (!/\.test\.tsx?$/.test(path)) hash.update(`${path}\0${facts.size}\0${facts.mtimeMs}\n`)
  }
  for (const source of SOURCES) if (existsSync(inRoot(source))) visit(inRoot(source))
  return hash.digest('hex')
}

/** Forgets the last build: what lies in dist/ is not what the next start needs. */
export const forgetBuild = () => rmSync(stamp, { force: true })

/** Builds main, preload, engine, command line and page into dist/, unless the sources are those of the last build. */
export async function buildApp({ force = false, env = {} } = {}) {
  const now = `${sourceStamp()} ${JSON.stringify(env)}`
  const done = existsSync(stamp) && readFileSync(stamp, 'utf8') === now
  if (done && !force && OUTPUTS.every((file) => existsSync(inRoot(file)))) return null
  const { code, output } = await run(
    'node',
    [modules('vite', 'bin', 'vite.js'), 'build', '--app', '--logLevel', 'warn'],
    {
      quiet: true,
      env,
    },
  )
  if (code !== 0) throw new Plain(`The build failed:\n${output}`)
  mkdirSync(inRoot('dist'), { recursive: true })
  writeFileSync(stamp, now)
  return 'Built the app'
}

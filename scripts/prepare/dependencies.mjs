import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { run } from './children.mjs'
import { inRoot, modules } from './paths.mjs'
import { Plain } from './progress.mjs'

const lock = () => readFileSync(inRoot('package-lock.json'), 'utf8')
const copy = modules('.callback-inspector-lock.json')
const upToDate = () => existsSync(copy) && readFileSync(copy, 'utf8') === lock()

/** Installs exactly what the lock file says, unless that was done before. No package's install script runs. */
export async function installDependencies() {
  if (upToDate()) return null
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const { code, output } = await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
    quiet: true,
    shell: process.platform === 'win32',
  })
  if (code !== 0) throw new Plain(`npm ci could not install the dependencies:\n${output}`)
  writeFileSync(copy, lock())
  return 'Installed the dependencies of package-lock.json'
}

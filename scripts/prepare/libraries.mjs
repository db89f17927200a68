import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './children.mjs'
import { electronBinary } from './electron-runtime.mjs'
import { Plain } from './progress.mjs'

/* Debian's package of each thing that Electron wants; newer releases renamed two of them (64-bit time). */
const PACKAGES = [['libgtk-3-0', 'libgtk-3-0t64'], ['libnss3'], ['libgbm1'], ['libasound2', 'libasound2t64']]
const DISPLAY_PACKAGE = ['xvfb']

const onPath = (name) => (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)))
export const needsDisplay = () => process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY

async function missingLibraries() {
  const { output } = await run('ldd', [electronBinary()], { quiet: true })
  return [...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1])
}

/** Of each package's names, the one that this release of the system knows. */
async function knownNames(packages) {
  const known = async (name) => (await run('apt-cache', ['show', '--quiet', name], { quiet: true })).code === 0
  return Promise.all(packages.map(async ([first, second]) => (second && !(await known(first)) ? second : first)))
}

async function install(packages, missing) {
  if (!onPath('apt-get'))
    throw new Plain(
      `Electron needs ${missing.join(', ')}: install them with this system's package manager and start again.`,
    )
  if (process.getuid() !== 0) {
    const names = (await knownNames(packages)).join(' ')
    throw new Plain(
      `Missing on this system: ${missing.join(', ')}. Run this line and start again:\n  sudo apt-get update && sudo apt-get install -y ${names}`,
    )
  }
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const update = await run('apt-get', ['update', '-qq'], { quiet: true, env })
  const names = await knownNames(packages)
  const { code, output } = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], {
    quiet: true,
    env,
  })
  if (code !== 0)
    throw new Plain(`apt-get install ${names.join(' ')} failed:\n${update.code === 0 ? '' : update.output}${output}`)
  return `Installed ${names.join(', ')}`
}

/** Installs the system libraries that Electron misses, and Xvfb where there is no display; null when nothing is missing. */
export async function ensureLibraries() {
  if (process.platform !== 'linux') return null
  const libraries = await missingLibraries()
  const display = needsDisplay() && !onPath('Xvfb')
  if (libraries.length === 0 && !display) return null
  const packages = [...(libraries.length > 0 ? PACKAGES : []), ...(display ? [DISPLAY_PACKAGE] : [])]
  return install(packages, [...libraries, ...(display ? ['Xvfb (no display is set)'] : [])])
}

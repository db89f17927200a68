import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { buildApp } from './prepare/app-build.mjs'
import { leaveWithChildren, run } from './prepare/children.mjs'
import { installDependencies } from './prepare/dependencies.mjs'
import { ensureElectron, onRegistryRuntime } from './prepare/electron-runtime.mjs'
import { REGISTRY_ELECTRON } from './prepare/registry-runtime.mjs'
import { inRoot, modules } from './prepare/paths.mjs'
import { Plain, runScript, say, step } from './prepare/progress.mjs'

// `--folder`: no archive. Everything else is electron-builder's: `npm run package -- --linux deb`.
const FOLDER_ONLY = process.argv.includes('--folder')
const TARGETS = process.argv.slice(2).filter((arg) => arg !== '--folder')
const MARK = inRoot('dist', 'TEST-BUILD.txt')
const MARK_TEXT = `This is a test build: it runs on an Electron from the package registry, which is for development and tests only.
Do not pass it on. Build on a machine that may download the official Electron to get one that you can.
`
const about = () => JSON.parse(readFileSync(inRoot('package.json'), 'utf8'))

/** The folder that electron-builder leaves for this machine. */
const unpacked = () => inRoot('release', `linux${process.arch === 'x64' ? '' : `-${process.arch}`}-unpacked`)

async function pack(testBuild) {
  const args = [modules('electron-builder', 'out', 'cli', 'cli.js'), '--publish', 'never']
  if (TARGETS.length > 0) args.push(...TARGETS)
  else args.push('--dir')
  // The official build takes the official download; the registry runtime lies where that download would.
  if (testBuild) args.push('-c.electronDist=node_modules/electron/dist', `-c.electronVersion=${REGISTRY_ELECTRON}`)
  const env = { USE_HARD_LINKS: 'false', CSC_IDENTITY_AUTO_DISCOVERY: 'false' }
  const { code, output } = await run('node', args, { quiet: true, env })
  if (code !== 0) throw new Plain(`electron-builder failed:\n${output}`)
  return 'Packed the app'
}

async function sha256(file) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** Gives the folder its own name. */
async function nameFolder(name) {
  const folder = inRoot('release', name)
  rmSync(folder, { recursive: true, force: true })
  await rename(unpacked(), folder)
  return `Made release/${name}`
}

/** A tar.gz of the folder. electron-builder's own wants a 7zip download; tar is here. */
async function archive(name) {
  const folder = inRoot('release', name)
  const file = `${folder}.tar.gz`
  const { code, output } = await run(
    'tar',
    ['-C', inRoot('release'), '--owner=0', '--group=0', '-I', 'gzip -9', '-cf', file, name],
    { quiet: true },
  )
  if (code !== 0) throw new Plain(`tar failed:\n${output}`)
  writeFileSync(`${file}.sha256`, `${await sha256(file)}  ${name}.tar.gz\n`)
  return `Made release/${name}.tar.gz, ${(statSync(file).size / 1e6).toFixed(1)} MB`
}

async function main() {
  leaveWithChildren()
  await step('Installing dependencies', installDependencies)
  await step('Getting Electron', ensureElectron)
  await step('Building', () => buildApp())
  const testBuild = onRegistryRuntime()
  if (testBuild) writeFileSync(MARK, MARK_TEXT)
  else rmSync(MARK, { force: true })
  rmSync(unpacked(), { recursive: true, force: true })
  await step('Packing', () => pack(testBuild))
  if (!existsSync(unpacked())) return
  if (testBuild) writeFileSync(`${unpacked()}/TEST-BUILD.txt`, MARK_TEXT)
  const name = `callback-inspector-${about().version}-linux-${process.arch}${testBuild ? '-test-build' : ''}`
  await step('Naming the folder', () => nameFolder(name))
  if (!FOLDER_ONLY) await step('Making the archive', () => archive(name))
  if (testBuild) say('This is a test build, made on the registry runtime: its name says so, and so does its window.')
}

runScript(main)

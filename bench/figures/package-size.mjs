import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { output } from '../lib/children.mjs'

const root = join(import.meta.dirname, '..', '..')
const MIB = 2 ** 20

/** Bytes of a folder as tar.gz, with some of it left out. Nothing is written. */
function compressedSize(folder, without) {
  return new Promise((resolve, reject) => {
    const excluded = without.map((path) => `--exclude=${path}`)
    const tar = spawn('tar', ['-C', folder, ...excluded, '-czf', '-', '.'], { stdio: ['ignore', 'pipe', 'ignore'] })
    let size = 0
    tar.stdout.on('data', (piece) => (size += piece.length))
    tar.once('error', reject)
    tar.once('close', (code) => (code === 0 ? resolve(size) : reject(new Error(`tar ended with ${code}`))))
  })
}

/** The unpacked package that electron-builder left, whatever its name. */
function unpackedFolder() {
  const release = join(root, 'release')
  if (!existsSync(release)) return null
  const name = readdirSync(release).find((one) => existsSync(join(release, one, 'resources', 'app.asar')))
  return name === undefined ? null : join(release, name)
}

/** Figure 13: the package as tar.gz, beside the same runtime trimmed alike: the same folder without our app in it. */
export async function packageSize(bench) {
  await output('npm', ['run', 'package'], { cwd: root, limit: 300_000, env: { ...process.env, ...bench.display } })
  const folder = unpackedFolder()
  if (folder === null) throw new Error('npm run package left no unpacked app in release/.')
  const ours = await compressedSize(folder, [])
  const bare = await compressedSize(folder, ['./resources/app.asar', './resources/app.asar.unpacked'])
  return [
    {
      figure: '13',
      name: 'package, tar.gz',
      unit: 'MiB',
      ours: ours / MIB,
      reference: bare / MIB,
      ratio: ours / bare,
      value: null,
      better: 'less',
      goal: 1.1,
      stretch: 1.05,
      limit: `our part is ${((ours - bare) / MIB).toFixed(1)} MiB; the rest is Electron.`,
      details: { ours, bare },
    },
  ]
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { createBuilder } from 'vite'
import { beforeAll, describe, expect, it } from 'vitest'
import { inRoot } from './prepare/paths.mjs'

/* What the production build puts into each bundle; built in memory, nothing is written. */
const NAMES = ['main', 'preload', 'engine', 'worker']
const chunks = {}

beforeAll(async () => {
  const environments = Object.fromEntries(NAMES.map((name) => [name, { build: { write: false } }]))
  const builder = await createBuilder({
    configFile: inRoot('vite.config.ts'),
    logLevel: 'error',
    mode: 'production',
    environments,
  })
  for (const name of NAMES) {
    const { output } = await builder.build(builder.environments[name])
    chunks[name] = output.filter(({ type }) => type === 'chunk')
  }
}, 60_000)

const code = (name) => chunks[name].map((chunk) => chunk.code).join('\n')
const imports = (name) => chunks[name].flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports])

describe('the bundles', () => {
  it('main, preload and the thread for judging again are one file each', () => {
    expect([chunks.main.length, chunks.preload.length, chunks.worker.length]).toEqual([1, 1, 1])
  })

  // It is compiled anew whenever the thread is started.
  it('the thread for judging again holds no schemas and needs Node only', () => {
    expect(chunks.worker[0].moduleIds.filter((id) => /node_modules\/(?!jose|ipaddr)/.test(id))).toEqual([])
    expect(imports('worker').filter((name) => !builtinModules.includes(name.replace(/^node:/, '')))).toEqual([])
  })

  it('the engine finds the thread for judging again, and it answers', async () => {
    expect(chunks.worker[0].fileName).toBe('worker.js')
    expect(code('engine')).toMatch(/["'`]worker["'`],\s*["'`]worker\.js["'`]/)
    const folder = mkdtempSync(join(tmpdir(), 'ci-worker-'))
    const file = join(folder, 'worker.mjs')
    writeFileSync(file, chunks.worker[0].code)
    const worker = new Worker(file)
    const base = { profiles: [], keySets: [] }
    const answer = new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
    worker.postMessage({ kind: 'trust', trust: { before: base, after: base, simulated: base, decodedBytes: 1 } })
    worker.postMessage({ kind: 'question', id: 7, question: { kind: 'digests', text: '[[1,0,0,"/"]]' } })
    const open = [{ sequence: 1, lights: 0 }]
    expect(await answer).toEqual({ id: 7, judged: { asked: 1, changes: [], open } })
    await worker.terminate()
    rmSync(folder, { recursive: true })
  })

  // docs/performance.md: a start compiles what it needs.
  it('the engine begins without what makes certificates and without the public suffixes', () => {
    const holds = ({ moduleIds }) => moduleIds.some((id) => /node_modules\/(?:tldts|@peculiar)\//.test(id))
    expect(chunks.engine.find(({ isEntry }) => isEntry).fileName).toBe('engine.js')
    expect(chunks.engine.filter(holds).length).toBeGreaterThan(0)
    expect(chunks.engine.filter(holds).filter(({ isEntry }) => isEntry)).toEqual([])
  })

  // The one exception to items 1, 7, 17 and 18 is a build-time constant, and not in here.
  it('main holds no trace of the dev server', () => {
    expect(code('main')).not.toMatch(/__DEV_SERVER__|https?:\/\/(localhost|127\.0\.0\.1)|CALLBACK_INSPECTOR_DEV/)
  })

  it('the engine knows no electron', () => {
    expect(imports('engine').filter((name) => /electron/.test(name))).toEqual([])
    expect(code('engine')).not.toMatch(/require\(['"]electron['"]\)/)
  })

  it('the preload needs electron and nothing else', () => {
    expect(imports('preload')).toEqual(['electron'])
  })

  it('main needs electron and Node only', () => {
    const foreign = imports('main').filter(
      (name) => name !== 'electron' && !builtinModules.includes(name.replace(/^node:/, '')),
    )
    expect(foreign).toEqual([])
  })
})

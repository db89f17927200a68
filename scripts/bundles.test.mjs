import { builtinModules } from 'node:module'
import { createBuilder } from 'vite'
import { beforeAll, describe, expect, it } from 'vitest'
import { inRoot } from './prepare/paths.mjs'

/* What the production build puts into each bundle; built in memory, nothing is written. */
const NAMES = ['main', 'preload', 'engine']
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
  it('main and preload are one file each', () => {
    expect([chunks.main.length, chunks.preload.length]).toEqual([1, 1])
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

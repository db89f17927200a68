import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import type { EnvironmentOptions } from 'vite'
import { defineConfig } from 'vitest/config'

const here = import.meta.dirname
// Native, or found at run time: everything else is bundled, so that the package carries no node_modules twice.
const external = ['electron', '@photostructure/sqlite', /^node:/, ...builtinModules]

/** A program of one file. A sandboxed preload must be CommonJS. */
const oneFile = (name: string, format: 'es' | 'cjs') =>
  ({ format, entryFileNames: `${name}.${format === 'cjs' ? 'cjs' : 'js'}`, codeSplitting: false }) as const

/**
 * What the engine loads when it is first needed (making certificates, the endpoint check with its list of public suffixes) is a
 * file of its own, so that a start does not compile it: nearly half.
 */
const severalFiles = { format: 'es', entryFileNames: 'engine.js', chunkFileNames: '[name].js' } as const

/** One Node-side bundle: main and engine are ES modules. */
function nodeBundle(name: string, entry: string, format: 'es' | 'cjs' = 'es'): EnvironmentOptions {
  const output = name === 'engine' ? severalFiles : oneFile(name, format)
  return {
    consumer: 'server',
    resolve: {
      noExternal: true,
      external: ['electron', '@photostructure/sqlite'],
      conditions: ['node', 'import', 'default'],
    },
    build: {
      outDir: resolve(here, 'dist', name),
      emptyOutDir: true,
      target: 'node20',
      sourcemap: true,
      minify: name !== 'preload',
      copyPublicDir: false,
      rollupOptions: {
        input: resolve(here, entry),
        external,
        output,
      },
    },
  }
}

/**
 * The page speaks English; react-aria brings its labels in 34 languages, a quarter of a megabyte that every start would read.
 * Each language is answered with the English file.
 */
const englishLabels = {
  name: 'english-labels',
  enforce: 'pre' as const,
  apply: 'build' as const,
  async resolveId(this: { resolve: Resolve }, source: string, importer: string | undefined) {
    const language = /\/intl\/.*\b([a-z]{2}-[A-Z]{2})\.(?:mjs|js)$/.exec(source)?.[1]
    if (language === undefined || language === 'en-US' || !/\breact-(?:aria|stately)/.test(importer ?? '')) return null
    return await this.resolve(source.replace(language, 'en-US'), importer)
  },
}
type Resolve = (source: string, importer: string | undefined) => Promise<{ id: string } | null>

const { devDependencies } = JSON.parse(readFileSync(resolve(here, 'package.json'), 'utf8')) as {
  devDependencies: { electron: string }
}

export default defineConfig({
  define: {
    // Only `npm run dev` gives an address; every other build has a constant null, so that no exception is left in main.
    __DEV_SERVER__: JSON.stringify(process.env['CALLBACK_INSPECTOR_DEV_SERVER'] ?? null),
    __DECLARED_ELECTRON__: JSON.stringify(devDependencies.electron),
  },
  // main puts a fresh nonce in its place in every answer (electron/main/app-protocol.ts).
  html: { cspNonce: '__CSP_NONCE__' },
  root: resolve(here, 'renderer'),
  base: './',
  plugins: [englishLabels, react()],
  builder: {},
  environments: {
    client: {
      build: {
        outDir: resolve(here, 'dist/renderer'),
        emptyOutDir: true,
        target: 'chrome130',
        // A data: URL would need an exception in the content security policy.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        // What the window needs at once is one file: each file is a question to main, which has enough to do at a start. The
        // page's first script stays small beside it.
        rolldownOptions: {
          output: {
            codeSplitting: {
              groups: [
                { name: 'loading', test: /vite\/preload-helper/, priority: 1 },
                { name: 'window', test: /renderer\/boot\.tsx$/ },
              ],
            },
          },
        },
      },
    },
    main: nodeBundle('main', 'electron/main/main.ts'),
    preload: nodeBundle('preload', 'electron/preload/preload.ts', 'cjs'),
    engine: nodeBundle('engine', 'electron/engine/engine.ts'),
    // The thread of the engine for judging again: beside the app's and the command line's, which both start it.
    worker: nodeBundle('worker', 'electron/engine/rejudge/lights-worker.ts'),
    cli: nodeBundle('cli', 'electron/cli/cli.ts'),
  },
  test: {
    root: here,
    include: ['{shared,electron,renderer,scripts,bench}/**/*.test.{ts,tsx,mjs}'],
    testTimeout: 20_000,
    // Building the command line, or starting an engine, may wait for its turn on a busy machine.
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})

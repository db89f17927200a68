#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/* The command line of the engine. A checkout builds it when its sources are newer; an installed package brings it along. */
const root = join(import.meta.dirname, '..')
const program = join(root, 'dist', 'cli', 'cli.js')
const isCheckout = existsSync(join(root, 'electron', 'cli', 'cli.ts'))

if (isCheckout && !existsSync(join(root, 'node_modules', 'vite')) && !existsSync(program)) {
  process.stderr.write(
    'The dependencies are not installed yet: run npm ci --ignore-scripts (or npm start) here first.\n',
  )
  process.exit(1)
}
if (isCheckout && existsSync(join(root, 'node_modules', 'vite'))) {
  const { buildApp } = await import('./prepare/app-build.mjs')
  // Standard output belongs to the command.
  await buildApp().catch((error) => {
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  })
}
await import(pathToFileURL(program).href)

// Writes docs/findings.md and docs/endpoint-check.md from the catalogue in shared/facts. Needs a Node that reads TypeScript; an older one starts the bundled one.
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

if (process.features.typescript) {
  const { findingsPage } = await import('../shared/facts/findings-page.ts')
  const { checkPage } = await import('../shared/facts/preflight/check-page.ts')
  mkdirSync(join(root, 'docs'), { recursive: true })
  writeFileSync(join(root, 'docs', 'findings.md'), findingsPage())
  writeFileSync(join(root, 'docs', 'endpoint-check.md'), checkPage())
} else {
  const node = join(root, 'node_modules', '.bin', 'node')
  const { status, error } = spawnSync(node, [fileURLToPath(import.meta.url)], { stdio: 'inherit' })
  if (error) console.error(`write-findings needs Node 24 (${error.message}). Run npm ci first.`)
  process.exitCode = status ?? 1
}

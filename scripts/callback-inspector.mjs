#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/* The command line of the engine. A checkout builds it at first use; an installed package brings it along. */
const program = join(import.meta.dirname, '..', 'dist', 'cli', 'cli.js')

if (!existsSync(program)) {
  const { execFileSync } = await import('node:child_process')
  // Its lines go to stderr: stdout belongs to the command.
  execFileSync(process.execPath, [join(import.meta.dirname, 'build.mjs')], { stdio: ['ignore', 2, 2] })
}
await import(program)

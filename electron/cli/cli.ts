// Before anything of @peculiar/x509, which a bundle may put first, and which looks for it when it is loaded.
import 'reflect-metadata'
import { existsSync, readFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { createOutput } from './output.ts'
import { runProgram } from './program.ts'

/* The edge of the command line: the only file that reaches for the process. */

const STDOUT = 1
const STDERR = 2

/** The version of the nearest package.json above this file: the same for the source and for what is built from it. */
function version(): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder)
  try {
    const about: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const found = typeof about === 'object' && about !== null && 'version' in about ? about.version : null
    return typeof found === 'string' ? found : 'unknown'
  } catch {
    return 'unknown'
  }
}

/** Messages are few and must be out before the process ends; nobody reading them is no reason to stop. */
function message(line: string): void {
  try {
    writeSync(STDERR, `${line}\n`)
  } catch {
    // Nobody is there to be told.
  }
}

/** Resolves at the first signal to stop; the second one ends the process at once. */
function signalled(): Promise<void> {
  let asked = false
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(1)
        asked = true
        resolve()
      })
    }
  })
}

/** Whether this command ends by itself: then Ctrl-C should just end it. */
const runsOn = (args: readonly string[]): boolean => args[0] === 'listen'

async function main(args: readonly string[]): Promise<void> {
  const code = await runProgram(args, {
    output: createOutput(STDOUT, message),
    environment: process.env,
    version: version(),
    stopAsked: runsOn(args) ? signalled() : new Promise(() => undefined),
    readInput: () => buffer(process.stdin),
  })
  process.exit(code)
}

void main(process.argv.slice(2))

import { readFile } from 'node:fs/promises'
import type { Problem, Result } from '../../shared/protocol/errors.ts'
import { bad, good } from '../../shared/protocol/errors.ts'
import { systemClocks } from '../engine/clocks.ts'
import type { OptionSpec, OptionValues, Surroundings } from './command.ts'
import { text, usage } from './command.ts'
import { plain } from './terminal-text.ts'

export const NOW: OptionSpec = {
  type: 'string',
  value: 'TIME',
  help: 'Judge as of this time (ISO 8601 with a zone); now unless given.',
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'you may not read it',
  EISDIR: 'it is a folder',
}

/** Reads a file, or standard input for `-`; at most a sentence on why not. */
export async function readSource(name: string, surroundings: Surroundings): Promise<Result<Buffer>> {
  try {
    return good(name === '-' ? await surroundings.readInput() : await readFile(name))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reason = REASONS[code] ?? (error instanceof Error ? error.message : String(error))
    const what = name === '-' ? 'Standard input' : plain(name)
    return bad('input-unreadable', `${what} cannot be read: ${reason}.`, { file: name })
  }
}

/** ISO 8601 with a zone, so that the same line means the same instant everywhere. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/

/** Milliseconds since 1970, or NaN: also for a day that the month does not have, which Date.parse takes for the next month's. */
function instantOf(given: string): number {
  if (!INSTANT.test(given)) return Number.NaN
  const asWritten = Date.parse(`${given.slice(0, 10)}T00:00:00Z`)
  const isDay = !Number.isNaN(asWritten) && new Date(asWritten).toISOString().startsWith(given.slice(0, 10))
  return isDay ? Date.parse(given) : Number.NaN
}

/** The time of --now, ms since 1970; the present when it is not given. */
export function nowOf(values: OptionValues): Result<number> | { readonly ok: false; readonly problem: Problem } {
  const given = text(values, 'now')
  const now = given === undefined ? systemClocks.wall() : instantOf(given)
  if (!Number.isNaN(now)) return good(now)
  return usage(`--now takes a time such as 2026-11-21T12:00:00Z, not "${plain(given ?? '', 60)}".`)
}

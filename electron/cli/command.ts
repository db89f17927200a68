import type { ParseArgsConfig } from 'node:util'
import type { Problem } from '../../shared/protocol/errors.ts'
import type { Output } from './output.ts'

/** One option of a command, with its line in the help. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean'
  readonly multiple?: boolean
  /** What the value is, in capitals; for options with a value. */
  readonly value?: string
  readonly help: string
}

export type OptionValues = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

/** What a command is given by the edge: nothing of the process is reached for elsewhere. */
export interface Surroundings {
  readonly output: Output
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly version: string
  /** Resolves when the user or the system asks to stop, or when nobody reads our output any more. */
  readonly stopAsked: Promise<void>
  readonly readInput: () => Promise<Buffer>
}

/** A command could not do its work: a problem, or null when everything was said already. */
export interface Failed {
  readonly ok: false
  readonly problem: Problem | null
}
export type Outcome = { readonly ok: true } | Failed

export interface Command {
  readonly name: string
  readonly summary: string
  /** The synopsis after the name. */
  readonly usage: string
  readonly options: Readonly<Record<string, OptionSpec>>
  /** Paragraphs below the options. */
  readonly notes: readonly string[]
  readonly allowPositionals: boolean
  readonly run: (values: OptionValues, positionals: readonly string[], surroundings: Surroundings) => Promise<Outcome>
}

export const done: Outcome = { ok: true }

/** A failure whose sentences were written already. */
export const said: Failed = { ok: false, problem: null }

/** Wrong usage: exit code 2, with a pointer to the help. */
export function usage(message: string): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { code: 'usage', message } }
}

/** The options of a command as parseArgs wants them. */
export function parseOptions(command: Command): NonNullable<ParseArgsConfig['options']> {
  const entries = Object.entries(command.options).map(
    ([name, { type, multiple }]) => [name, { type, multiple: multiple === true }] as const,
  )
  return Object.fromEntries([...entries, ['help', { type: 'boolean' as const, multiple: false }] as const])
}

/** One value of an option, or undefined. */
export function text(values: OptionValues, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

/** All values of an option that may be repeated. */
export function texts(values: OptionValues, name: string): readonly string[] {
  const value = values[name]
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

export const flag = (values: OptionValues, name: string): boolean => values[name] === true

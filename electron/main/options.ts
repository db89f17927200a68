import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { EngineOptions } from '../../shared/protocol/host.ts'
import { bad, good, type Result } from '../../shared/protocol/errors.ts'

export interface AppOptions {
  /** Absolute folder; null: the usual one of this user. */
  readonly userData: string | null
  readonly engine: EngineOptions
}

const OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  http: { type: 'string' },
  archive: { type: 'string' },
  profile: { type: 'string', multiple: true },
  'user-data': { type: 'string' },
} as const

/** Only `--name=value` of our own names: every other argument belongs to Chromium or to nobody. */
const ours = (args: readonly string[]): string[] =>
  args.filter((arg) => Object.keys(OPTIONS).some((name) => arg.startsWith(`--${name}=`)))

/**
 * Reads the app's own options from its arguments. Arguments of a second start are never read.
 * @param folder what relative paths count from
 */
export function readOptions(args: readonly string[], folder: string): Result<AppOptions> {
  const { values } = parseArgs({ args: ours(args), options: OPTIONS, strict: true })
  const empty = Object.entries(values).find(([, value]) => [value].flat().includes(''))
  if (empty !== undefined) return bad('usage', `--${empty[0]} needs a value.`)
  const wrong = (['port', 'http'] as const).find((name) => readPort(values[name]) === undefined)
  if (wrong !== undefined)
    return bad('usage', `--${wrong} takes a port number from 0 to 65535, not "${values[wrong] ?? ''}".`)
  const path = (value: string | undefined): string | null => (value === undefined ? null : resolve(folder, value))
  const profiles = (values.profile ?? []).map((file) => resolve(folder, file))
  const engine = {
    host: values.host ?? null,
    port: readPort(values.port) ?? null,
    http: readPort(values.http) ?? null,
    archive: path(values.archive),
    profiles,
  }
  return good({ userData: path(values['user-data']), engine })
}

/** A port number; null when none was given, undefined when it is none. */
function readPort(text: string | undefined): number | null | undefined {
  if (text === undefined) return null
  return /^\d{1,5}$/.test(text) && Number(text) <= 65535 ? Number(text) : undefined
}

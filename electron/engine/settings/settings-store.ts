import { readFileSync } from 'node:fs'
import { faultsOf, faultsText } from '../../../shared/model/faults.ts'
import { jsonPath } from '../../../shared/model/json-path.ts'
import type { Settings } from '../../../shared/model/settings.ts'
import { defaultSettings, settingsSchema } from '../../../shared/model/settings.ts'
import type { Problem, Result } from '../../../shared/protocol/errors.ts'
import { bad, good } from '../../../shared/protocol/errors.ts'
import { readJson } from './read-json.ts'
import { keepBroken, writeWhole } from './whole-file.ts'

/** The settings of this installation: one file, read once, written whole. */
export interface SettingsStore {
  readonly file: string
  readonly current: () => Settings
  /** What was wrong with the file at start; null when it was fine or not there. */
  readonly problem: Problem | null
  /** Validates, writes and takes over; a problem leaves everything as it was. */
  readonly write: (settings: unknown) => Result<Settings>
  /** Called after each change with the new and the old settings; gives back how to stop that. */
  readonly onChange: (handler: (now: Settings, before: Settings) => void) => () => void
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error))
const missing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

function parseSettings(text: string, file: string): Result<Settings> {
  const json = readJson(text)
  if (!json.ok) {
    const { line, column } = json.place
    const where = `line ${String(line)}, column ${String(column)}`
    return bad('settings-invalid', `The settings file ${file} is not valid JSON (${where}: ${json.why}).`, {
      file,
      line,
      column,
    })
  }
  const parsed = settingsSchema.safeParse(json.value)
  if (parsed.success) return good(parsed.data)
  const faults = faultsOf(parsed.error, json.value)
  const field = jsonPath(faults[0]?.path ?? [])
  return bad('settings-invalid', `The settings file ${file} does not hold: ${faultsText(faults)}.`, {
    file,
    field,
  })
}

function withConsequence(problem: Problem, kept: string | null): Problem {
  const tail =
    kept === null
      ? 'The default settings are used; correct the file and start again.'
      : `It was kept as ${kept}, and the default settings are used; correct it and rename it back to have it again.`
  return { ...problem, message: `${problem.message} ${tail}`, data: { ...problem.data, kept } }
}

function load(file: string): { settings: Settings; problem: Problem | null } {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (missing(error)) return { settings: defaultSettings(), problem: null }
    const message = `The settings file ${file} cannot be read: ${reason(error)}.`
    const problem = withConsequence({ code: 'settings-unreadable', message, data: { file } }, null)
    return { settings: defaultSettings(), problem }
  }
  const parsed = parseSettings(text, file)
  if (parsed.ok) return { settings: parsed.value, problem: null }
  return { settings: defaultSettings(), problem: withConsequence(parsed.problem, keepBroken(file)) }
}

function save(file: string, candidate: unknown): Result<Settings> {
  const parsed = settingsSchema.safeParse(candidate)
  if (!parsed.success) {
    const faults = faultsOf(parsed.error, candidate)
    const field = jsonPath(faults[0]?.path ?? [])
    return bad('settings-invalid', `These settings cannot be saved: ${faultsText(faults)}.`, { field })
  }
  try {
    writeWhole(file, `${JSON.stringify(parsed.data, null, 2)}\n`)
    return good(parsed.data)
  } catch (error) {
    const message = `The settings could not be written to ${file}: ${reason(error)}. Nothing was changed.`
    return bad('settings-not-saved', message, { file })
  }
}

/**
 * Opens the settings file (mode 0600). A missing file means the defaults. An unreadable or invalid one means the
 * defaults and a problem that names the field; an invalid file is kept as `<file>.bad-<n>`.
 */
export function openSettings(file: string): SettingsStore {
  const start = load(file)
  let current = start.settings
  const handlers = new Set<(now: Settings, before: Settings) => void>()
  return {
    file,
    problem: start.problem,
    current: () => current,
    write: (candidate) => {
      const saved = save(file, candidate)
      if (!saved.ok) return saved
      const before = current
      current = saved.value
      for (const handler of handlers) handler(current, before)
      return saved
    },
    onChange: (handler) => {
      handlers.add(handler)
      return () => handlers.delete(handler)
    },
  }
}

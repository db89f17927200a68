import { isUtf8 } from 'node:buffer'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bad, good } from '../../../shared/protocol/errors.ts'
import type { Problem, Result } from '../../../shared/protocol/errors.ts'
import { checkScenario } from '../../../shared/simulate/scenario.ts'
import type { Scenario } from '../../../shared/simulate/scenario-schema.ts'
import { doubledMember, readJson } from '../settings/read-json.ts'
import type { Place } from '../settings/read-json.ts'

/** Larger files are no scenarios, bytes. */
const MOST_BYTES = 4_194_304

/** A file of the scenario folder: what it holds, or what is wrong with it. */
export interface ScenarioFile {
  readonly file: string
  readonly scenario: Scenario | null
  readonly problem: Problem | null
}

const reasonOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown))

/** The folder for scenarios of the user, below the data folder. */
export const scenarioFolder = (dataFolder: string): string => join(dataFolder, 'scenarios')

const where = ({ line, column }: Place): string => `line ${String(line)}, column ${String(column)}`

/** Reads the text of a scenario file (docs/simulator.md). Problems: scenario-invalid, scenario-newer. */
export function readScenario(text: string, file: string): Result<Scenario> {
  const json = readJson(text)
  if (!json.ok) {
    const message = `The scenario ${file} is not valid JSON (${where(json.place)}: ${json.why}).`
    return bad('scenario-invalid', message, { source: file, ...json.place })
  }
  const doubled = doubledMember(text)
  if (doubled === null) return checkScenario(json.value, file)
  const message = `The scenario ${file} cannot be played: "${doubled.name}" stands twice in one object (the second time at ${where(doubled.place)}). Remove one of them.`
  return bad('scenario-invalid', message, { source: file, path: doubled.name, ...doubled.place })
}

function whyUnreadable(thrown: unknown): string {
  const isMissing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
  return isMissing ? 'there is no such file, and no ready scenario of this name' : reasonOf(thrown)
}

const isUtf16 = ([first, second]: Buffer): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)

/** Reads one scenario file. Problems: input-unreadable, scenario-invalid, scenario-newer. */
export function readScenarioFile(file: string): Result<Scenario> {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (thrown) {
    return bad('input-unreadable', `The scenario ${file} cannot be read: ${whyUnreadable(thrown)}.`, { file })
  }
  if (bytes.length > MOST_BYTES) return bad('scenario-invalid', `${file} is too large for a scenario.`, { file })
  if (isUtf16(bytes))
    return bad('scenario-invalid', `The scenario ${file} cannot be read: it is UTF-16; save it as UTF-8.`, { file })
  if (!isUtf8(bytes))
    return bad('scenario-invalid', `The scenario ${file} cannot be read: it is not UTF-8; save it as UTF-8.`, { file })
  return readScenario(bytes.toString('utf8'), file)
}

/** All scenarios of the user, by name of their files. A folder that is not there has none. */
export function listScenarios(dataFolder: string): readonly ScenarioFile[] {
  const folder = scenarioFolder(dataFolder)
  let names: readonly string[]
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.json') && !name.startsWith('.'))
  } catch {
    return []
  }
  return names.toSorted().map((name) => {
    const read = readScenarioFile(join(folder, name))
    return read.ok
      ? { file: name, scenario: read.value, problem: null }
      : { file: name, scenario: null, problem: read.problem }
  })
}

function freeName(folder: string, name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
  const base = plain === '' ? 'scenario' : plain
  let number = 1
  const file = () => `${base}${number === 1 ? '' : `-${String(number)}`}.json`
  while (existsSync(join(folder, file()))) number++
  return file()
}

/** Writes a scenario into the folder (mode 0600), under a name of its own. Gives the name of the file. */
export function saveScenario(dataFolder: string, scenario: Scenario): Result<string> {
  const folder = scenarioFolder(dataFolder)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const file = freeName(folder, scenario.name)
    writeFileSync(join(folder, file), `${JSON.stringify(scenario, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    return good(file)
  } catch (thrown) {
    return bad('settings-not-saved', `The scenario could not be written into ${folder}: ${reasonOf(thrown)}.`, {
      folder,
    })
  }
}

import { bad, good } from '../protocol/errors.ts'
import type { Result } from '../protocol/errors.ts'
import { SCENARIO_VERSION, scenarioSchema } from './scenario-schema.ts'
import type { Scenario } from './scenario-schema.ts'

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

function versionOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined
}

/** Says what is wrong with a scenario, one sentence, with the path of the first fault. */
function refuse(value: unknown, source: string, [issue]: readonly Issue[]): Result<Scenario> {
  const version = versionOf(value)
  if (typeof version === 'number' && version > SCENARIO_VERSION) {
    const message = `The scenario ${source} is of version ${String(version)}; this program knows version ${String(SCENARIO_VERSION)}. Update Callback Inspector to play it.`
    return bad('scenario-newer', message, { source, version })
  }
  const path = issue?.path.map(String).join('.') ?? ''
  const where = path === '' ? '' : ` at ${path}`
  const why = (issue?.message ?? 'invalid').replace(/\.$/, '')
  return bad('scenario-invalid', `The scenario ${source} cannot be played${where}: ${why}.`, { source, path })
}

/** Checks a scenario that was read. `source` names it for the user. */
export function checkScenario(value: unknown, source: string): Result<Scenario> {
  const parsed = scenarioSchema.safeParse(value)
  return parsed.success ? good(parsed.data) : refuse(value, source, parsed.error.issues)
}

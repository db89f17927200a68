import { faultsOf } from '../model/faults.ts'
import type { Fault } from '../model/faults.ts'
import { jsonPath } from '../model/json-path.ts'
import { bad, good } from '../protocol/errors.ts'
import type { Result } from '../protocol/errors.ts'
import { SCENARIO_VERSION, scenarioSchema } from './scenario-schema.ts'
import type { Scenario } from './scenario-schema.ts'

function versionOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined
}

/** Says what is wrong with a scenario, one sentence, with the path of the first fault. */
function refuse(value: unknown, source: string, [fault]: readonly Fault[]): Result<Scenario> {
  const version = versionOf(value)
  if (typeof version === 'number' && version > SCENARIO_VERSION) {
    const message = `The scenario ${source} is of version ${String(version)}; this program knows version ${String(SCENARIO_VERSION)}. Update Callback Inspector to play it.`
    return bad('scenario-newer', message, { source, version })
  }
  const path = jsonPath(fault?.path ?? [])
  const where = path === '' ? '' : ` at ${path}`
  const why = fault?.why ?? 'it has not the expected form'
  return bad('scenario-invalid', `The scenario ${source} cannot be played${where}: ${why}.`, { source, path, why })
}

/** Checks a scenario that was read. `source` names it for the user. */
export function checkScenario(value: unknown, source: string): Result<Scenario> {
  const parsed = scenarioSchema.safeParse(value)
  return parsed.success ? good(parsed.data) : refuse(value, source, faultsOf(parsed.error, value))
}

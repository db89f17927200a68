import { resolve } from 'node:path'
import { LADDER_DELAYS_SECONDS } from '../../shared/facts/delivery.ts'
import { bad, good } from '../../shared/protocol/errors.ts'
import type { Problem, Result } from '../../shared/protocol/errors.ts'
import { KINDS } from '../../shared/simulate/kinds.ts'
import { READY_SCENARIOS } from '../../shared/simulate/ready-scenarios.ts'
import { checkScenario } from '../../shared/simulate/scenario.ts'
import { SCENARIO_FORMAT, SCENARIO_VERSION } from '../../shared/simulate/scenario-schema.ts'
import type { Scenario } from '../../shared/simulate/scenario-schema.ts'
import { readScenarioFile } from '../engine/simulate/scenario-files.ts'
import type { OptionValues } from './command.ts'
import { text, texts, usage } from './command.ts'
import { wholeNumber } from './shared-options.ts'
import { plain } from './terminal-text.ts'

const MOST_TIMES = 500
/** The clock that makes 36 h 12 min 15 s pass in 36 seconds. */
const LADDER_IN_36_S = LADDER_DELAYS_SECONDS.reduce((sum, delay) => sum + delay, 0) / 36
const ONE_EVENT = ['event', 'family', 'variant', 'reference', 'fault', 'times', 'attempts']

/** How fast the clock of the run goes: a number from 1, or `36s` for the whole ladder in 36 seconds. */
export function speedOf(values: OptionValues): Result<number> {
  const given = text(values, 'speed') ?? '1'
  if (given === '36s') return good(LADDER_IN_36_S)
  const speed = /^\d{1,7}(\.\d{1,3})?$/.test(given) ? Number(given) : Number.NaN
  if (speed >= 1 && speed <= 1_000_000) return good(speed)
  return usage(`--speed takes a number from 1 to 1000000, or 36s, not "${plain(given, 60)}".`)
}

function namedScenario(given: string): Result<Scenario> {
  const ready = READY_SCENARIOS.find(({ id }) => id === given)
  return ready === undefined ? readScenarioFile(resolve(given)) : good(ready.scenario)
}

/** The family of an event; several have some of them, and then it must be said. */
function familyOf(values: OptionValues, event: string): Result<string> {
  const given = text(values, 'family')
  if (given !== undefined) return good(given)
  const families = KINDS.filter((kind) => kind.event === event).map(({ family }) => family)
  const [only] = families
  if (only !== undefined && families.length === 1) return good(only)
  if (families.length > 1)
    return usage(`${event} exists in several families: add --family ${families.join(' or --family ')}.`)
  return usage(`There is no event "${plain(event, 60)}"; callback-inspector simulate --list names them all.`)
}

/** Says what is wrong with one event by the option that it came from: the user wrote no scenario. */
function byOption({ message, data }: Problem): string {
  const member = /^deliveries\[0\]\.([a-z]+)/i.exec(String(data?.['path']))?.[1] ?? ''
  const option = member === 'faults' ? 'fault' : member
  return ONE_EVENT.includes(option) ? `--${option}: ${plain(String(data?.['why']), 600)}.` : message
}

function oneEvent(values: OptionValues): Result<Scenario> {
  const event = text(values, 'event') ?? 'UNFREEZE'
  const family = familyOf(values, event)
  if (!family.ok) return family
  const times = wholeNumber(values, 'times', 1, MOST_TIMES)
  if (!times.ok) return times
  const attempts = wholeNumber(values, 'attempts', 1, LADDER_DELAYS_SECONDS.length)
  if (!attempts.ok) return attempts
  const [variant, reference] = [text(values, 'variant'), text(values, 'reference')]
  const delivery = {
    family: family.value,
    event,
    ...(variant === undefined ? {} : { variant }),
    ...(reference === undefined ? {} : { reference }),
    faults: texts(values, 'fault'),
    attempts: attempts.value ?? 1,
  }
  const deliveries = Array.from({ length: times.value ?? 1 }, () => delivery)
  const scenario = { format: SCENARIO_FORMAT, version: SCENARIO_VERSION, name: `${family.value} ${event}`, deliveries }
  const checked = checkScenario(scenario, 'on the command line')
  return checked.ok ? checked : usage(byOption(checked.problem))
}

/** What is to be played: a scenario by file or name, or one event from the options. */
export function scenarioOf(values: OptionValues): Result<Scenario> {
  const given = text(values, 'scenario')
  if (given === undefined) return oneEvent(values)
  const surplus = ONE_EVENT.filter((name) => values[name] !== undefined)
  if (surplus.length > 0) {
    return bad('usage', `--scenario says everything that is sent: leave out --${surplus.join(' and --')}.`)
  }
  return namedScenario(given)
}

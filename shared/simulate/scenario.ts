import { z } from 'zod'
import { LADDER_DELAYS_SECONDS } from '../facts/delivery.ts'
import { answerRulesSchema } from '../model/answer-rule.ts'
import { bad, good } from '../protocol/errors.ts'
import type { Result } from '../protocol/errors.ts'
import { canHave, FAULT_IDS } from './faults.ts'
import { kindOf } from './kinds.ts'

export const SCENARIO_FORMAT = 'callback-inspector-scenario'
export const SCENARIO_VERSION = 1

/** Text that goes into a URL or a body: no control characters, so that it never breaks a line. */
const plainText = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    // eslint-disable-next-line no-control-regex
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'Control characters (line breaks, NUL) are not allowed.')

const deliverySchema = z
  .strictObject({
    family: z.enum(['legacy', 'mapi', 'rco-plus', 'loan']),
    event: plainText(60),
    variant: plainText(60).optional().describe('Status, result or decision; the first known one unless given.'),
    reference: plainText(100).optional().describe('Payment id or application reference; made up unless given.'),
    afterSeconds: z.number().min(0).max(31_536_000).default(0).describe('Since the start, on the clock of the run.'),
    faults: z.array(z.enum(FAULT_IDS)).default([]),
    attempts: z.int().min(1).max(LADDER_DELAYS_SECONDS.length).default(LADDER_DELAYS_SECONDS.length),
    userAgents: z.union([z.literal(1), z.literal(2)]).default(1),
    login: z.boolean().default(true).describe('Send the credentials of the profile, when it has some.'),
  })
  .superRefine(({ family, event, variant, faults }, context) => {
    const kind = kindOf(family, event)
    if (kind === null) {
      context.addIssue({ code: 'custom', path: ['event'], message: `${family} has no event ${event}` })
      return
    }
    if (variant !== undefined && kind.variants.length > 0 && !kind.variants.includes(variant)) {
      const known = kind.variants.join(', ')
      context.addIssue({ code: 'custom', path: ['variant'], message: `${event} knows ${known}, not ${variant}` })
    }
    for (const fault of faults) {
      if (canHave(kind, fault)) continue
      context.addIssue({
        code: 'custom',
        path: ['faults'],
        message: `${family} ${event} cannot have the fault ${fault}`,
      })
    }
  })

/** Version 1 of a scenario file: what is sent, and how our own listener answers it. */
export const scenarioSchema = z.strictObject({
  format: z.literal(SCENARIO_FORMAT),
  version: z.literal(SCENARIO_VERSION),
  name: plainText(80),
  description: z.string().max(2000).default(''),
  answers: answerRulesSchema
    .default([])
    .describe('Answer rules that hold for this run only, on our own listener; without one its usual rules hold.'),
  deliveries: z.array(deliverySchema).min(1).max(500),
})
export type Scenario = Readonly<z.infer<typeof scenarioSchema>>
export type ScenarioDelivery = Scenario['deliveries'][number]

const reasonOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown))

function versionOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined
}

/** Says what is wrong with a scenario, one sentence, with the path of the first fault. */
function refuse(value: unknown, source: string, error: z.ZodError): Result<Scenario> {
  const version = versionOf(value)
  if (typeof version === 'number' && version > SCENARIO_VERSION) {
    const message = `The scenario ${source} is of version ${String(version)}; this program knows version ${String(SCENARIO_VERSION)}. Update Callback Inspector to play it.`
    return bad('scenario-newer', message, { source, version })
  }
  const [issue] = error.issues
  const path = issue?.path.join('.') ?? ''
  const where = path === '' ? '' : ` at ${path}`
  return bad('scenario-invalid', `The scenario ${source} cannot be played${where}: ${issue?.message ?? 'invalid'}.`, {
    source,
    path,
  })
}

/** Checks a scenario that was read. `source` names it for the user. */
export function checkScenario(value: unknown, source: string): Result<Scenario> {
  const parsed = scenarioSchema.safeParse(value)
  return parsed.success ? good(parsed.data) : refuse(value, source, parsed.error)
}

/** Reads the text of a scenario file (docs/simulator.md). */
export function readScenario(text: string, source: string): Result<Scenario> {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (thrown) {
    return bad('scenario-invalid', `The scenario ${source} is not valid JSON: ${reasonOf(thrown)}.`, { source })
  }
  return checkScenario(value, source)
}

import { z } from 'zod'
import { LADDER_DELAYS_SECONDS } from '../facts/delivery.ts'
import { answerRulesSchema } from '../model/answer-rule.ts'
import { canHave, FAULT_IDS } from './faults.ts'
import { kindOf, KINDS } from './kinds.ts'

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
      const known = KINDS.flatMap((one) => (one.family === family ? [one.event] : [])).join(', ')
      const message = `${family} has no event ${event}; it has ${known}`
      context.addIssue({ code: 'custom', path: ['event'], message })
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

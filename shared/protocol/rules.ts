import { z } from 'zod'
import { answerRulesSchema } from '../model/answer-rule.ts'

const headers = z.array(z.tuple([z.string(), z.string()]).readonly()).readonly()

/** An answer rule as it was applied to a callback. */
export const appliedRuleSchema = z.strictObject({
  profile: z.string().nullable(),
  name: z.string(),
  attempt: z.int().nullable(),
  act: z.enum(['answer', 'close', 'reset', 'silence', 'forward']),
  delayMs: z.number(),
  loginRefused: z.boolean(),
})

export const RULE_METHODS = {
  /** Which rule would answer a captured callback: of the profiles, then of `rules` (null: those that are saved). Nothing is counted. */
  'rules.try': {
    params: z.strictObject({ sequence: z.int().positive(), rules: answerRulesSchema.nullable() }),
    result: z.strictObject({
      rule: z.strictObject({ profile: z.string().nullable(), name: z.string() }).nullable(),
      /** How the bank will count it, over all its attempts. */
      sentence: z.string(),
    }),
  },
  /** What an upstream answered to a callback that a rule passed on; null when none was asked, or it has not answered yet. */
  'entry.upstream': {
    params: z.strictObject({ sequence: z.int().positive() }),
    result: z.strictObject({
      upstream: z
        .strictObject({
          url: z.string(),
          status: z.int().nullable(),
          headers,
          body: z.instanceof(Uint8Array),
          elapsedMs: z.number(),
          problem: z.string().nullable(),
        })
        .nullable(),
    }),
  },
} as const

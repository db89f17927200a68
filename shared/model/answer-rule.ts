import { z } from 'zod'
import { LIGHT_STATES } from './verdict.ts'

/** Headers that say how an answer is framed: the listener's own business, whatever a rule says. */
export const FRAMING_HEADERS: ReadonlySet<string> = new Set([
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'trailer',
  'upgrade',
])

/** A header that the user sets for an answer. CR, LF and NUL are refused: a value must never become another header. */
export const answerHeaderSchema = z.tuple([
  z
    .string()
    .max(200)
    .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'A header name has letters, digits and hyphens, and no spaces.'),
  z
    .string()
    .max(8192)
    .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'A header value must not hold line breaks or other control characters.'),
])

/** A pattern of JSON Schema has no flags: `[xX]` for each letter. */
const inAnyCase = (word: string): string => word.replaceAll(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)

const ruleHeaders = z
  .array(
    answerHeaderSchema
      .refine(([name]) => !FRAMING_HEADERS.has(name.toLowerCase()), {
        error: 'The listener sets this header itself: leave it out.',
      })
      .meta({ not: { prefixItems: [{ pattern: `^(?:${[...FRAMING_HEADERS].map(inAnyCase).join('|')})$` }] } }),
  )
  .max(100)
  .default([])

const attempts = z
  .int()
  .min(1)
  .max(1_000_000)
  .default(1)
  .describe('How many attempts of one delivery get this, before the next step holds. The last step holds for ever.')
const delaySeconds = z
  .number()
  .min(0)
  .default(0)
  .describe('Waited after the callback was stored and before this happens, in seconds. There is no upper limit.')

/** An upstream is named by scheme, host and port; the target of the callback is passed on as it came. */
const upstreamUrl = z
  .string()
  .max(2048)
  .regex(
    /^https?:\/\/(?:\[[0-9a-f:.]+\]|[\w.-]+)(?::\d{1,5})?\/?$/i,
    'Give scheme, host and port only, as in https://shop.example:8443. The path of the callback is passed on.',
  )

const answerStep = z.strictObject({
  kind: z.literal('answer'),
  attempts,
  delaySeconds,
  status: z.int().min(200).max(599).default(204),
  headers: ruleHeaders,
  body: z.string().max(1048576).default(''),
})

/** What happens to one attempt, or to several in a row. */
const answerStepSchema = z.discriminatedUnion('kind', [
  answerStep,
  /** The connection is closed without an answer. */
  z.strictObject({ kind: z.literal('close'), attempts, delaySeconds }),
  /** The connection is reset (TCP RST), as a crashed server does. */
  z.strictObject({ kind: z.literal('reset'), attempts, delaySeconds }),
  /** Nothing is answered; the connection stays open until the other side gives up. */
  z.strictObject({ kind: z.literal('silence'), attempts }),
  /** The request is passed on byte for byte; the answer of the upstream is given back. */
  z.strictObject({
    kind: z.literal('forward'),
    attempts,
    delaySeconds,
    url: upstreamUrl.describe('Scheme, host and port of the endpoint that is asked: https://shop.example'),
    timeoutSeconds: z.number().min(0.1).max(3600).default(30).describe('Then 504 is answered.'),
    authority: z
      .string()
      .max(65536)
      .optional()
      .describe('PEM certificates to trust beside the public ones, for an upstream with a certificate of its own.'),
  }),
])

const when = z
  .strictObject({
    profile: z.string().min(1).max(80).optional().describe('Name of a profile; in the rules of a profile: leave out.'),
    events: z.array(z.string().min(1).max(200)).max(100).default([]).describe('Event types; empty: every one.'),
    methods: z
      .array(z.string().min(1).max(40))
      .max(20)
      .default([])
      .describe('Methods as sent: POST; empty: every one.'),
    path: z.string().startsWith('/').max(8192).optional().describe('Path, without query, as sent.'),
    pathMatch: z.enum(['prefix', 'exact']).default('prefix'),
    light: z
      .strictObject({
        name: z.enum(['digest', 'signature', 'source', 'transport']),
        states: z.array(z.enum(LIGHT_STATES)).min(1),
      })
      .optional()
      .describe('Holds only when this light has one of these states: it is then judged before the answer.'),
  })
  .prefault({})

/** One answer rule: when it holds, and what happens then. */
export const answerRuleSchema = z.strictObject({
  name: z.string().min(1).max(80).describe('Unique in its list; named on every callback that it answered.'),
  enabled: z.boolean().default(true),
  when,
  requireLogin: z
    .boolean()
    .default(false)
    .describe("Only callbacks with the profile's credentials (Basic or Bearer) get the steps; others get 401."),
  steps: z.array(answerStepSchema).min(1).max(100).describe('In order; each holds for so many attempts of a delivery.'),
})

/** The rules of a profile or of the settings, in order: the first that holds decides. */
export const answerRulesSchema = z
  .array(answerRuleSchema)
  .max(500)
  .superRefine((rules, context) => {
    const seen = new Set<string>()
    for (const [index, { name }] of rules.entries()) {
      if (seen.has(name)) {
        context.addIssue({ code: 'custom', path: [index, 'name'], message: `Two rules are called “${name}”.` })
      }
      seen.add(name)
    }
  })

export type AnswerRule = Readonly<z.infer<typeof answerRuleSchema>>
export type AnswerStep = AnswerRule['steps'][number]

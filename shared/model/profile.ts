import { z } from 'zod'
import { answerRulesSchema } from './answer-rule.ts'
import { networkSchema } from './network.ts'
import { secretInDraftSchema, secretInFileSchema } from './secret-text.ts'

export const DIGEST_ALGORITHMS = ['MD5', 'SHA1'] as const
export type DigestAlgorithm = (typeof DIGEST_ALGORITHMS)[number]

/** The version of the profile format that this program reads and writes. */
export const PROFILE_VERSION = 1

/** What a Host header can hold: a name in ASCII or an IPv6 address in brackets, with a port or not (RFC 9110 §7.2). */
const HOST = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~-]+)(?::\d{0,5})?$/

/** An empty one is said to be empty, by the length. */
const profileName = z.string().min(1).max(80).regex(/^$|\S/, 'a name that can be read is expected, not blanks alone')

const date = z.iso.date('a date like 2025-11-12 is expected')

/** An older salt, with what is known of it. */
const saltHistory = <S extends z.ZodType>(secret: S) =>
  z.strictObject({
    salt: secret,
    label: z.string().max(200).optional().describe('A word for the user: "old shop".'),
    since: date.optional().describe('The day since when it held.'),
    until: date.optional().describe('The last day on which it held; verdicts say it.'),
    note: z.string().max(2000).optional(),
  })

const digestSettings = <S extends z.ZodType>(secret: S) =>
  z.strictObject({
    algorithm: z.enum(DIGEST_ALGORITHMS),
    parameters: z
      .array(z.string().min(1))
      .min(1)
      .describe(
        'Names in the order in which they were registered; their values are joined without separators, the salt last.',
      ),
    salt: secret.nullable().optional().describe('null: registered without a salt. Absent: the salt is not known.'),
    since: date.optional().describe('The day since when this salt holds.'),
    note: z.string().max(2000).optional().describe('Whatever you want to remember of this salt.'),
    previousSalts: z
      .array(saltHistory(secret))
      .optional()
      .describe('Older salts: a digest that fits one of them is explained.'),
  })

const endpointEvent = <S extends z.ZodType>(secret: S) =>
  z.strictObject({
    uriTemplate: z.string().min(1).optional().describe('As registered, with {placeholders}; a full URL or a path.'),
    digest: digestSettings(secret)
      .nullable()
      .optional()
      .describe("null: no digest was registered for this event. Absent: the profile's digest settings hold."),
  })

const credentials = <S extends z.ZodType>(secret: S) =>
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('basic'),
      // RFC 7617 §2: the user name ends at the first colon, so that one with a colon can never be sent.
      user: z.string().regex(/^[^:]*$/, 'a user name without a colon is expected'),
      password: secret,
    }),
    z.strictObject({ kind: z.literal('bearer'), token: secret }),
  ])

const jsonWebKey = z.looseObject({ kty: z.string() })

const keySet = <S extends z.ZodType>(secret: S) =>
  z.union(
    [
      z.string().min(1),
      z.strictObject({ keys: z.array(jsonWebKey) }),
      z.strictObject({ pem: z.string().min(1) }),
      z.strictObject({
        url: z
          .url({ protocol: /^https$/, error: 'a full address that begins with https:// is expected' })
          .meta({ pattern: '^\\s*[Hh][Tt][Tt][Pp][Ss]:' }),
        apiKey: secret.optional().describe('Sent as the header "apikey" when the key set is fetched.'),
      }),
    ],
    { error: 'the path of a file, {"keys": […]}, {"pem": "…"} or {"url": "https://…"} is expected' },
  )

const ladder = z.strictObject({
  delaysSeconds: z
    .array(z.number().nonnegative())
    .min(1)
    .max(100)
    .describe('Seconds from each attempt to the next, in place of the documented ones.'),
})

/** The one description of a profile; `secret` is how salts, passwords and keys stand in it. */
const profileShape = <S extends z.ZodType>(secret: S) =>
  z.strictObject({
    $schema: z.string().optional(),
    version: z.literal(PROFILE_VERSION),
    name: profileName.describe('The name that verdicts show; unique.'),
    environment: z.enum(['production', 'test', 'lab']).default('test'),
    family: z.enum(['legacy', 'mapi', 'rco-plus', 'loan']).optional(),
    host: z
      .string()
      .regex(HOST, 'a host name such as shop.example is expected, without https:// and without a path')
      .optional()
      .describe('Host name of the endpoint; when given, only requests with this Host are matched.'),
    path: z
      .string()
      .regex(/^\/[^\s?#]*$/, 'a path such as /callbacks is expected, without query')
      .optional()
      .describe('Path of the endpoint; when given, only requests to it or below it are matched.'),
    pathMatch: z
      .enum(['prefix', 'exact'])
      .optional()
      .describe('exact: only requests to this very path are matched, none below it. Absent: prefix.'),
    digest: digestSettings(secret)
      .nullable()
      .optional()
      .describe('Digest settings for every event that has none of its own.'),
    events: z
      .record(z.string().min(1), endpointEvent(secret))
      .default({})
      .describe('What was registered for each event type: BOOKED, UNFREEZE, AUTHORIZATION, SIGNED, …'),
    sources: z
      .array(networkSchema)
      .default([])
      .describe('Further addresses or networks that callbacks may come from (a test bench, a second data centre).'),
    proxies: z
      .array(networkSchema)
      .default([])
      .describe("Reverse proxies in front of the listener: their address is expected, and is not the bank's."),
    credentials: credentials(secret)
      .optional()
      .describe('What the bank was told to send in Authorization when the callback was registered.'),
    keySet: keySet(secret)
      .optional()
      .describe(
        'Key set for jwsData: the JWKS itself, a public key in PEM, an address, or the path of a file (relative to the profile).',
      ),
    answerRules: answerRulesSchema
      .optional()
      .describe('What the listener answers to callbacks of this profile; tried before the rules of the settings.'),
    ladder: ladder.optional().describe('Delays between attempts, when this endpoint is known to be retried otherwise.'),
  })

/** Version 1 of the endpoint profile file (docs/profiles.md, docs/profile.schema.json). */
export const profileFileSchema = profileShape(secretInFileSchema)
export type ProfileFile = Readonly<z.infer<typeof profileFileSchema>>

/** What an editor shows and sends back: secrets that it has not seen stand as `keep`. */
export const profileDraftSchema = profileShape(secretInDraftSchema)
export type ProfileDraft = Readonly<z.infer<typeof profileDraftSchema>>

/** What checks get: every secret is plain text; one that cannot be had is absent, as if it were not known. */
export const profileSchema = profileShape(z.string())
export type EndpointProfile = Readonly<z.infer<typeof profileSchema>>

export type DigestSettings = Readonly<NonNullable<EndpointProfile['digest']>>

/** A profile whose secrets stand in it as `S`. */
export type ProfileOf<S> = Readonly<z.infer<ReturnType<typeof profileShape<z.ZodType<S>>>>>

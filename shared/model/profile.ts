import { z } from 'zod'

export const DIGEST_ALGORITHMS = ['MD5', 'SHA1'] as const
export type DigestAlgorithm = (typeof DIGEST_ALGORITHMS)[number]

const saltHistory = z.strictObject({
  salt: z.string(),
  label: z.string().optional().describe('A word for the user: "until 12 Nov", "old shop".'),
})

const digestSettings = z.strictObject({
  algorithm: z.enum(DIGEST_ALGORITHMS),
  parameters: z
    .array(z.string().min(1))
    .min(1)
    .describe(
      'Names in the order in which they were registered; their values are joined without separators, the salt last.',
    ),
  salt: z.string().nullable().optional().describe('null: registered without a salt. Absent: the salt is not known.'),
  previousSalts: z.array(saltHistory).optional().describe('Older salts: a digest that fits one of them is explained.'),
})

const endpointEvent = z.strictObject({
  uriTemplate: z.string().min(1).optional().describe('As registered, with {placeholders}; a full URL or a path.'),
  digest: digestSettings
    .nullable()
    .optional()
    .describe("null: no digest was registered for this event. Absent: the profile's digest settings hold."),
})

const jsonWebKey = z.looseObject({ kty: z.string() })

/** Version 1 of the endpoint profile file (docs/profiles.md, docs/profile.schema.json). */
export const profileSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  name: z.string().min(1).max(80).describe('The name that verdicts show; unique.'),
  environment: z.enum(['production', 'test', 'lab']).default('test'),
  family: z.enum(['legacy', 'mapi', 'rco-plus', 'loan']).optional(),
  host: z
    .string()
    .min(1)
    .optional()
    .describe('Host name of the endpoint; when given, only requests with this Host are matched.'),
  path: z
    .string()
    .startsWith('/')
    .optional()
    .describe('Path prefix of the endpoint; when given, only requests below it are matched.'),
  digest: digestSettings.nullable().optional().describe('Digest settings for every event that has none of its own.'),
  events: z
    .record(z.string().min(1), endpointEvent)
    .default({})
    .describe('What was registered for each event type: BOOKED, UNFREEZE, AUTHORIZATION, SIGNED, …'),
  sources: z
    .array(z.string().min(1))
    .default([])
    .describe('Further addresses or networks that callbacks may come from (a test bench, a second data centre).'),
  proxies: z
    .array(z.string().min(1))
    .default([])
    .describe("Reverse proxies in front of the listener: their address is expected, and is not the bank's."),
  keySet: z
    .union([z.string().min(1), z.strictObject({ keys: z.array(jsonWebKey) })])
    .optional()
    .describe('Key set for jwsData: the JWKS itself, or the path of a file with it (relative to the profile).'),
})

export type DigestSettings = Readonly<z.infer<typeof digestSettings>>
export type EndpointProfile = Readonly<z.infer<typeof profileSchema>>

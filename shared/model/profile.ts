import { z } from 'zod'

export const DIGEST_ALGORITHMS = ['MD5', 'SHA1'] as const
export type DigestAlgorithm = (typeof DIGEST_ALGORITHMS)[number]

const saltHistory = z.strictObject({
  salt: z.string(),
  /** A word for the user: "until 12 Nov", "old shop". */
  label: z.string().optional(),
})

const digestSettings = z.strictObject({
  algorithm: z.enum(DIGEST_ALGORITHMS),
  /** Names in the order in which they were registered; their values are joined without separators, the salt last. */
  parameters: z.array(z.string().min(1)).min(1),
  /** null: registered without a salt. Absent: the salt is not known. */
  salt: z.string().nullable().optional(),
  previousSalts: z.array(saltHistory).optional(),
})

const endpointEvent = z.strictObject({
  /** As registered, with {placeholders}; a full URL or a path. */
  uriTemplate: z.string().min(1).optional(),
  /** null: no digest was registered for this event. Absent: the profile's digest settings hold. */
  digest: digestSettings.nullable().optional(),
})

const jsonWebKey = z.looseObject({ kty: z.string() })

/** Version 1 of the endpoint profile file (docs/profiles.md, docs/profile.schema.json). */
export const profileSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  name: z.string().min(1).max(80),
  environment: z.enum(['production', 'test', 'lab']).default('test'),
  family: z.enum(['legacy', 'mapi', 'rco-plus', 'loan']).optional(),
  /** Host name of the endpoint; when given, only requests with this Host are matched. */
  host: z.string().min(1).optional(),
  /** Path prefix of the endpoint; when given, only requests below it are matched. */
  path: z.string().startsWith('/').optional(),
  /** Digest settings for every event that has none of its own. */
  digest: digestSettings.nullable().optional(),
  events: z.record(z.string().min(1), endpointEvent).default({}),
  /** Further addresses or networks that callbacks may come from (a test bench, a second data centre). */
  sources: z.array(z.string().min(1)).default([]),
  /** Reverse proxies in front of the listener: their address is expected, and is not the bank's. */
  proxies: z.array(z.string().min(1)).default([]),
  /** Key set for jwsData: the JWKS itself, or the path of a file with it (relative to the profile). */
  keySet: z.union([z.string().min(1), z.strictObject({ keys: z.array(jsonWebKey) })]).optional(),
})

export type DigestSettings = Readonly<z.infer<typeof digestSettings>>
export type EndpointEvent = Readonly<z.infer<typeof endpointEvent>>
export type EndpointProfile = Readonly<z.infer<typeof profileSchema>>

import { z } from 'zod'
import { answerHeaderSchema, answerRulesSchema } from './answer-rule.ts'
import { networkSchema } from './network.ts'

const bind = (port: number, enabled: boolean) =>
  z
    .strictObject({
      enabled: z.boolean().default(enabled),
      host: z.string().min(1).default('127.0.0.1'),
      /** 0 lets the system choose. */
      port: z.int().min(0).max(65535).default(port),
    })
    .prefault({})

/** One more address to listen on, beside the two that always stand. */
const furtherListener = z.strictObject({
  /** Shown on its card; empty: its scheme and port tell it apart. */
  name: z.string().max(60).default(''),
  scheme: z.enum(['https', 'http']).default('https'),
  enabled: z.boolean().default(true),
  host: z.string().min(1).default('127.0.0.1'),
  /** 0 lets the system choose. */
  port: z.int().min(0).max(65535),
})

const certificate = z.discriminatedUnion('kind', [
  /** A local CA and a leaf, made on first run, for these extra names. */
  z.strictObject({ kind: z.literal('generated'), names: z.array(z.string().min(1)).default([]) }),
  z.strictObject({ kind: z.literal('pem'), certificateFile: z.string().min(1), keyFile: z.string().min(1) }),
  z.strictObject({ kind: z.literal('pfx'), file: z.string().min(1) }),
])

const limits = z
  .strictObject({
    /** Request line and headers together, bytes. 16 KiB is what web servers commonly take, so a longer one is news. */
    headerBytes: z.int().min(1024).max(1048576).default(16384),
    headerSeconds: z.number().min(1).max(600).default(10),
    bodyBytes: z.int().min(1024).max(1073741824).default(10485760),
    /** From the first byte of a request to its last. */
    requestSeconds: z.number().min(1).max(3600).default(30),
    handshakeSeconds: z.number().min(1).max(600).default(10),
    /** A kept-alive connection without a new request. */
    idleSeconds: z.number().min(1).max(3600).default(60),
    connections: z.int().min(1).max(100000).default(2000),
    /** Decoded (decompressed) view of a body, bytes; the raw bytes are always kept. */
    decodedBytes: z.int().min(1024).max(268435456).default(8388608),
  })
  .prefault({})

const answer = z
  .strictObject({
    status: z.int().min(200).max(599).default(204),
    headers: z.array(answerHeaderSchema).default([]),
    body: z.string().max(1048576).default(''),
  })
  .prefault({})

const retention = z
  .strictObject({
    /** null: no limit. The oldest go first. */
    maxCount: z.int().min(1).nullable().default(null),
    maxAgeDays: z.number().positive().nullable().default(null),
    maxBytes: z.int().min(1048576).nullable().default(null),
  })
  .prefault({})

const day = z.iso.date('a day such as 2025-11-18 is expected')

const sourceEntry = z
  .strictObject({
    network: networkSchema,
    /** First day on which it holds, UTC. null: no first day is known. */
    since: day.nullable().default(null),
    /** First day on which it no longer holds, UTC. null: it still does. */
    until: day.nullable().default(null),
    note: z.string().max(500).default(''),
  })
  .refine(({ since, until }) => since === null || until === null || since < until, {
    path: ['until'],
    error: 'it must end after it began',
  })

/** Where callbacks come from, and whose word about that counts. */
const sources = z
  .strictObject({
    /** The user's own list; null: the one that comes with the program (shared/facts/network.ts). */
    list: z.array(sourceEntry).max(500).nullable().default(null),
    /** Reverse proxies whose forwarding headers are believed, for every endpoint. */
    proxies: z.array(networkSchema).max(200).default([]),
  })
  .prefault({})

/** Everything that the user can set, with its default. Written to settings.json (mode 0600). */
export const settingsSchema = z.strictObject({
  version: z.literal(1).default(1),
  https: bind(8443, true),
  http: bind(8080, false),
  /** Further addresses, all with the same certificate. */
  listeners: z.array(furtherListener).max(16).default([]),
  certificate: certificate.prefault({ kind: 'generated' }),
  limits,
  answer,
  /** Tried in order, after those of the profile; what no rule answers gets `answer`. */
  answerRules: answerRulesSchema.default([]),
  retention,
  sources,
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  notifyOnArrival: z.boolean().default(false),
})

export type Settings = Readonly<z.infer<typeof settingsSchema>>
export type FurtherListener = Settings['listeners'][number]
export type Limits = Settings['limits']
export type CertificateSetting = Settings['certificate']
export type SourceSettings = Settings['sources']
export type Retention = Settings['retention']

/** The settings of a first start. */
export function defaultSettings(): Settings {
  return settingsSchema.parse({})
}

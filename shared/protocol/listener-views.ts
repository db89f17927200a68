import { z } from 'zod'
import { PUBLIC_OUTCOMES } from '../preflight/public-test.ts'
import { problemSchema } from './errors.ts'

/* A listener as its card shows it. */

const publicState = z.enum(['pass', 'warn', 'fail', 'unknown'])
const advice = z.string().nullable()
const sentences = z.array(z.string()).readonly()

/** What came of a self-test through a public name. */
export const publicTestSchema = z.strictObject({
  /** As given. */
  url: z.string(),
  /** ms since 1970. */
  at: z.number(),
  outcome: z.enum([...PUBLIC_OUTCOMES, 'not-https', 'no-name', 'no-name-service']),
  state: publicState,
  sentence: z.string(),
  advice,
  legs: z
    .array(z.strictObject({ address: z.string(), outcome: z.enum(PUBLIC_OUTCOMES), sentence: z.string(), advice }))
    .readonly(),
  proves: sentences,
  notProved: sentences,
})
export type PublicTestView = Readonly<z.infer<typeof publicTestSchema>>

export const certificateViewSchema = z.strictObject({
  kind: z.enum(['generated', 'pem', 'pfx']),
  subject: z.string(),
  issuer: z.string(),
  names: z.array(z.string()).readonly(),
  validFrom: z.number(),
  validTo: z.number(),
  fingerprint: z.string(),
  keyType: z.string(),
  /** The local CA to trust, when we made the certificate. */
  authorityFile: z.string().nullable(),
  /** Whether real traffic of the bank would take it; absent until it was looked at. */
  standing: z.strictObject({ kind: z.enum(['lab', 'public', 'refused']), sentence: z.string() }).optional(),
})
export const listenerStatusSchema = z.strictObject({
  scheme: z.enum(['https', 'http']),
  /** Present on a listener beside the two that always stand; `id` holds as long as the engine runs. */
  further: z.strictObject({ id: z.string(), name: z.string() }).optional(),
  state: z.enum(['listening', 'stopped', 'failed']),
  host: z.string(),
  port: z.int(),
  url: z.string().nullable(),
  problem: problemSchema.nullable(),
  certificate: certificateViewSchema.nullable(),
  lastCallbackAt: z.number().nullable(),
  lastTroubleAt: z.number().nullable(),
  lastTrouble: z.string().nullable(),
  /** The last of those troubles that was a TLS handshake. */
  lastHandshakeFailureAt: z.number().nullable(),
  lastHandshakeFailure: z.string().nullable(),
  /** Connections that opened and closed without a byte: counted, no rows. */
  silent: z.int(),
  /** Listens since, ms since 1970. */
  since: z.number().optional(),
  /** The last test of ours through the real socket; absent before the first. `at` in ms since 1970. */
  selfTest: z.strictObject({ at: z.number(), ok: z.boolean(), sentence: z.string() }).optional(),
  /** The last test of ours through a public name; absent before the first. `at` in ms since 1970. */
  publicTest: z.strictObject({ at: z.number(), url: z.string(), state: publicState, sentence: z.string() }).optional(),
})
export type ListenerStatus = Readonly<z.infer<typeof listenerStatusSchema>>

/** Takes a listener, gives what tells it from the others: its scheme for the two that always stand. */
export function listenerKey({ scheme, further }: ListenerStatus): string {
  return further?.id ?? scheme
}

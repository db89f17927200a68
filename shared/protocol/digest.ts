import { z } from 'zod'
import { DIGEST_ALGORITHMS } from '../model/profile.ts'
import { digestSearchSchema, list, namedValueSchema } from './views.ts'

/* Methods of the digest workshop; table.ts takes them in. */

const sequence = z.int().positive()
const algorithm = z.enum(DIGEST_ALGORITHMS)
const text = z.string().max(10_000)
const salt = text.nullable()

/** What is known of the digest of a request: the workshop is filled with it, and sends it back with the user's changes. */
export const digestCaseSchema = z.strictObject({
  /** '' when the request carries no digest. */
  received: z.string(),
  eventType: z.string().nullable(),
  profileName: z.string().nullable(),
  algorithm,
  /** The values of the registered list, else of the likeliest one. */
  values: list(namedValueSchema),
  /** What else the request carries. */
  others: list(namedValueSchema),
  salt: z.string().nullable(),
  /** The profile says which salt (or that none) was registered. */
  saltKnown: z.boolean(),
  texts: list(z.strictObject({ label: z.string(), text: z.string() })),
  ampNames: list(z.string()),
})
export type DigestCaseView = Readonly<z.infer<typeof digestCaseSchema>>

const given = z.strictObject({ name: z.string().max(1000), value: text, raw: text.optional() })

export const DIGEST_METHODS = {
  /** What a digest would be. `latin1`: over the bytes in Latin-1, where these differ from UTF-8 and can write the text. */
  'digest.compute': {
    params: z.strictObject({ algorithm, values: z.array(text).min(1).max(50), salt }),
    result: z.strictObject({ digest: z.string(), input: z.string(), latin1: z.string().nullable() }),
  },
  /** Reads a pasted digest, URL, request or line of a log. `known` null: it is a digest alone. */
  'digest.read': {
    params: z.strictObject({ text: z.string().max(100_000) }),
    result: z.strictObject({ received: z.string(), known: digestCaseSchema.nullable() }),
  },
  /** What is known of the digest of a stored callback; null when it is none of the legacy family. */
  'digest.ofEntry': {
    params: z.strictObject({ sequence }),
    result: z.strictObject({ known: digestCaseSchema.nullable() }),
  },
  /** The fault search. Salts of every profile are tried as well; the answer names them, and holds none. */
  'digest.explain': {
    params: z.strictObject({
      received: text,
      algorithm,
      values: z.array(given).max(50),
      salt,
      saltKnown: z.boolean(),
      eventType: z.string().max(200).nullable(),
      others: z.array(given).max(50),
      identifiers: z.array(text).max(20),
      texts: z.array(z.strictObject({ label: z.string().max(200), text })).max(5),
      ampNames: z.array(z.string().max(1000)).max(50),
    }),
    result: digestSearchSchema,
  },
} as const

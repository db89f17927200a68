import { z } from 'zod'
import { problemSchema } from './errors.ts'
import { jwsView, list, signatureLightSchema } from './views.ts'

/* Methods of tokens and key sets, with their shapes; table.ts takes them in. */

/** A token may be as large as a body (10 MiB and what JSON puts around it), in characters. */
export const LONGEST_TOKEN = 16_777_216
/** A key set is some KiB; the reader refuses files above 4 MiB. */
export const LONGEST_KEY_SET = 4_194_304
const keyText = z.string().max(LONGEST_KEY_SET)
const pasted = z.string().max(LONGEST_TOKEN)

/** One key of a set, as a list shows it. Public numbers only; they are not shown. */
const keyView = z.strictObject({
  keyId: z.string().nullable(),
  /** Bits of the modulus. */
  bits: z.int().nullable(),
  /** Why it cannot be used, and how programs call that; null: it can. */
  refused: z.string().nullable(),
  cause: z.string().nullable(),
  /** What was repaired in it while reading. */
  repaired: z.string().nullable(),
})

/** A key set: where it comes from, how old it is, what it holds. */
export const keySetViewSchema = z.strictObject({
  /** Profile or file. */
  name: z.string(),
  profile: z.string().nullable(),
  environment: z.string().nullable(),
  kind: z.enum(['file', 'inline', 'pem', 'url', 'pasted']),
  /** Path or address; '' where it stands in the profile itself. */
  place: z.string(),
  /** When it was fetched, or the file was changed; ms since 1970. */
  at: z.number().nullable(),
  keys: list(keyView),
  remarks: list(z.string()),
  problem: problemSchema.nullable(),
})
export type KeySetView = Readonly<z.infer<typeof keySetViewSchema>>

export const SIGNATURE_METHODS = {
  /**
   * Verifies a pasted token, or the one in a pasted body or request. `keySet`: text of a key set; null: the registered ones, of which
   * `sets` names those to use (null: all).
   */
  'signature.check': {
    params: z.strictObject({
      token: pasted,
      keySet: keyText.nullable(),
      sets: z.array(z.string().max(4096)).max(1000).nullable(),
    }),
    result: z.strictObject({
      light: signatureLightSchema,
      kind: z.enum(['token', 'body', 'request']),
      jws: jwsView,
      /** The pasted key set; null when none was pasted. */
      keySet: keySetViewSchema.nullable(),
    }),
  },
  /** The registered key sets: those of profiles, then files of their own. */
  'keysets.list': { params: z.strictObject({}), result: z.strictObject({ sets: list(keySetViewSchema) }) },
  /** Fetches the key set of a profile that names an address. Everything is judged again when it is another one. */
  'keysets.refresh': {
    params: z.strictObject({ profile: z.string().min(1).max(80) }),
    result: z.strictObject({ set: keySetViewSchema }),
  },
} as const

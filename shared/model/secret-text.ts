import { z } from 'zod'

/*
 * A secret (salt, password, token, API key) as it may stand in a profile file, in what an editor sends, and in what checks get.
 * Files and editors never carry the plain text unless somebody typed it there.
 */

const environmentName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'an environment variable has letters, digits and _ in its name')
  .max(200)

const named = z.strictObject({ env: environmentName })
const sealed = z.strictObject({
  sealed: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/, 'a sealed secret is base64url text; it was changed by hand')
    .describe('Written by the app: encrypted with the key that the system keeps for this user on this machine.'),
})

/** In a file: plain text, the name of an environment variable, or text that the app sealed. */
export const secretInFileSchema = z.union([z.string(), named, sealed], {
  error: 'a text in quotes, {"env": "NAME"} or {"sealed": "…"} is expected',
})
export type SecretInFile = string | { readonly env: string } | { readonly sealed: string }

/**
 * From an editor: new plain text, the name of an environment variable, or `keep`: the secret that stands at this path of the stored
 * profile (`digest.salt`, `events.BOOKED.digest.previousSalts[0].salt`), which the editor has never seen and may have moved.
 */
export const secretInDraftSchema = z.union([z.string(), named, z.strictObject({ keep: z.string().min(1).max(1000) })], {
  error: 'a text, {"env": "NAME"} or {"keep": "PATH"} is expected',
})
export type SecretInDraft = string | { readonly env: string } | { readonly keep: string }

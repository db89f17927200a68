import { z } from 'zod'
import { profileDraftSchema } from '../model/profile.ts'
import { SECRET_REMARKS } from '../model/secret-remark.ts'
import { problemSchema } from './errors.ts'
import { list, profileStatusSchema, rejudgeProgressSchema } from './views.ts'

/* Methods and events of profiles and of judging again, with their shapes; table.ts takes them in. */

const none = z.strictObject({})
const name = z.string().min(1).max(80)
/** A profile with ten thousand events is a few MiB; the reader refuses more. */
const text = z.string().max(4_194_304)

/** What may be told of a secret without showing it. */
const secretViewSchema = z.strictObject({
  /** Where it stands: `digest.salt`, `events.BOOKED.digest.previousSalts[0].salt`, `credentials.password`, `keySet.apiKey`. */
  path: z.string(),
  kind: z.enum(['salt', 'password', 'token', 'api-key']),
  /** How it stands in the file. */
  stored: z.enum(['plain', 'sealed', 'env']),
  /** The environment variable; null unless `stored` is env. */
  env: z.string().nullable(),
  /** Eight characters in two groups, the same for the same secret on every machine; null when it cannot be had. */
  fingerprint: z.string().nullable(),
  /** Characters (code points); null when it cannot be had. */
  length: z.int().nullable(),
  remarks: list(z.strictObject({ code: z.enum(SECRET_REMARKS), text: z.string() })),
  /** Why it cannot be had: the variable is not set, the sealed text cannot be opened. */
  problem: problemSchema.nullable(),
})
export type SecretView = Readonly<z.infer<typeof secretViewSchema>>

/** One profile as an editor opens it. `profile` can be sent back as it is: its secrets say `keep` or `env`. */
const profileViewSchema = z.strictObject({
  name: z.string(),
  file: z.string(),
  /** null: it can be saved. Else the sentence that says why not. */
  readOnly: z.string().nullable(),
  profile: profileDraftSchema,
  secrets: list(secretViewSchema),
  problem: problemSchema.nullable(),
})
export type ProfileView = Readonly<z.infer<typeof profileViewSchema>>

export const PROFILE_METHODS = {
  /** Every profile and key set file with its state. `sealing`: secrets are encrypted when a profile is saved here. */
  'profiles.list': {
    params: none,
    result: z.strictObject({ profiles: list(profileStatusSchema), folder: z.string(), sealing: z.boolean() }),
  },
  'profiles.read': { params: z.strictObject({ name }), result: profileViewSchema },
  /** One secret in plain text, on demand. `path` as in SecretView. */
  'profiles.reveal': {
    params: z.strictObject({ name, path: z.string().max(1000) }),
    result: z.strictObject({ secret: z.string() }),
  },
  /** Fingerprint and remarks of a text that is being typed, before it is saved. */
  'profiles.inspectSecret': {
    params: z.strictObject({ secret: z.string().max(100_000) }),
    result: secretViewSchema.pick({ fingerprint: true, length: true, remarks: true }),
  },
  /**
   * Saves a profile. `previousName` null: a new one; else the one that it replaces, also under another name.
   * The draft is checked here, so that the problem names the path (`data.path`).
   */
  'profiles.save': {
    params: z.strictObject({ profile: z.record(z.string(), z.unknown()), previousName: name.nullable() }),
    result: profileViewSchema,
  },
  'profiles.delete': { params: z.strictObject({ name }), result: none },
  /**
   * Takes the text of a profile file into the folder. `as` null: under its own name; when that is taken nothing is saved and
   * `clash` names a free one, for the caller to ask: the free name, or `replace`.
   */
  'profiles.import': {
    params: z.strictObject({ text, as: name.nullable(), replace: z.boolean() }),
    result: z.strictObject({
      saved: profileViewSchema.nullable(),
      clash: z.strictObject({ name: z.string(), suggestion: z.string() }).nullable(),
      /** Sentences: placeholders that need a secret, a key set file that is not there. */
      notes: list(z.string()),
    }),
  },
  /** The text of a file for somebody else. Without `secrets` each stands as {"env": "…"}, a placeholder that says what is missing. */
  'profiles.export': {
    params: z.strictObject({ name, secrets: z.boolean() }),
    result: z.strictObject({ fileName: z.string(), text: z.string(), leftOut: z.int(), notes: list(z.string()) }),
  },
  /** Encrypts the secrets that stand in plain text in the profiles of the folder. Gives how many. */
  'profiles.seal': { params: none, result: z.strictObject({ sealed: z.int(), problems: list(problemSchema) }) },

  /** Judges everything stored again with the salts and keys of now, newest first. Resolves when done or cancelled. */
  'verdicts.rejudge': { params: none, result: z.strictObject({ judged: z.int(), cancelled: z.boolean() }) },
  /** Stops it; what is not judged yet keeps its older verdict and the state is `behind`. */
  'verdicts.cancel': { params: none, result: rejudgeProgressSchema },
} as const

export const PROFILE_EVENTS = {
  'verdicts.progress': rejudgeProgressSchema,
} as const

import { z } from 'zod'
import { FAMILIES, FRAMINGS } from '../model/callback.ts'
import { CONNECTION_CAUSES } from '../model/connection-event.ts'
import { LIGHT_STATES, SEVERITIES, TOKEN_VERDICTS } from '../model/verdict.ts'
import { settingsSchema } from '../model/settings.ts'
import { problemSchema } from './errors.ts'
import { listenerStatusSchema } from './listener-views.ts'
import { appliedRuleSchema } from './rules.ts'

export { certificateViewSchema, listenerStatusSchema } from './listener-views.ts'
export type { ListenerStatus } from './listener-views.ts'

/** A list that nobody may change: records of the model are readonly, and must fit without a copy. */
export const list = <T extends z.ZodType>(item: T) => z.array(item).readonly()

/* What the engine tells its clients, as schemas: the shapes of the window's data. */

const evidence = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), list(z.string())]))
export const findingSchema = z.strictObject({
  code: z.string(),
  severity: z.enum(SEVERITIES),
  summary: z.string(),
  explanation: z.string(),
  /** What to do; null when nothing needs doing. */
  advice: z.string().nullable(),
  evidence,
  source: z.string().nullable(),
})
export const lightSchema = z.strictObject({ state: z.enum(LIGHT_STATES), findings: list(findingSchema) })
export const signatureLightSchema = lightSchema.extend({
  verdict: z.enum(TOKEN_VERDICTS).nullable().optional(),
  reason: z.string().nullable().optional(),
})
export const verdictSchema = z.strictObject({
  digest: lightSchema,
  signature: signatureLightSchema,
  source: lightSchema,
  transport: lightSchema,
  answer: lightSchema,
})

const peer = z.strictObject({ address: z.string(), port: z.int() })
const connection = z.strictObject({
  number: z.int(),
  peer,
  local: peer,
  scheme: z.enum(['https', 'http']),
  tls: z
    .strictObject({
      version: z.string(),
      cipher: z.string(),
      sni: z.string().nullable(),
      alpn: z.string().nullable(),
    })
    .nullable(),
})
const times = z.strictObject({
  secured: z.number().nullable(),
  firstByte: z.number(),
  headEnd: z.number(),
  bodyEnd: z.number(),
  stored: z.number().nullable(),
  answered: z.number().nullable(),
})
export const namedValueSchema = z.strictObject({ name: z.string(), value: z.string(), raw: z.string() })
const headerPair = z.tuple([z.string(), z.string()]).readonly()

/** One candidate of the digest check: what was joined, and what it gives. */
const digestWorkings = z.strictObject({
  algorithm: z.enum(['MD5', 'SHA1']),
  /** The joined values, without the salt. */
  parameters: list(namedValueSchema),
  /** The salt itself; shown masked until asked for. null: registered without one. */
  salt: z.string().nullable(),
  saltLabel: z.string(),
  /** The salt that holds now, not one of its history. */
  saltCurrent: z.boolean(),
  /** Where the list comes from, and who publishes it (null for the registered one). */
  list: z.enum(['registered', 'published']),
  listSource: z.string().nullable(),
  expected: z.string(),
  received: z.string().nullable(),
  matches: z.boolean(),
})

/** What the fault search found for a digest: causes of one `explanation` belong together, the best is number 1. */
export const digestSearchSchema = z.strictObject({
  matches: z.boolean(),
  expected: z.string(),
  causes: list(
    z.strictObject({
      code: z.string(),
      summary: z.string(),
      advice: z.string(),
      evidence,
      explanation: z.int(),
    }),
  ),
  /** How many texts were hashed. */
  tried: z.int(),
  /** False: there were too many combinations to try every one. */
  complete: z.boolean(),
  /** The time for it was used up, and no cause had been found by then. */
  stopped: z.boolean(),
})
export type DigestSearch = Readonly<z.infer<typeof digestSearchSchema>>

/** The signed claims against the event in the body, member by member. */
const comparisonSchema = z.strictObject({
  state: z.enum(['compared', 'no-event-in-payload', 'no-event-in-body', 'payload-not-read']),
  fields: list(
    z.strictObject({
      member: z.string(),
      expected: z.string().nullable(),
      received: z.string().nullable(),
      result: z.enum(['equal', 'written', 'differs', 'not-signed', 'not-in-body']),
    }),
  ),
  /** Fields beyond those listed. */
  more: z.int(),
})
export const jwsView = z.strictObject({
  /** The token as found in the body, white space included; its beginning when it is very long. */
  token: z.string(),
  tokenLength: z.int(),
  /** Where it stood, when not where the documentation puts it. */
  place: z.string().nullable(),
  /** Exact decoded text of header and payload; null when a part cannot be decoded. */
  headerText: z.string().nullable(),
  payloadText: z.string().nullable(),
  payloadLength: z.int(),
  keyId: z.string().nullable(),
  /** Name of the key set (profile or file) that verified it. */
  verifiedBy: z.string().nullable(),
  comparison: comparisonSchema,
  /** The time claims against the time of arrival. */
  times: list(
    z.strictObject({
      claim: z.enum(['iat', 'nbf', 'exp']),
      written: z.string(),
      at: z.number().nullable(),
      state: z.enum(['met', 'expired', 'not-yet', 'issued-later', 'milliseconds', 'out-of-range', 'no-number']),
    }),
  ),
})

export const callbackDetailSchema = z.strictObject({
  kind: z.literal('callback'),
  id: z.string(),
  sequence: z.int(),
  receivedAt: z.number(),
  /** One sentence a person would say. */
  headline: z.string(),
  family: z.enum(FAMILIES),
  eventType: z.string().nullable(),
  reference: z.string().nullable(),
  parameters: list(namedValueSchema),
  matchedBy: z.enum(['template', 'shape', 'none']),
  profileName: z.string().nullable(),
  template: z.string().nullable(),
  notes: list(findingSchema),
  method: z.string(),
  target: z.string(),
  httpVersion: z.string(),
  query: list(namedValueSchema),
  headers: list(headerPair),
  framing: z.enum(FRAMINGS),
  headLength: z.int(),
  rawLength: z.int(),
  /** Body after the transfer coding (chunks) was taken off. */
  bodyLength: z.int(),
  /** Content codings named by the request, and how decoding went. */
  decoded: z.strictObject({ codings: list(z.string()), length: z.int().nullable(), note: z.string().nullable() }),
  contentType: z.string().nullable(),
  connection,
  requestNumber: z.int(),
  times,
  answer: z.strictObject({
    status: z.int(),
    sent: z.boolean().nullable(),
    afterMs: z.number().nullable(),
    /** The answer rule that held; null when none did. */
    rule: appliedRuleSchema.nullable(),
  }),
  simulated: z.boolean(),
  /** Run and clock of the simulator. */
  simulation: z.strictObject({ run: z.string(), at: z.number() }).nullable(),
  /** The delivery that it belongs to (deliveries.detail); null: to none. */
  delivery: z.int().nullable(),
  verdict: verdictSchema,
  digest: list(digestWorkings),
  /** Why the digest does not match; null when it does, or when there is nothing to compare with. */
  digestSearch: digestSearchSchema.nullable(),
  jws: jwsView.nullable(),
})
export type CallbackDetail = Readonly<z.infer<typeof callbackDetailSchema>>

export const connectionDetailSchema = z.strictObject({
  kind: z.literal('connection'),
  id: z.string(),
  sequence: z.int(),
  receivedAt: z.number(),
  cause: z.enum(CONNECTION_CAUSES),
  code: z.string().nullable(),
  summary: z.string(),
  connection,
  hello: z.strictObject({ sni: z.string().nullable(), alpn: list(z.string()), versions: list(z.string()) }).nullable(),
  /** Whether the peer is one of the bank's, by the list of that day: a listed address, one of its networks, neither. */
  bank: z.enum(['listed', 'network', 'no']).optional(),
  answered: z.int().nullable(),
  rawLength: z.int(),
  bytesSeen: z.int(),
})
export type ConnectionDetail = Readonly<z.infer<typeof connectionDetailSchema>>
export const detailSchema = z.discriminatedUnion('kind', [callbackDetailSchema, connectionDetailSchema])
export type EntryDetail = z.infer<typeof detailSchema>

export const archiveStatusSchema = z.strictObject({
  file: z.string(),
  id: z.string(),
  callbacks: z.int(),
  connectionEvents: z.int(),
  bytes: z.int(),
  /** Stored, but not yet judged and indexed. */
  backlog: z.int(),
  /** The limit nearest to being reached, as a share from 0 up; null when no limit is set. */
  fill: z.number().nullable(),
})
export type ArchiveStatus = Readonly<z.infer<typeof archiveStatusSchema>>

export const profileStatusSchema = z.strictObject({
  /** `key-set`: a file with keys that belongs to no profile. */
  kind: z.enum(['profile', 'key-set']),
  file: z.string(),
  name: z.string().nullable(),
  environment: z.string().nullable(),
  family: z.string().nullable(),
  host: z.string().nullable(),
  path: z.string().nullable(),
  events: list(z.string()),
  keys: z.int(),
  /** null: it can be changed and saved here. Else the sentence that says why not. */
  readOnly: z.string().nullable(),
  /** How many of its secrets stand in the file in which way. */
  secrets: z.strictObject({ plain: z.int(), sealed: z.int(), env: z.int() }),
  /** Fingerprints of its salts, the present ones first; null where a salt cannot be had. */
  salts: list(z.strictObject({ path: z.string(), fingerprint: z.string().nullable() })),
  /** Others than this user may read the file, and secrets stand in it in plain text. */
  openToOthers: z.boolean(),
  /** What cannot be right in its URI templates, one sentence each with member and column. */
  remarks: list(z.string()),
  problem: problemSchema.nullable(),
})
export type ProfileStatus = Readonly<z.infer<typeof profileStatusSchema>>

/** Where judging everything again stands. `total` and `done` count entries. */
export const rejudgeProgressSchema = z.strictObject({
  /** `behind`: it was cancelled or could not be finished, so that some rows show the verdict of older salts and keys. */
  state: z.enum(['current', 'running', 'behind']),
  done: z.int().min(0),
  total: z.int().min(0),
})
export type RejudgeProgress = Readonly<z.infer<typeof rejudgeProgressSchema>>

/** A banner: stays until what it speaks of has passed. `key` names the thing, so that a newer one replaces it. */
export const noticeSchema = z.strictObject({
  key: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  problem: problemSchema,
})
export type Notice = Readonly<z.infer<typeof noticeSchema>>

export const engineStateSchema = z.strictObject({
  protocol: z.int(),
  version: z.string(),
  /** Versions of what it runs on, for the about box; `testBuild` when on the registry runtime. */
  runtime: z.strictObject({ node: z.string(), electron: z.string().nullable(), testBuild: z.boolean() }),
  startedAt: z.number(),
  listeners: list(listenerStatusSchema),
  archive: archiveStatusSchema,
  profiles: list(profileStatusSchema),
  profilesFolder: z.string(),
  settings: settingsSchema,
  notices: list(noticeSchema),
  rejudging: rejudgeProgressSchema,
})
export type EngineState = Readonly<z.infer<typeof engineStateSchema>>

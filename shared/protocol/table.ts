import { z } from 'zod'
import { inboxFilterSchema, inboxRowSchema, inboxSortSchema } from '../model/inbox.ts'
import { settingsSchema } from '../model/settings.ts'
import {
  archiveStatusSchema,
  detailSchema,
  engineStateSchema,
  list,
  listenerStatusSchema,
  noticeSchema,
  profileStatusSchema,
} from './views.ts'
import { problemSchema } from './errors.ts'
import { publicTestSchema } from './listener-views.ts'
import { CHECK_EVENTS, CHECK_METHODS } from './checks.ts'
import { DELIVERY_METHODS, deliveriesChangedSchema } from './deliveries.ts'
import { DIGEST_METHODS } from './digest.ts'
import { PROFILE_EVENTS, PROFILE_METHODS } from './profiles.ts'
import { RULE_METHODS } from './rules.ts'
import { SIGNATURE_METHODS } from './signature.ts'
import { SIMULATOR_EVENTS, SIMULATOR_METHODS } from './simulator.ts'

/** Raised when a method or event changes in a way that an older client would misread. */
export const PROTOCOL_VERSION = 1

const none = z.strictObject({})
const sequence = z.int().positive()
const view = z.int().positive()

/** Every method of the engine: what goes in, what comes out. Both ends validate against this table. */
export const METHODS = {
  /** Everything that the window's frame shows, and the protocol version check. */
  'engine.hello': { params: z.strictObject({ protocol: z.int() }), result: engineStateSchema },

  /**
   * Opens a view of the inbox: positions 0 … total-1. Newest first it follows the archive; in another order it stands as it was
   * opened, and new rows wait.
   */
  'inbox.open': {
    params: z.strictObject({ filter: inboxFilterSchema, sort: inboxSortSchema.optional() }),
    result: z.strictObject({ view, total: z.int() }),
  },
  /** Rows of a view by position. The answer says from which total the positions were counted. */
  'inbox.rows': {
    params: z.strictObject({ view, from: z.int().min(0), count: z.int().min(1).max(500) }),
    result: z.strictObject({ total: z.int(), from: z.int(), rows: list(inboxRowSchema) }),
  },
  'inbox.locate': {
    params: z.strictObject({ view, sequence }),
    result: z.strictObject({ position: z.int().nullable() }),
  },
  'inbox.close': { params: z.strictObject({ view }), result: none },
  'inbox.delete': {
    params: z.strictObject({ sequences: z.array(sequence).min(1).max(10000) }),
    result: z.strictObject({ deleted: z.int() }),
  },
  'inbox.clear': { params: none, result: z.strictObject({ deleted: z.int() }) },

  ...DELIVERY_METHODS,

  'entry.detail': { params: z.strictObject({ sequence }), result: detailSchema },
  /** Bytes of an entry, a piece at a time. raw: as on the wire. body: without chunk framing. decoded: decompressed. */
  'entry.bytes': {
    params: z.strictObject({
      sequence,
      part: z.enum(['raw', 'body', 'decoded']),
      from: z.int().min(0),
      length: z.int().min(1).max(4194304),
    }),
    result: z.strictObject({ total: z.int(), bytes: z.instanceof(Uint8Array) }),
  },
  'entry.curl': { params: z.strictObject({ sequence }), result: z.strictObject({ command: z.string() }) },

  ...PROFILE_METHODS,

  ...DIGEST_METHODS,
  ...SIGNATURE_METHODS,
  ...RULE_METHODS,
  ...SIMULATOR_METHODS,
  ...CHECK_METHODS,

  /** Sends one signed demonstration callback to our own listener; resolves when it was answered. */
  'demo.send': { params: none, result: z.strictObject({ status: z.int(), url: z.string() }) },

  /** Saves the settings; listeners that are concerned are bound anew. Problems name the field. */
  'settings.write': {
    params: z.strictObject({ settings: settingsSchema, passphrase: z.string().nullable() }),
    result: z.strictObject({ settings: settingsSchema, problems: list(problemSchema) }),
  },
  /** Tests every running listener through its real socket. */
  'listeners.selfTest': { params: none, result: z.strictObject({ listeners: list(listenerStatusSchema) }) },
  /** Sends a marked request through a public name, and says whether exactly it arrived at a listener of ours. */
  'listeners.publicTest': {
    params: z.strictObject({
      url: z.string().max(10_000),
      /** Send the credentials of this profile, for a proxy that wants them; null: none. They reach no view. */
      profile: z.string().nullable(),
    }),
    result: publicTestSchema,
  },
  'listeners.restart': { params: none, result: z.strictObject({ listeners: list(listenerStatusSchema) }) },
} as const

export type MethodName = keyof typeof METHODS
export type Params<M extends MethodName> = z.infer<(typeof METHODS)[M]['params']>
export type MethodResult<M extends MethodName> = z.infer<(typeof METHODS)[M]['result']>
export type Handlers = { readonly [M in MethodName]: (params: Params<M>) => Promise<MethodResult<M>> | MethodResult<M> }

/** Every event of the engine. Numbered on the wire, so that a client notices a gap and starts over. */
export const EVENTS = {
  /**
   * A view changed. `total` is its new length; `arrived` holds rows new at the top (newest first; at most 50: with
   * more, the rest is fetched by position); `changed` holds rows whose content is new; `reset` says that positions
   * moved in another way (deletion, retention): fetch anew; `waiting` counts rows that a sorted view does not hold yet.
   */
  'inbox.changed': z.strictObject({
    view,
    total: z.int(),
    added: z.int(),
    arrived: list(inboxRowSchema),
    changed: list(inboxRowSchema),
    reset: z.boolean(),
    waiting: z.int(),
  }),
  'deliveries.changed': deliveriesChangedSchema,
  'listeners.changed': z.strictObject({ listeners: list(listenerStatusSchema) }),
  'archive.changed': archiveStatusSchema,
  ...SIMULATOR_EVENTS,
  'profiles.changed': z.strictObject({ profiles: list(profileStatusSchema) }),
  ...PROFILE_EVENTS,
  ...CHECK_EVENTS,
  'settings.changed': z.strictObject({ settings: settingsSchema }),
  'notices.changed': z.strictObject({ notices: list(noticeSchema) }),
} as const
export type EventName = keyof typeof EVENTS
export type EventData<E extends EventName> = z.infer<(typeof EVENTS)[E]>

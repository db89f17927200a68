import { z } from 'zod'
import { FAMILIES } from './callback.ts'
import { CONNECTION_CAUSES } from './connection-event.ts'
import { CONFIDENCES } from './delivery.ts'
import { LIGHT_NAMES, LIGHT_STATES } from './verdict.ts'

const state = z.enum(LIGHT_STATES)

/** Which attempt of which delivery a callback is; `of` is null where no schedule is known. */
export const rowDeliverySchema = z.strictObject({
  id: z.int().positive(),
  number: z.int().positive(),
  of: z.int().positive().nullable(),
  confidence: z.enum(CONFIDENCES),
})
export type RowDelivery = Readonly<z.infer<typeof rowDeliverySchema>>

/** One row of the inbox: narrow, so that a million of them stay cheap. */
export const inboxRowSchema = z.strictObject({
  sequence: z.int().positive(),
  kind: z.enum(['callback', 'connection']),
  receivedAt: z.number(),
  family: z.enum(FAMILIES),
  eventType: z.string().nullable(),
  reference: z.string().nullable(),
  method: z.string(),
  /** The target as sent, shortened to 512 characters. */
  target: z.string(),
  status: z.int().nullable(),
  /** Bytes of the whole request. */
  size: z.int(),
  peer: z.string(),
  lights: z.tuple([state, state, state, state, state]).readonly(),
  cause: z.enum(CONNECTION_CAUSES).nullable(),
  simulated: z.boolean(),
  /** Absent: it belongs to no delivery. */
  delivery: rowDeliverySchema.optional(),
})
export type InboxRow = Readonly<z.infer<typeof inboxRowSchema>>

/** What the inbox shows. All members together must hold; an absent member does not limit. */
export const inboxFilterSchema = z.strictObject({
  /** Words (or beginnings of words) that must all occur in reference, event type, target or body. */
  text: z.string().max(500).optional(),
  kind: z.enum(['callback', 'connection']).optional(),
  family: z.enum(FAMILIES).optional(),
  eventType: z.string().optional(),
  light: z.strictObject({ name: z.enum(LIGHT_NAMES), state }).optional(),
})
export type InboxFilter = Readonly<z.infer<typeof inboxFilterSchema>>

/** Columns that the list can be sorted by: those for which the archive has an index. */
export const INBOX_SORTS = ['time', 'event', 'lights'] as const
/** `lights` descending: the worst first. */
export const inboxSortSchema = z.strictObject({ by: z.enum(INBOX_SORTS), descending: z.boolean() })
export type InboxSort = Readonly<z.infer<typeof inboxSortSchema>>
/** Newest first: the only order in which new rows appear by themselves. */
export const NEWEST_FIRST: InboxSort = { by: 'time', descending: true }
export const isNewestFirst = ({ by, descending }: InboxSort): boolean => by === 'time' && descending

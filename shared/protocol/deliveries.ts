import { z } from 'zod'
import { FAMILIES } from '../model/callback.ts'
import { deliveryCountsSchema, deliveryFilterSchema } from '../model/delivery-filter.ts'
import { OUTCOMES, RUN_ENDS } from '../model/delivery.ts'
import { findingSchema, list } from './views.ts'

/* Deliveries on the wire: what the picture and the table of the ladder are drawn from. */

const attemptRequest = z.strictObject({
  sequence: z.int().positive(),
  /** Milliseconds since 1970; on the simulator's clock where a run sent it. */
  at: z.number(),
  lastedMs: z.number().nullable(),
  method: z.string(),
  agent: z.string(),
  /** 0: nothing was answered. */
  status: z.int(),
  outcome: z.enum(OUTCOMES),
  repeat: z.boolean(),
})

export const deliverySchema = z.strictObject({
  id: z.int().positive(),
  family: z.enum(FAMILIES),
  eventType: z.string().nullable(),
  reference: z.string().nullable(),
  /** FROZEN or THAWED, the status or action of the Merchant API; null: nothing of the kind. */
  facet: z.string().nullable(),
  simulated: z.boolean(),
  run: z.string().nullable(),
  /** Why that run makes no further attempt; null: it goes on, or it was no run. */
  runEnd: z.enum(RUN_ENDS).nullable(),
  /** Seconds between attempts; null where no schedule is known. */
  delays: list(z.number()).nullable(),
  follows: z.int().nullable(),
  byHand: z.boolean(),
  attempts: list(z.strictObject({ requests: list(attemptRequest), more: z.int() })),
})
export type DeliveryRecord = Readonly<z.infer<typeof deliverySchema>>

const none = z.strictObject({})
const view = z.int().positive()
const id = z.int().positive()

/** The methods about deliveries; part of the one table (table.ts). */
export const DELIVERY_METHODS = {
  /** Opens a list of deliveries: newest first, positions 0 … total-1. */
  'deliveries.open': {
    params: z.strictObject({ filter: deliveryFilterSchema }),
    result: z.strictObject({ view, total: z.int(), counts: deliveryCountsSchema }),
  },
  'deliveries.rows': {
    params: z.strictObject({ view, from: z.int().min(0), count: z.int().min(1).max(200) }),
    result: z.strictObject({ total: z.int(), from: z.int(), rows: list(deliverySchema) }),
  },
  'deliveries.locate': {
    params: z.strictObject({ view, id }),
    result: z.strictObject({ position: z.int().nullable() }),
  },
  'deliveries.close': { params: z.strictObject({ view }), result: none },
  'deliveries.detail': { params: z.strictObject({ id }), result: deliverySchema },
  /** All deliveries of one payment, and what is to be said about their order. */
  'deliveries.payment': {
    params: z.strictObject({ reference: z.string().min(1).max(1000) }),
    result: z.strictObject({ deliveries: list(deliverySchema), remarks: list(findingSchema) }),
  },
  /** Makes a request the first one of a delivery of its own; kept. Gives that delivery. */
  'deliveries.split': { params: z.strictObject({ sequence: id }), result: z.strictObject({ id }) },
  /** Makes one delivery a part of another one; kept. Gives the delivery of both. */
  'deliveries.join': { params: z.strictObject({ id, into: id }), result: z.strictObject({ id }) },
} as const

/**
 * A list of deliveries changed. `added` came in on top; `changed` holds deliveries whose content is new (at most 50); `reset` says that
 * positions moved in another way, or that more changed: fetch anew.
 */
export const deliveriesChangedSchema = z.strictObject({
  view,
  total: z.int(),
  added: z.int(),
  changed: list(deliverySchema),
  reset: z.boolean(),
  counts: deliveryCountsSchema,
})

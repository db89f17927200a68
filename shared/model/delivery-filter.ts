import { z } from 'zod'
import { FAMILIES } from './callback.ts'

/** What a list of deliveries can be narrowed to. `first` and `later`: delivered at the first attempt, or after retries. */
export const DELIVERY_GROUPS = ['first', 'later', 'waiting', 'lost', 'open'] as const
export type DeliveryGroup = (typeof DELIVERY_GROUPS)[number]

/** Which deliveries are listed. All members together must hold; an absent one does not limit. */
export const deliveryFilterSchema = z.strictObject({
  group: z.enum(DELIVERY_GROUPS).optional(),
  family: z.enum(FAMILIES).optional(),
  /** A part of the reference or of the event type, in any case. */
  text: z.string().max(200).optional(),
})
export type DeliveryFilter = Readonly<z.infer<typeof deliveryFilterSchema>>

/** How many deliveries there are of each group. */
export const deliveryCountsSchema = z.strictObject({
  first: z.int(),
  later: z.int(),
  waiting: z.int(),
  lost: z.int(),
  open: z.int(),
})
export type DeliveryCounts = Readonly<z.infer<typeof deliveryCountsSchema>>

import { z } from 'zod'

const place = z.strictObject({ address: z.string(), port: z.int() })

/** How a marked request of our own reached a listener of ours. Names and targets are what came, character for byte. */
export const publicArrivalSchema = z.strictObject({
  /** ms since 1970. */
  at: z.number(),
  scheme: z.enum(['https', 'http']),
  local: place,
  peer: place,
  /** Target of the request line, at most TARGET_KEPT characters. */
  target: z.string(),
  host: z.string().nullable(),
  /** X-Forwarded-For or Forwarded, when a proxy on the way wrote one. */
  forwarded: z.string().nullable(),
  /** Came as plain HTTP on the HTTPS port, and was refused there. */
  misplaced: z.boolean(),
})
export type PublicArrival = Readonly<z.infer<typeof publicArrivalSchema>>

/** Longer targets are compared by their beginning. */
export const TARGET_KEPT = 1_000

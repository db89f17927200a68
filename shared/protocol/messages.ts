import { z } from 'zod'
import { problemSchema } from './errors.ts'

/* The envelope on the wire; `params`, `result` and `data` are then checked against the table. */

export const clientMessageSchema = z.strictObject({
  type: z.literal('call'),
  id: z.int().positive(),
  method: z.string(),
  params: z.unknown(),
})
export type ClientMessage = z.infer<typeof clientMessageSchema>

export const engineMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('result'), id: z.int(), result: z.unknown() }),
  z.strictObject({ type: z.literal('problem'), id: z.int(), problem: problemSchema }),
  /** `number` counts the events of this link from 1 without gaps. */
  z.strictObject({ type: z.literal('event'), number: z.int().positive(), event: z.string(), data: z.unknown() }),
])
export type EngineMessage = z.infer<typeof engineMessageSchema>

/** Any two-way channel that keeps order: a MessagePort in the app, a WebSocket elsewhere, a pair in tests. */
export interface Link<Out, In> {
  send: (message: Out) => void
  onMessage: (handler: (message: In) => void) => void
  onClose: (handler: () => void) => void
  close: () => void
}

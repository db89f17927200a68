import { z } from 'zod'
import { jwsView, list } from '../protocol/views.ts'
import { keySetViewSchema } from '../protocol/signature.ts'
import { RECORD_FORMAT, signatureLightRecord } from './record-schema.ts'

const view = jwsView.shape

/** The line of `verify --json`: what is known of one token. */
export const tokenRecordSchema = z
  .object({
    type: z.literal('token'),
    format: z.literal(RECORD_FORMAT).describe('Version of this format.'),
    now: z.iso.datetime().describe('The time as of which it was judged.'),
    signature: signatureLightRecord,
    place: view.place.describe('Where it stood, when not where the documentation puts it.'),
    keyId: view.keyId,
    keySet: view.verifiedBy.describe('The key set that verified it.'),
    header: view.headerText.describe('Exact text of the header; null when it cannot be decoded.'),
    payload: view.payloadText.describe('Exact text of the payload; its beginning when it is very long.'),
    payloadLength: view.payloadLength,
    times: list(
      z.object({
        claim: z.enum(['iat', 'nbf', 'exp']),
        written: z.string().describe('The digits of the payload.'),
        at: z.string().nullable().describe('The same as ISO 8601 in UTC; null when no calendar has it.'),
        state: z.string(),
      }),
    ),
    comparison: view.comparison.describe('The event in the body against the signed one, member by member.'),
    keySets: list(keySetViewSchema).describe('The key sets that were used, with what was repaired or refused in them.'),
  })
  .meta({ title: 'Token' })
export type TokenRecord = z.infer<typeof tokenRecordSchema>

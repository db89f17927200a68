import { z } from 'zod'
import { FAMILIES, FRAMINGS } from '../model/callback.ts'
import { CONNECTION_CAUSES } from '../model/connection-event.ts'
import { CONFIDENCES } from '../model/delivery.ts'
import { LIGHT_STATES, TOKEN_VERDICTS } from '../model/verdict.ts'
import { findingSchema, list } from '../protocol/views.ts'

/**
 * Version of the exported records. Raised when a member changes its meaning or goes away; new members do not raise it,
 * so readers must ignore members that they do not know.
 */
export const RECORD_FORMAT = 1

const isoTime = z.iso.datetime({ precision: 3 })
const bytes = z.base64()
const headerPair = z.tuple([z.string(), z.string()]).readonly()
const peer = z.object({ address: z.string(), port: z.int() })

const tls = z.object({
  version: z.string(),
  cipher: z.string(),
  sni: z.string().nullable(),
  alpn: z.string().nullable(),
})

/* Named, so that the published schema holds them once. */
const finding = findingSchema.meta({ id: 'Finding' })
const light = z.object({ state: z.enum(LIGHT_STATES), findings: list(finding) }).meta({ id: 'Light' })
export const signatureLightRecord = light
  .extend({
    verdict: z.enum(TOKEN_VERDICTS).nullable().optional().describe('What the token is; null without a token.'),
    reason: z.string().nullable().optional().describe('Why, in one word for programs; null without a token.'),
  })
  .meta({ id: 'SignatureLight' })
const verdict = z.object({
  digest: light,
  signature: signatureLightRecord,
  source: light,
  transport: light,
  answer: light,
})

const connection = z.object({
  number: z.int().describe('Running number of the connection since the listener started.'),
  requestNumber: z.int().describe('1 for the first request on the connection.'),
  local: peer.nullable().describe('The address that was called; null when there was no socket.'),
  scheme: z.enum(['https', 'http']),
})

const times = z
  .object({
    secured: z.number().nullable(),
    firstByte: z.number(),
    headEnd: z.number(),
    bodyEnd: z.number(),
    stored: z.number().nullable(),
    answered: z.number().nullable(),
  })
  .describe('Milliseconds on the monotonic clock since the connection was accepted.')

const common = {
  format: z.literal(RECORD_FORMAT).describe('Version of this format.'),
  id: z.string().describe('Unique over archives: archive id and sequence.'),
  sequence: z.int().positive().describe('Running number within the archive, without gaps at arrival.'),
  receivedAt: isoTime.describe('Arrival on the wall clock, UTC, milliseconds.'),
  peer: peer.nullable().describe('Who called; null when it is not known.'),
}

export const callbackRecordSchema = z
  .object({
    type: z.literal('callback'),
    ...common,
    family: z.enum(FAMILIES),
    eventType: z.string().nullable(),
    reference: z.string().nullable().describe('paymentId, applicationReference or checkoutId.'),
    parameters: list(z.object({ name: z.string(), value: z.string(), raw: z.string() })),
    matchedBy: z.enum(['template', 'shape', 'none']),
    profile: z.string().nullable().describe('Name of the endpoint profile that matched.'),
    template: z.string().nullable().describe('The URI template that matched, as registered.'),
    simulated: z.boolean(),
    simulation: z
      .object({ run: z.string(), at: z.string().describe('Moment on the clock of the run.') })
      .nullable()
      .describe('Run of the simulator; null for all else.'),
    headline: z.string().describe('The verdict in one sentence.'),
    method: z.string(),
    target: z.string().describe('The request target exactly as sent.'),
    httpVersion: z.string(),
    headers: list(headerPair).describe('Names and values in order and spelling as received, one character per byte.'),
    framing: z.enum(FRAMINGS),
    bodyBase64: bytes.describe('The body without chunk framing, as received: not decompressed.'),
    rawBase64: bytes.describe('The exact bytes of the whole request.'),
    connection,
    tls: tls.nullable(),
    times: times.nullable().describe('null when there was no socket.'),
    answer: z.object({
      status: z.int().nullable().describe('null when there was nobody to answer.'),
      sent: z.boolean().nullable().describe('null while it is not known yet.'),
      afterMs: z.number().nullable().describe('Milliseconds from the last byte of the request to the answer.'),
      rule: z
        .object({
          profile: z.string().nullable().describe('null: a rule of the settings.'),
          name: z.string(),
          attempt: z
            .int()
            .nullable()
            .describe('As the rule counted the attempts of this delivery; null: it does the same every time.'),
          act: z.enum(['answer', 'close', 'reset', 'silence', 'forward']),
        })
        .nullable()
        .describe('The answer rule that held; null when none did.'),
    }),
    notes: list(finding).describe('Remarks that belong to no single light.'),
    verdict,
    delivery: z
      .object({
        id: z.string().describe('Id of the first callback of the delivery.'),
        attempt: z
          .int()
          .positive()
          .describe('Number of the attempt: by the retry ladder, or counted where none is published.'),
        of: z.int().positive().nullable().describe('Attempts of the ladder; null: no schedule is published.'),
        confidence: z.enum(CONFIDENCES),
      })
      .optional()
      .describe('Which attempt of which delivery it is; absent: it belongs to none, or no archive was there to tell.'),
  })
  .meta({ title: 'Callback' })

export const connectionRecordSchema = z
  .object({
    type: z.literal('connection'),
    ...common,
    cause: z.enum(CONNECTION_CAUSES).describe('Why it never became a callback.'),
    code: z.string().nullable(),
    summary: z.string(),
    hello: z
      .object({ sni: z.string().nullable(), alpn: list(z.string()), versions: list(z.string()) })
      .nullable()
      .describe('What the ClientHello offered.'),
    answered: z.int().nullable().describe('Status that was answered before closing.'),
    bytesSeen: z.int().describe('How many bytes came; rawBase64 may hold fewer, the first ones.'),
    rawBase64: bytes,
    connection,
    tls: tls.nullable(),
  })
  .meta({ title: 'Connection event' })

/** The first line of `listen --json`. */
export const readyRecordSchema = z
  .object({
    type: z.literal('ready'),
    format: z.literal(RECORD_FORMAT),
    version: z.string().describe('Version of the program.'),
    url: z.string().describe('Where it listens: the first of urls.'),
    urls: list(z.string()).describe('Every listener that runs, those of --listen behind the first.'),
    archive: z.string().describe('The archive file.'),
    temporaryArchive: z.boolean().describe('True when the archive is removed at the end of the run.'),
    certificate: z
      .object({
        kind: z.enum(['generated', 'pem', 'pfx']),
        subject: z.string(),
        issuer: z.string(),
        names: list(z.string()),
        validFrom: isoTime,
        validTo: isoTime,
        fingerprint: z.string(),
        keyType: z.string(),
        authorityFile: z.string().nullable().describe('The local CA to trust, when we made the certificate.'),
      })
      .nullable()
      .describe('null when it listens without TLS.'),
  })
  .meta({ title: 'Ready' })

/** One line of `listen --json`, `judge --json` and `export`: format version 1 (docs/callback.schema.json). */
export const exportRecordSchema = z.discriminatedUnion('type', [callbackRecordSchema, connectionRecordSchema])

export type CallbackRecord = z.infer<typeof callbackRecordSchema>
export type ConnectionRecord = z.infer<typeof connectionRecordSchema>
export type ExportRecord = z.infer<typeof exportRecordSchema>
export type ReadyRecord = z.infer<typeof readyRecordSchema>

/** Every line that the command line prints with --json but the digest. */
export const outputLineSchema = z.discriminatedUnion('type', [
  readyRecordSchema,
  callbackRecordSchema,
  connectionRecordSchema,
])

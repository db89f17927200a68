import { z } from 'zod'
import { problemSchema } from './errors.ts'

/*
 * What main (the host) and the engine say to each other over the utility process's parentPort. Main never sees a
 * callback: pages talk to the engine over ports of their own, which main only makes and passes on.
 */

/** Wishes from the command line of the app; null: the user's settings hold. */
export const engineOptionsSchema = z.strictObject({
  host: z.string().min(1).nullable(),
  port: z.int().min(0).max(65535).nullable(),
  /** Port of the plain HTTP listener; given: it is on. */
  http: z.int().min(0).max(65535).nullable(),
  /** Absolute path of the archive. */
  archive: z.string().min(1).nullable(),
  /** Absolute paths of endpoint profiles beyond the profiles folder. */
  profiles: z.array(z.string().min(1)),
})
export type EngineOptions = Readonly<z.infer<typeof engineOptionsSchema>>

/** Main to engine. */
export const hostToEngineSchema = z.discriminatedUnion('type', [
  /** The first message, once per engine process. */
  z.strictObject({
    type: z.literal('init'),
    /** Folder for settings, certificate, profiles and archive. */
    userData: z.string().min(1),
    options: engineOptionsSchema,
    secrets: z.strictObject({
      keyPassphrase: z.string().nullable(),
      /** Keys that the secrets of profiles are sealed with, base64, the present one first; [] where none can be kept. */
      dataKeys: z.array(z.base64()).readonly(),
    }),
    version: z.string(),
    runtime: z.strictObject({ electron: z.string().nullable(), testBuild: z.boolean() }),
    /** How often the engine was started anew after a crash. */
    restarts: z.int().min(0),
  }),
  /** A new page: its MessagePort comes along as `event.ports[0]`. */
  z.strictObject({ type: z.literal('client') }),
  /** Graceful stop: answer and store what is under way, close the archive, say `stopped`, exit 0. */
  z.strictObject({ type: z.literal('stop') }),
])
export type HostToEngine = Readonly<z.infer<typeof hostToEngineSchema>>

/** Engine to main. */
export const engineToHostSchema = z.discriminatedUnion('type', [
  /** Listeners were bound (or their problems are known): the app may say that it is ready. */
  z.strictObject({
    type: z.literal('ready'),
    urls: z.strictObject({ https: z.string().nullable(), http: z.string().nullable() }),
    archive: z.string(),
    problems: z.array(problemSchema),
  }),
  /** It cannot go on, and starting it again would not help: main shows the sentence and does not restart it. */
  z.strictObject({ type: z.literal('fatal'), problem: problemSchema }),
  z.strictObject({ type: z.literal('stopped') }),
  /** The passphrase that a saved setting came with: main encrypts and keeps it (null: forget it). */
  z.strictObject({ type: z.literal('passphrase'), passphrase: z.string().nullable() }),
])
export type EngineToHost = Readonly<z.infer<typeof engineToHostSchema>>

import { z } from 'zod'
import { scenarioSchema } from '../simulate/scenario-schema.ts'
import { problemSchema } from './errors.ts'

const list = <T extends z.ZodType>(item: T) => z.array(item).readonly()

/** Where a run stands. `interrupted`: the program ended in the middle of it. */
export const RUN_STATES = ['running', 'paused', 'done', 'stopped', 'interrupted'] as const
const DELIVERY_STATES = ['waiting', 'sending', 'delivered', 'lost', 'stopped'] as const

const runDelivery = z.strictObject({
  family: z.enum(['legacy', 'mapi', 'rco-plus', 'loan']),
  event: z.string(),
  variant: z.string().nullable(),
  reference: z.string(),
  faults: list(z.string()),
  state: z.enum(DELIVERY_STATES),
  /** Attempts made. */
  attempts: z.int(),
  /** On the clock of the run, ms since 1970; null when none comes any more. */
  nextAt: z.number().nullable(),
})
export type RunDelivery = Readonly<z.infer<typeof runDelivery>>

/** One request that was sent. */
const runRequest = z.strictObject({
  number: z.int(),
  /** Place of the delivery in the run. */
  delivery: z.int(),
  attempt: z.int(),
  /** On the clock of the run, ms since 1970. */
  at: z.number(),
  method: z.string(),
  target: z.string(),
  status: z.int().nullable(),
  elapsedMs: z.number(),
  /** Why there is no status. */
  problem: z.string().nullable(),
  delivered: z.boolean(),
  /** How the bank counts it. */
  words: z.string(),
  /** The callback as our own listener captured it; null when it was not ours, or is not stored yet. */
  sequence: z.int().nullable(),
})
export type RunRequest = Readonly<z.infer<typeof runRequest>>

/** A run of the simulator as it stands. `requests` holds the newest ones, newest first. */
export const runViewSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  target: z.string(),
  state: z.enum(RUN_STATES),
  speed: z.number(),
  /** Wall clock, ms since 1970. */
  startedAt: z.number(),
  /** What the clock of the run says. */
  now: z.number(),
  sent: z.int(),
  deliveries: list(runDelivery),
  requests: list(runRequest),
})
export type RunView = Readonly<z.infer<typeof runViewSchema>>

const run = z.strictObject({ run: z.string().max(64) })
const none = z.strictObject({})

/** What a run is started with. */
export const startRunSchema = z.strictObject({
  scenario: scenarioSchema,
  /** null: our own listener. */
  url: z.string().max(2048).nullable(),
  /** Name of the profile that is played for; null: the simulator's own. */
  profile: z.string().nullable(),
  /** How many times faster than the wall clock the clock of the run goes. */
  speed: z.number().min(1).max(1_000_000),
  /** The user has confirmed that the host, which is not this machine, may be sent to. */
  confirmed: z.boolean(),
})
export type StartRun = Readonly<z.infer<typeof startRunSchema>>

export const SIMULATOR_METHODS = {
  'simulator.start': { params: startRunSchema, result: run },
  'simulator.pause': { params: run, result: none },
  'simulator.resume': { params: run, result: none },
  /** Sends the next attempt of a paused run at once. */
  'simulator.step': { params: run, result: none },
  'simulator.stop': { params: run, result: none },
  /** Takes runs that are over off the list. */
  'simulator.clear': { params: none, result: none },
  'simulator.runs': { params: none, result: z.strictObject({ runs: list(runViewSchema) }) },
  /** The user's own scenario files; what is wrong with one stands beside it. */
  'scenarios.list': {
    params: none,
    result: z.strictObject({
      folder: z.string(),
      scenarios: list(
        z.strictObject({
          file: z.string(),
          scenario: scenarioSchema.nullable(),
          problem: problemSchema.nullable(),
        }),
      ),
    }),
  },
  /** Keeps a scenario as a file in the folder; gives its name. */
  'scenarios.save': {
    params: z.strictObject({ scenario: scenarioSchema }),
    result: z.strictObject({ file: z.string() }),
  },
} as const

export const SIMULATOR_EVENTS = {
  /** Everything of one run that the window shows; gathered, at most some twenty times a second. */
  'simulator.changed': z.strictObject({ runs: list(runViewSchema) }),
} as const

import { z } from 'zod'
import { CHECK_ITEMS } from '../facts/preflight/items.ts'
import type { CheckItemId } from '../facts/preflight/items.ts'
import { CHECK_FINDINGS } from '../facts/preflight/codes.ts'
import type { CheckCode } from '../facts/preflight/codes.ts'
import { list } from './views.ts'

/* Methods of the endpoint check, with their shapes; table.ts takes them in. */

const ITEM_IDS = CHECK_ITEMS.map(({ id }) => id) as readonly CheckItemId[]
const CODES = Object.keys(CHECK_FINDINGS) as readonly CheckCode[]

const evidence = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), list(z.string())]))
const finding = z.strictObject({
  code: z.enum(CODES),
  item: z.enum(ITEM_IDS),
  weight: z.enum(['warn', 'fail', 'unknown', 'note']),
  summary: z.string(),
  explanation: z.string(),
  advice: z.string(),
  source: z.string(),
  evidence,
})
const item = z.strictObject({
  id: z.enum(ITEM_IDS),
  title: z.string(),
  state: z.enum(['pass', 'warn', 'fail', 'unknown', 'pending']),
  seen: z.string(),
  findings: list(finding),
})

/** How far one check has come; the last one of a check is `finished`. */
export const checkViewSchema = z.strictObject({
  check: z.int().positive(),
  /** As given. */
  url: z.string(),
  /** ms since 1970. */
  checkedAt: z.number(),
  rehearsal: z.boolean(),
  finished: z.boolean(),
  verdict: z.enum(['pass', 'warn', 'fail']),
  items: list(item),
  /** What somebody outside can run. */
  outside: list(z.strictObject({ command: z.string(), expect: z.string() })),
})
export type CheckView = Readonly<z.infer<typeof checkViewSchema>>

const check = z.int().positive()

export const CHECK_METHODS = {
  /** Begins a check of a URL or template; what it sees comes as `check.changed`. */
  'check.start': {
    params: z.strictObject({
      url: z.string().max(10_000),
      method: z.enum(['GET', 'POST']),
      /** Trust what our own listener shows, and take where it lies as given: a rehearsal. */
      ownAuthority: z.boolean(),
      /** Send the credentials of this profile, when it has some; null: none. They reach no view. */
      profile: z.string().nullable(),
    }),
    result: z.strictObject({ check }),
  },
  /** Stops a check; what was seen until then is told as finished. */
  'check.cancel': { params: z.strictObject({ check }), result: z.strictObject({}) },
} as const

export const CHECK_EVENTS = { 'check.changed': checkViewSchema } as const

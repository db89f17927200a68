import { z } from 'zod'
import {
  ENGINE_STATES,
  FILE_KINDS,
  ITEM_KEYS,
  LINK_KEYS,
  MENU_ACTIONS,
  TEXT_KINDS,
  THEMES,
} from '../../shared/protocol/bridge.ts'

const storage = z.enum(['secure', 'weak', 'failed'])

const failed = z.strictObject({ problem: z.string() })

/** Names that the page may propose for bytes: ours alone, so that nothing of a callback becomes a file name. */
const SAVED_NAME =
  /^(?:callback-\d{1,16}-(?:request|body|decoded)\.(?:http|json|html|txt|bin)|deliveries\.(?:svg|png))$/
const MOST_SAVED = 268_435_456

/** Every call that the page can make to main: what goes in, what comes out. Main checks both (ipc.ts). */
export const CALLS = {
  'connect-engine': { params: z.tuple([]), result: z.null() },
  'choose-file': { params: z.tuple([z.enum(FILE_KINDS)]), result: z.string().nullable() },
  'open-text': {
    params: z.tuple([z.enum(TEXT_KINDS)]),
    result: z.union([z.strictObject({ name: z.string(), text: z.string(), problem: z.null() }), failed]).nullable(),
  },
  'save-text': {
    params: z.tuple([z.enum(TEXT_KINDS), z.string().min(1).max(200), z.string().max(4_194_304)]),
    result: z.union([z.strictObject({ path: z.string(), problem: z.null() }), failed]).nullable(),
  },
  'save-bytes': {
    params: z.tuple([
      z.string().regex(SAVED_NAME),
      z.instanceof(Uint8Array).refine(({ length }) => length <= MOST_SAVED),
    ]),
    result: z.union([z.strictObject({ path: z.string(), problem: z.null() }), failed]).nullable(),
  },
  'copy-text': { params: z.tuple([z.string().max(16_777_216)]), result: z.null() },
  notify: {
    params: z.tuple([
      z.strictObject({ title: z.string().max(200), body: z.string().max(1000), sequence: z.int().positive() }),
    ]),
    result: z.null(),
  },
  'set-badge': { params: z.tuple([z.int().min(0).max(1_000_000_000)]), result: z.null() },
  'set-unsaved': { params: z.tuple([z.boolean()]), result: z.null() },
  'close-window': { params: z.tuple([]), result: z.null() },
  'open-link': { params: z.tuple([z.enum(LINK_KEYS)]), result: z.null() },
  'show-item': { params: z.tuple([z.enum(ITEM_KEYS)]), result: z.null() },
  'save-passphrase': { params: z.tuple([z.string().max(10_000).nullable()]), result: storage },
  'set-theme': { params: z.tuple([z.enum(THEMES)]), result: z.null() },
  runtime: {
    params: z.tuple([]),
    result: z.strictObject({
      version: z.string(),
      electron: z.string(),
      chromium: z.string(),
      node: z.string(),
      platform: z.string(),
      testBuild: z.boolean(),
      secretStorage: storage,
    }),
  },
  'engine-state': {
    params: z.tuple([]),
    result: z.strictObject({ state: z.enum(ENGINE_STATES), message: z.string().nullable() }),
  },
} as const

export type CallName = keyof typeof CALLS
export type CallParams<N extends CallName> = z.infer<(typeof CALLS)[N]['params']>
export type CallResult<N extends CallName> = z.infer<(typeof CALLS)[N]['result']>

/** Everything that main sends to the page unasked. */
export const PUSHES = {
  'engine-state': CALLS['engine-state'].result,
  'menu-action': z.enum(MENU_ACTIONS),
  'show-entry': z.int().positive(),
  'close-asked': z.null(),
} as const
export type PushName = keyof typeof PUSHES
export type PushData<N extends PushName> = z.infer<(typeof PUSHES)[N]>

/** Why main refused a call. */
export const REFUSALS = [
  'sender-unknown',
  'sender-frame',
  'sender-origin',
  'bad-params',
  'bad-result',
  'failed',
] as const
export type Refusal = (typeof REFUSALS)[number]
export type Answer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: Refusal; readonly message: string }

import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron'
import { z } from 'zod'
import { CALLS, type Answer, type CallName, type CallParams, type CallResult, type Refusal } from './channels.ts'
import type { Log } from './log.ts'

/** One handler per call; a call without one does not compile. */
export type CallHandlers = {
  readonly [N in CallName]: (contents: WebContents, ...params: CallParams<N>) => CallResult<N> | Promise<CallResult<N>>
}

export interface SenderRules {
  readonly origin: string
  /** Is this a page that main itself made? */
  readonly isOurs: (contents: WebContents) => boolean
}

type Sender = Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>

/** Who calls? Only the main frame of a window of ours, showing our own origin. Gives why not, or null. */
export function refuseSender({ sender, senderFrame }: Sender, rules: SenderRules): Refusal | null {
  if (!rules.isOurs(sender)) return 'sender-unknown'
  if (senderFrame === null || senderFrame.parent !== null || senderFrame !== sender.mainFrame) return 'sender-frame'
  const url = URL.canParse(senderFrame.url) ? new URL(senderFrame.url) : null
  // `origin` of a custom scheme is the text "null" in Node's URL, hence protocol and host.
  return url !== null && `${url.protocol}//${url.host}` === rules.origin ? null : 'sender-origin'
}

const refused = (code: Refusal, message: string): Answer<never> => ({ ok: false, code, message })

async function answer<N extends CallName>(
  name: N,
  handler: CallHandlers[N],
  event: Sender,
  args: unknown[],
): Promise<Answer<CallResult<N>>> {
  const params = CALLS[name].params.safeParse(args)
  if (!params.success) return refused('bad-params', `${name}: ${z.prettifyError(params.error)}`)
  try {
    // Sound: the table pairs each name with its schema, which has just accepted the arguments.
    const call = handler as (contents: WebContents, ...params: readonly unknown[]) => unknown
    const result = CALLS[name].result.safeParse(await call(event.sender, ...params.data))
    if (!result.success) return refused('bad-result', `${name}: ${z.prettifyError(result.error)}`)
    // Sound for the same reason: parsed by the schema that the type is inferred from.
    return { ok: true, value: result.data as CallResult<N> }
  } catch (error) {
    return refused('failed', `${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Registers every call of the table. The only file that touches ipcMain: there is no way in around these checks. */
export function registerCalls(handlers: CallHandlers, rules: SenderRules, log: Log): void {
  // Sound: Object.keys of a constant object gives exactly its keys.
  for (const name of Object.keys(CALLS) as CallName[]) {
    ipcMain.handle(name, async (event, ...args: unknown[]) => {
      const refusal = refuseSender(event, rules)
      const given =
        refusal === null
          ? await answer(name, handlers[name], event, args)
          : refused(refusal, `${name}: this sender may not call main.`)
      if (!given.ok) log(`Refused a call: ${given.code}, ${given.message}`)
      return given
    })
  }
}

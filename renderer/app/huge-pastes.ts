import { count } from '../format/units.ts'
import type { App } from './create-app.ts'

/** A field lays out what is put into it: megabytes would hold the page for seconds. */
const LONGEST_PASTED = 100_000
/** On what holds long text without laying it out, and takes pastes itself. */
const TAKES_HUGE = 'data-takes-huge'

/** Refuses what no field of the window can hold, and says so. Called once, before anything is drawn. */
export function refuseHugePastes({ ui }: Pick<App, 'ui'>): void {
  const refuse = (event: ClipboardEvent): void => {
    const { target } = event
    // Asked before the text: reading megabytes from the clipboard takes its time.
    if (target instanceof Element && target.closest(`[${TAKES_HUGE}]`) !== null) return
    const length = event.clipboardData?.getData('text/plain').length ?? 0
    if (length <= LONGEST_PASTED) return
    event.preventDefault()
    event.stopPropagation()
    const most = count(LONGEST_PASTED)
    ui.say(
      `${count(length)} characters were pasted, and none was taken: this field takes up to ${most} at once.`,
      'error',
    )
  }
  document.addEventListener('paste', refuse, true)
}

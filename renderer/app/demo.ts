import type { App } from './create-app.ts'

/** How many of the newest rows are looked through: other callbacks may arrive meanwhile. */
const NEWEST = 20
const PATIENCE_MS = 5000

/** The newest demonstration callback after `before`, when its row is here. */
function arrived(app: App, before: number): number | null {
  for (let position = 0; position < NEWEST; position++) {
    const row = app.inbox.rowAt(position)
    if (row?.simulated === true && row.sequence > before) return row.sequence
  }
  return null
}

/** Chooses the demonstration as soon as it shows in the inbox; gives up when a filter or a pause keeps it away. */
function chooseWhenHere(app: App, before: number): void {
  const choose = (): boolean => {
    const sequence = arrived(app, before)
    if (sequence === null) return false
    app.detail.setTab('overview')
    app.inbox.show(sequence).catch(() => undefined)
    return true
  }
  if (choose()) return
  const stop = app.inbox.store.subscribe(() => {
    if (choose()) stop()
  })
  setTimeout(stop, PATIENCE_MS)
}

/** Sends one demonstration callback and shows its verdict. Gives the status that it was answered with. */
export async function sendDemo(app: App): Promise<number> {
  const before = app.inbox.rowAt(0)?.sequence ?? 0
  app.ui.setPanel('inbox')
  const { status } = await app.call('demo.send', {})
  chooseWhenHere(app, before)
  return status
}

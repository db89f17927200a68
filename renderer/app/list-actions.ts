import { toProblem } from '../../shared/protocol/errors.ts'
import { plural } from '../format/units.ts'
import type { Action } from './action.ts'
import type { App } from './create-app.ts'
import { saveBytes } from './save-bytes.ts'

const ready = (app: App): boolean => app.engine.store.getState().link.kind === 'ready'
const selected = (app: App): number | null => app.inbox.store.getState().selected?.sequence ?? null
const marked = (app: App): ReadonlySet<number> => app.inbox.store.getState().marked
const hasRows = (app: App): boolean => ready(app) && app.inbox.store.getState().total > 0

/** Deletes, and says in words how many are gone. */
function gone(app: App, answer: Promise<{ readonly deleted: number }>): void {
  answer.then(
    ({ deleted }) => app.ui.say(`Deleted ${plural(deleted, 'entry', 'entries')}.`),
    (thrown: unknown) => app.ui.fail(toProblem(thrown)),
  )
}

function clear(app: App): void {
  const archive = app.engine.store.getState().state?.archive
  const many = plural((archive?.callbacks ?? 0) + (archive?.connectionEvents ?? 0), 'entry', 'entries')
  app.ui.confirm({
    title: 'Delete everything that was captured?',
    body: `${many} will be deleted from the archive for good, whatever the filter shows. Settings and profiles stay.`,
    action: 'Delete everything',
    run: () => {
      app.inbox.select(null)
      app.inbox.unmark()
      gone(app, app.call('inbox.clear', {}))
    },
  })
}

function removeMarked(app: App): void {
  const sequences = [...marked(app)]
  const many = plural(sequences.length, 'entry', 'entries')
  app.ui.confirm({
    title: `Delete ${many}?`,
    body: 'Their bytes, verdicts and answers leave the archive for good.',
    action: `Delete ${many}`,
    run: () => {
      const shown = selected(app)
      if (shown !== null && sequences.includes(shown)) app.inbox.select(null)
      app.inbox.unmark()
      gone(app, app.call('inbox.delete', { sequences }))
    },
  })
}

function remove(app: App): void {
  if (marked(app).size > 0) return removeMarked(app)
  const sequence = selected(app)
  if (sequence === null) return
  const position = app.inbox.selectedPosition()
  const next = position === null ? undefined : (app.inbox.rowAt(position + 1) ?? app.inbox.rowAt(position - 1))
  app.ui.confirm({
    title: 'Delete this entry?',
    body: 'Its bytes, its verdict and its answer leave the archive for good.',
    action: 'Delete',
    run: () => {
      app.inbox.select(next?.sequence ?? null)
      app.call('inbox.delete', { sequences: [sequence] }).then(
        () => app.ui.say('Deleted.'),
        (thrown: unknown) => app.ui.fail(toProblem(thrown)),
      )
    },
  })
}

const hasBody = (app: App): boolean => {
  const { entry } = app.detail.store.getState()
  return ready(app) && entry?.kind === 'callback' && entry.sequence === selected(app) && entry.bodyLength > 0
}

function saveBody(app: App): void {
  const sequence = selected(app)
  if (sequence !== null) void saveBytes(app, sequence, 'body')
}

const sort = (by: 'time' | 'event' | 'lights', title: string): Action => ({
  id: `sort-${by}`,
  title,
  group: 'Inbox',
  enabled: hasRows,
  run: (app) => {
    app.ui.setPanel('inbox')
    app.inbox.sortBy(by)
  },
})

/** What can be done with the list and with the bytes of an entry. */
export const LIST_ACTIONS: readonly Action[] = [
  sort('time', 'Sort by time'),
  sort('event', 'Sort by event'),
  sort('lights', 'Sort by lights, the worst first'),
  {
    id: 'sort-again',
    title: 'Sort the list anew',
    group: 'Inbox',
    enabled: (app) => ready(app) && app.inbox.store.getState().unsorted > 0,
    run: (app) => app.inbox.sortAgain(),
  },
  { id: 'clear', title: 'Delete everything captured…', group: 'Inbox', enabled: hasRows, run: clear },
  {
    id: 'save-body',
    title: 'Save the body as a file…',
    group: 'Callback',
    shortcut: 'mod+shift+s',
    enabled: hasBody,
    run: saveBody,
  },
  {
    id: 'delete',
    title: 'Delete the chosen entry, or all that are marked…',
    group: 'Callback',
    shortcut: 'Delete',
    local: true,
    enabled: (app) => ready(app) && (selected(app) !== null || marked(app).size > 0),
    run: remove,
  },
]

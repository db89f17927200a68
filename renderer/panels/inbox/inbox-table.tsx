import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, MouseEvent, ReactElement, ReactNode, RefObject } from 'react'
import { isNewestFirst } from '../../../shared/model/inbox.ts'
import { runAction } from '../../app/actions.ts'
import type { App } from '../../app/create-app.ts'
import { useApp, useInbox, useUi } from '../../app/use-app.ts'
import { plural } from '../../format/units.ts'
import { cx } from '../../kit/cx.ts'
import { ScrollWindow } from '../../kit/scroll-window.tsx'
import type { ScrollHandle } from '../../kit/scroll-window.tsx'
import { useWidth } from '../../kit/use-width.ts'
import { shownTotal } from '../../state/inbox.ts'
import { Cells } from './cells.tsx'
import { layoutColumns } from './columns.ts'
import type { Layout } from './columns.ts'
import { Header } from './inbox-header.tsx'
import styles from './table.module.css'

const ROW = 36
/** Width of a scrollbar (style/base.css). */
const SCROLLBAR = 12
/** How much larger the type is for a projector (style/tokens.css: --text-m). */
const PRESENTING = 16 / 13
/** Where the list was left when another panel was opened. */
const left = { offset: 0, grown: 0, list: null as unknown, selected: null as number | null }
const rowId = (sequence: number): string => `entry-${sequence}`

/** The list: a grid with one row in focus, drawn only where it is looked at. */
export function InboxTable(): ReactElement {
  const app = useApp()
  const { list, grown, held } = useInbox((s) => ({ list: s.list, grown: s.grown, held: s.held }))
  const selected = useInbox((s) => s.selected?.sequence ?? null)
  const placed = useInbox((s) => s.selected !== null && s.selected.rank !== null)
  useInbox((s) => s.revision)
  const rows = useInbox(shownTotal)
  const hidden = useUi((ui) => ui.hiddenColumns)
  const chosen = useUi((ui) => ui.columnWidths)
  const today = useUi((ui) => new Date(ui.now).setHours(0, 0, 0, 0))
  const jump = useUi((ui) => ui.jumpToNewest)
  const box = useRef<HTMLDivElement>(null)
  const scroll = useRef<ScrollHandle>(null)
  const width = useWidth(box) - SCROLLBAR
  // The same object as long as nothing changed: the cells are drawn again only for a row that is new.
  const scale = useUi((ui) => (ui.presenting ? PRESENTING : 1))
  const layout = useMemo(() => layoutColumns(width, hidden, chosen, scale), [width, hidden, chosen, scale])
  const [atTop, setAtTop] = useState(true)

  useEffect(() => app.inbox.setLooking(atTop && held === null), [app, atTop, held])
  useEffect(() => () => app.inbox.setLooking(false), [app])
  useEffect(() => {
    if (jump > 0) scroll.current?.toTop()
  }, [jump])
  useEffect(() => {
    const position = app.inbox.selectedPosition()
    if (position === null || left.selected === selected) return
    left.selected = selected
    scroll.current?.show(position)
  }, [app, selected, placed])
  const see = useCallback((first: number, end: number) => app.inbox.see(first, end), [app])

  const marked = useInbox((s) => s.marked)
  const inOrder = useInbox((s) => isNewestFirst(s.sort))
  const onKeyDown = gridKeys(app, rows, scroll)

  return (
    <>
      <div
        ref={box}
        className={styles['grid']}
        role="grid"
        aria-label="Inbox"
        aria-rowcount={rows + 1}
        aria-multiselectable
        aria-activedescendant={selected === null ? undefined : rowId(selected)}
        tabIndex={0}
        id="inbox"
        onKeyDown={onKeyDown}
        // The grid's template is worked out from its width.
        style={{ '--columns': layout.template } as Record<string, string>}
      >
        <Header layout={layout} />
        <ScrollWindow
          rows={rows}
          rowHeight={ROW}
          grown={held === null ? grown : 0}
          list={list}
          handle={scroll}
          memory={left}
          role="rowgroup"
          focusable
          onSight={see}
          onTop={setAtTop}
        >
          {(position) => (
            <Row
              key={rows - position}
              position={position}
              layout={layout}
              today={today}
              selected={selected}
              marked={marked}
              inOrder={inOrder}
            />
          )}
        </ScrollWindow>
      </div>
      {!atTop && held === null && <NewPill onPress={() => scroll.current?.toTop()} />}
    </>
  )
}

interface RowProps {
  readonly position: number
  readonly layout: Layout
  readonly today: number
  readonly selected: number | null
  readonly marked: ReadonlySet<number>
  /** Newest first: the next row is the one before in time. */
  readonly inOrder: boolean
}

/** What the keys do while the grid has the focus. */
function gridKeys(app: App, rows: number, scroll: RefObject<ScrollHandle | null>): (event: KeyboardEvent) => void {
  const at = (position: number): void => app.inbox.selectPosition(Math.min(rows - 1, Math.max(0, position)))
  /** A place that may not be here yet: scroll there, then select what arrives. */
  const far = (position: number): void => {
    scroll.current?.show(position)
    app.inbox.see(Math.max(0, position - 20), position + 20)
    const tryAgain = (left: number): void => {
      if (app.inbox.rowAt(position) !== undefined) at(position)
      else if (left > 0) setTimeout(() => tryAgain(left - 1), 30)
    }
    tryAgain(40)
  }
  const extend = (from: number, by: number): void => {
    const next = Math.min(rows - 1, Math.max(0, from + by))
    void app.inbox.markTo(next, from).then(() => at(next))
  }
  return (event) => {
    const position = app.inbox.selectedPosition()
    const mod = event.ctrlKey || event.metaKey
    const page = scroll.current?.page() ?? 10
    const from = position ?? -1
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => at(from + 1),
      ArrowUp: () => at(from - 1),
      PageDown: () => at(from + page),
      PageUp: () => at(from - page),
      Home: () => far(0),
      End: () => far(rows - 1),
      Enter: () => position !== null && document.getElementById('detail')?.focus(),
      Delete: () => runAction(app, 'delete'),
      Escape: () => app.inbox.unmark(),
    }
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }
    const step = event.shiftKey && position !== null ? steps[event.key] : undefined
    const move = mod || event.altKey ? undefined : moves[event.key]
    if (mod && !event.altKey && markKey(app, event.key, position, rows)) event.preventDefault()
    else if (!mod && position !== null && step !== undefined) {
      event.preventDefault()
      extend(position, step)
    } else if (move !== undefined) {
      event.preventDefault()
      move()
    }
  }
}

/** Ctrl or Cmd with A marks all that one deletion takes, with Space the row in focus. */
function markKey(app: App, key: string, position: number | null, rows: number): boolean {
  if (key.toLowerCase() === 'a') {
    void app.inbox.markTo(rows - 1, 0)
    return true
  }
  const row = key === ' ' && position !== null ? app.inbox.rowAt(position) : undefined
  if (row !== undefined) app.inbox.toggleMark(row.sequence)
  return row !== undefined
}

/** Shift marks rows; the text between two clicks is not what is wanted. */
function keepTextUnselected(event: MouseEvent): void {
  if (!event.shiftKey) return
  event.preventDefault()
  document.getElementById('inbox')?.focus()
}

function Row({ position, layout, today, selected, marked, inOrder }: RowProps): ReactElement {
  const app = useApp()
  const row = app.inbox.rowAt(position)
  const rank = shownTotal(app.inbox.store.getState()) - 1 - position
  const fresh = rank >= app.inbox.store.getState().freshFrom
  let content: ReactNode = <div role="gridcell" className={styles['waiting']} aria-label="Loading" />
  if (row !== undefined)
    content = (
      <Cells
        row={row}
        older={inOrder ? app.inbox.rowAt(position + 1) : undefined}
        columns={layout.columns}
        today={today}
      />
    )
  const active = row !== undefined && row.sequence === selected
  const isMarked = row !== undefined && marked.has(row.sequence)
  const onClick = (event: MouseEvent): void => {
    const from = app.inbox.selectedPosition()
    if (row !== undefined && (event.ctrlKey || event.metaKey)) app.inbox.toggleMark(row.sequence)
    else if (event.shiftKey && from !== null) void app.inbox.markTo(position, from)
    else {
      app.inbox.unmark()
      app.inbox.selectPosition(position)
    }
  }
  return (
    // Keys are the grid's, which has the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      className={cx(styles['row'], fresh && styles['fresh'])}
      role="row"
      id={row === undefined ? undefined : rowId(row.sequence)}
      aria-rowindex={position + 2}
      aria-selected={active || isMarked}
      data-active={active ? '' : undefined}
      data-marked={isMarked ? '' : undefined}
      data-sequence={row?.sequence}
      onClick={onClick}
      onMouseDown={keepTextUnselected}
    >
      {content}
    </div>
  )
}

function NewPill({ onPress }: { readonly onPress: () => void }): ReactElement {
  const unread = useInbox((s) => s.unread)
  const inOrder = useInbox((s) => isNewestFirst(s.sort))
  return (
    <button type="button" className={styles['pill']} onClick={onPress}>
      {unread > 0 ? `${plural(unread, 'new row')} · jump to newest` : inOrder ? 'Jump to newest' : 'Back to the top'}
    </button>
  )
}

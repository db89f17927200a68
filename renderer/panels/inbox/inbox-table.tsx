import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, ReactElement, ReactNode } from 'react'
import { runAction } from '../../app/actions.ts'
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
import styles from './inbox.module.css'

const ROW = 36
/** Width of a scrollbar (style/base.css). */
const SCROLLBAR = 12
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
  const layout = useMemo(() => layoutColumns(width, hidden, chosen), [width, hidden, chosen])
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

  const at = (position: number): void => app.inbox.selectPosition(Math.min(rows - 1, Math.max(0, position)))
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const position = app.inbox.selectedPosition()
    const page = scroll.current?.page() ?? 10
    const from = position ?? -1
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => at(from + 1),
      ArrowUp: () => at(from - 1),
      PageDown: () => at(from + page),
      PageUp: () => at(from - page),
      Home: () => far(0),
      End: () => far(rows - 1),
      Enter: () => document.getElementById('detail')?.focus(),
      Delete: () => runAction(app, 'delete'),
    }
    const move = moves[event.key]
    if (move === undefined) return
    event.preventDefault()
    move()
  }
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

  return (
    <>
      <div
        ref={box}
        className={styles['grid']}
        role="grid"
        aria-label="Inbox"
        aria-rowcount={rows + 1}
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
          onSight={see}
          onTop={setAtTop}
        >
          {(position) => (
            <Row key={rows - position} position={position} layout={layout} today={today} selected={selected} />
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
}

function Row({ position, layout, today, selected }: RowProps): ReactElement {
  const app = useApp()
  const row = app.inbox.rowAt(position)
  const rank = shownTotal(app.inbox.store.getState()) - 1 - position
  const fresh = rank >= app.inbox.store.getState().freshFrom
  let content: ReactNode = <div role="gridcell" className={styles['waiting']} aria-label="Loading" />
  if (row !== undefined)
    content = <Cells row={row} older={app.inbox.rowAt(position + 1)} columns={layout.columns} today={today} />
  const active = row !== undefined && row.sequence === selected
  return (
    // Keys are the grid's, which has the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      className={cx(styles['row'], fresh && styles['fresh'])}
      role="row"
      id={row === undefined ? undefined : rowId(row.sequence)}
      aria-rowindex={position + 2}
      aria-selected={active}
      data-active={active ? '' : undefined}
      data-sequence={row?.sequence}
      onClick={() => app.inbox.selectPosition(position)}
    >
      {content}
    </div>
  )
}

function NewPill({ onPress }: { readonly onPress: () => void }): ReactElement {
  const unread = useInbox((s) => s.unread)
  return (
    <button type="button" className={styles['pill']} onClick={onPress}>
      {unread > 0 ? `${plural(unread, 'new row')} · jump to newest` : 'Jump to newest'}
    </button>
  )
}

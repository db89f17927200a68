import { memo, useRef } from 'react'
import type { KeyboardEvent, ReactElement } from 'react'
import ArrowDown from 'lucide-react/icons/arrow-down'
import ArrowUp from 'lucide-react/icons/arrow-up'
import ArrowUpDown from 'lucide-react/icons/arrow-up-down'
import type { InboxSort } from '../../../shared/model/inbox.ts'
import { LIGHT_NAMES } from '../../../shared/model/verdict.ts'
import { useApp, useInbox } from '../../app/use-app.ts'
import { cx } from '../../kit/cx.ts'
import { LIGHT_WORDS } from '../../kit/light.tsx'
import { isResizable, LEAST_WIDTH, MOST_WIDTH } from './columns.ts'
import type { Layout, PlacedColumn } from './columns.ts'
import styles from './table.module.css'

const STEP = 8

/** How the list is sorted by a column, in the words of ARIA; undefined where it cannot be. */
function sortState(column: PlacedColumn, sort: InboxSort): 'ascending' | 'descending' | 'none' | undefined {
  if (column.sort === undefined) return undefined
  return column.sort === sort.by ? (sort.descending ? 'descending' : 'ascending') : 'none'
}

/** What a head without a sort says: what the column is, and why it does not sort. */
const headTitle = ({ id, title }: PlacedColumn): string =>
  id === 'gap'
    ? 'Time since the row before'
    : `${title}. The list sorts by time, event and lights, for which there is an index; search or filter for the rest.`

/** The heads of the columns: pressed to sort where the archive has an index, each with an edge that can be dragged. */
export const Header = memo(function Header({ layout }: { readonly layout: Layout }): ReactElement {
  const sort = useInbox((s) => s.sort)
  return (
    <div role="rowgroup">
      <div className={styles['header']} role="row" aria-rowindex={1}>
        {layout.columns.map((column) => (
          <div
            key={column.id}
            role="columnheader"
            aria-sort={sortState(column, sort)}
            className={cx(styles['cell'], styles['head'], column.end === true && styles['end'])}
          >
            {column.sort === undefined ? (
              <span title={headTitle(column)}>{column.title}</span>
            ) : (
              <SortHead column={column} by={column.sort} sort={sort} />
            )}
            {isResizable(column) && <Edge column={column} />}
          </div>
        ))}
      </div>
    </div>
  )
})

/** A head that sorts; an arrow says in which direction the list is sorted now. */
function SortHead({
  column,
  by,
  sort,
}: {
  readonly column: PlacedColumn
  readonly by: InboxSort['by']
  readonly sort: InboxSort
}): ReactElement {
  const app = useApp()
  const active = sort.by === by
  const Arrow = sort.descending ? ArrowDown : ArrowUp
  return (
    <button
      type="button"
      className={cx(styles['sort'], column.id === 'lights' && styles['sortLights'])}
      title={`Sort by ${column.title.toLowerCase()}`}
      onClick={() => app.inbox.sortBy(by)}
      // The grid around it would take the keys for its rows.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <span className="unseen">Sort by {column.id === 'lights' ? 'lights' : ''} </span>
      {column.id === 'lights' ? <LightHeads /> : column.title}
      {active ? <Arrow size={11} aria-hidden /> : <ArrowUpDown size={11} aria-hidden className={styles['sortable']} />}
    </button>
  )
}

function LightHeads(): ReactElement {
  return (
    <span className={styles['lights']}>
      {LIGHT_NAMES.map((name) => (
        <span key={name} title={LIGHT_WORDS[name].full}>
          {LIGHT_WORDS[name].short}
        </span>
      ))}
    </span>
  )
}

/** The right edge of a column: dragged, or moved with the arrow keys; a double click or Backspace gives the usual width back. */
function Edge({ column }: { readonly column: PlacedColumn }): ReactElement {
  const app = useApp()
  const grip = useRef<{ readonly x: number; readonly width: number } | null>(null)
  const choose = (width: number | null): void => app.ui.setColumnWidth(column.id, width)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Tab') return
    // The grid around it would take the key for its rows.
    event.stopPropagation()
    if (event.key === 'ArrowLeft') choose(Math.max(LEAST_WIDTH, column.width - STEP))
    if (event.key === 'ArrowRight') choose(column.width + STEP)
    if (event.key === 'Backspace') choose(null)
  }
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${column.id === 'gap' ? 'time since the row before' : column.title}`}
      aria-valuenow={column.width}
      aria-valuemin={LEAST_WIDTH}
      aria-valuemax={MOST_WIDTH}
      // A separator that can be moved takes the focus (ARIA 1.2, window splitter).
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={styles['edge']}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        grip.current = { x: event.clientX, width: column.width }
      }}
      onPointerMove={(event) => {
        if (grip.current === null) return
        choose(Math.max(LEAST_WIDTH, grip.current.width + event.clientX - grip.current.x))
      }}
      onLostPointerCapture={() => {
        grip.current = null
      }}
      onDoubleClick={() => choose(null)}
    />
  )
}

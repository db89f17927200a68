import { memo } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { hideValues } from '../../../shared/export/hide-secrets.ts'
import type { InboxRow } from '../../../shared/model/inbox.ts'
import { LIGHT_NAMES } from '../../../shared/model/verdict.ts'
import { useUi } from '../../app/use-app.ts'
import { attemptText, attemptWords } from '../../format/delivery.ts'
import { fullTime, gap, rowTime, size } from '../../format/units.ts'
import { visibleText } from '../../format/visible.ts'
import { causeWords } from '../../format/words.ts'
import { Captured, Tag } from '../../kit/bits.tsx'
import { cx } from '../../kit/cx.ts'
import { Light } from '../../kit/light.tsx'
import type { Column, ColumnId } from './columns.ts'
import styles from './table.module.css'

const TAIL = 6

/** A long value that keeps both its ends: ids differ at either. */
export function Middle({ text }: { readonly text: string }): ReactElement {
  const cut = text.length > TAIL + 2 ? text.length - TAIL : text.length
  return (
    <span className={styles['middle']} title={visibleText(text)}>
      <span>
        <Captured text={text.slice(0, cut)} />
      </span>
      {cut < text.length && (
        <span>
          <Captured text={text.slice(cut)} />
        </span>
      )}
    </span>
  )
}

/** A target; secrets in its query are hidden while presenting. */
function Path({ target }: { readonly target: string }): ReactElement {
  const presenting = useUi((ui) => ui.presenting)
  const text = presenting ? hideValues(target).text : target
  return (
    <span className={styles['mono']} title={visibleText(text)}>
      <Captured text={text} />
    </span>
  )
}

type Draw = (row: InboxRow, older: InboxRow | undefined, now: number) => ReactNode

const isTrouble = (row: InboxRow): boolean => row.kind === 'connection'

function eventCell(row: InboxRow): ReactNode {
  if (isTrouble(row)) return <span>{row.cause === null ? 'Connection event' : causeWords(row.cause)}</span>
  const name = row.eventType
  return (
    <>
      <span
        className={cx(styles['event'], name === null && styles['unnamed'])}
        title={name === null ? 'Not recognised' : visibleText(name)}
      >
        {name === null ? 'Not recognised' : <Captured text={name} />}
      </span>{' '}
      {row.simulated && <Tag>demo</Tag>}
    </>
  )
}
function statusCell(row: InboxRow): ReactNode {
  if (row.status === null) return ''
  return <span className={row.status < 300 ? styles['good'] : styles['bad']}>{row.status}</span>
}

const DRAW: Readonly<Record<ColumnId, Draw>> = {
  time: (row, _older, now) => <span title={fullTime(row.receivedAt)}>{rowTime(row.receivedAt, now)}</span>,
  gap: (row, older) =>
    older === undefined ? '' : <span className={styles['faint']}>{gap(older.receivedAt, row.receivedAt)}</span>,
  lights: (row) => (
    <span className={styles['lights']}>
      {LIGHT_NAMES.map((name, index) => (
        <Light key={name} name={name} state={row.lights[index] ?? 'unchecked'} />
      ))}
    </span>
  ),
  event: eventCell,
  reference: (row) =>
    isTrouble(row) ? (
      <span className={styles['mono']} title={row.peer}>
        {row.peer}
      </span>
    ) : (
      <Middle text={row.reference ?? ''} />
    ),
  method: (row) => <span className={styles['faint']}>{visibleText(row.method)}</span>,
  path: (row) => <Path target={row.target} />,
  status: statusCell,
  attempt: ({ delivery }) =>
    delivery === undefined ? (
      ''
    ) : (
      <span
        className={cx(delivery.number === 1 && styles['faint'])}
        title={attemptWords(delivery)}
        aria-label={attemptWords(delivery)}
        role="note"
      >
        {attemptText(delivery)}
      </span>
    ),
  size: (row) => <span className={styles['faint']}>{size(row.size)}</span>,
}

interface CellsProps {
  readonly row: InboxRow
  readonly older: InboxRow | undefined
  readonly columns: readonly Column[]
  /** Start of the day shown as today, in ms since 1970. */
  readonly today: number
}

/** The cells of one row. */
export const Cells = memo(function Cells({ row, older, columns, today }: CellsProps): ReactElement {
  return (
    <>
      {columns.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          className={cx(
            styles['cell'],
            column.end === true && styles['end'],
            column.id === 'event' && isTrouble(row) && styles['trouble'],
          )}
        >
          {DRAW[column.id](row, older, today)}
        </div>
      ))}
    </>
  )
})

import { useEffect, useRef } from 'react'
import type { KeyboardEvent, ReactElement } from 'react'
import ArrowDown from 'lucide-react/icons/arrow-down'
import ArrowUp from 'lucide-react/icons/arrow-up'
import Plus from 'lucide-react/icons/plus'
import X from 'lucide-react/icons/x'
import { Button, IconButton } from '../../kit/button.tsx'
import { TextField } from '../../kit/fields.tsx'
import { moved, withRow } from '../../state/digest-rows.ts'
import type { ValueRow } from '../../state/digest-rows.ts'
import styles from './digest.module.css'

const MOST = 50
/** The controls of a row, in their order. */
const CONTROLS = ['name', 'value', 'up', 'down', 'remove'] as const
type Control = (typeof CONTROLS)[number]

interface Props {
  readonly rows: readonly ValueRow[]
  readonly onChange: (rows: readonly ValueRow[]) => void
}

/** The values in the order in which they are joined. Alt with an arrow key moves the one that has the focus. */
export function ValueRows({ rows, onChange }: Props): ReactElement {
  const list = useRef<HTMLOListElement>(null)
  const focus = useRef<{ id: number; control: Control } | null>(null)
  // A row that moves takes the focus along, to the same control.
  useEffect(() => {
    const wanted = focus.current
    focus.current = null
    if (wanted === null) return
    const row = list.current?.querySelector(`[data-row="${wanted.id}"]`)
    const controls = row?.querySelectorAll<HTMLElement>('input, button') ?? []
    const same = controls[CONTROLS.indexOf(wanted.control)]
    ;(same?.hasAttribute('disabled') === false ? same : controls[CONTROLS.indexOf('value')])?.focus()
  }, [rows])
  const move = (index: number, by: 1 | -1, control: Control): void => {
    const id = rows[index]?.id
    if (id !== undefined) focus.current = { id, control }
    onChange(moved(rows, index, by))
  }
  const onKeyDown = (event: KeyboardEvent, index: number): void => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null
    if (by === null || !event.altKey) return
    event.preventDefault()
    const controls = [...event.currentTarget.querySelectorAll('input, button')]
    move(index, by, CONTROLS[controls.findIndex((control) => control === event.target)] ?? 'value')
  }
  const put = (id: number, part: Partial<ValueRow>): void =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...part } : row)))
  return (
    <>
      <ol className={styles['values']} ref={list} aria-label="Values in their order">
        {rows.map((row, index) => (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
          <li key={row.id} data-row={row.id} className={styles['value']} onKeyDown={(event) => onKeyDown(event, index)}>
            <TextField label={`Name ${index + 1}`} code value={row.name} onChange={(name) => put(row.id, { name })} />
            <TextField
              label={`Value ${index + 1}`}
              code
              value={row.value}
              onChange={(value) => put(row.id, { value, raw: undefined })}
              placeholder={index === 0 ? 'for example order-100482' : ''}
            />
            <Tools
              number={index + 1}
              first={index === 0}
              last={index === rows.length - 1}
              move={(by) => move(index, by, by < 0 ? 'up' : 'down')}
              remove={() => onChange(rows.filter((other) => other !== row))}
            />
          </li>
        ))}
      </ol>
      <div className={styles['row']}>
        <Button small disabled={rows.length >= MOST} onPress={() => onChange(withRow(rows))}>
          <Plus size={14} aria-hidden />
          Add a value
        </Button>
      </div>
    </>
  )
}

interface ToolsProps {
  readonly number: number
  readonly first: boolean
  readonly last: boolean
  readonly move: (by: 1 | -1) => void
  readonly remove: () => void
}

function Tools({ number, first, last, move, remove }: ToolsProps): ReactElement {
  return (
    <span className={styles['tools']}>
      <IconButton label={`Move value ${number} up`} shortcut="Alt ↑" quiet disabled={first} onPress={() => move(-1)}>
        <ArrowUp size={15} />
      </IconButton>
      <IconButton label={`Move value ${number} down`} shortcut="Alt ↓" quiet disabled={last} onPress={() => move(1)}>
        <ArrowDown size={15} />
      </IconButton>
      <IconButton label={`Remove value ${number}`} quiet disabled={first && last} onPress={remove}>
        <X size={15} />
      </IconButton>
    </span>
  )
}

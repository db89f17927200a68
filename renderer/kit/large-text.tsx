import { useEffect, useRef } from 'react'
import type { ClipboardEvent, ReactElement, RefObject } from 'react'
import { count } from '../format/units.ts'
import { Captured } from './bits.tsx'
import { Button } from './button.tsx'
import { TextField } from './fields.tsx'
import styles from './large-text.module.css'

/** Longer texts are held, not laid out: a field with megabytes in it stands still at every key. */
const LONGEST_EDITED = 60_000
const PREVIEW = 600

interface Props {
  readonly label: string
  readonly rows: number
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder: string
  readonly help?: string
}

/** A field for text of any length: short text is edited; of a long one its beginning is shown, and it can be taken out. */
export function LargeText({ label, rows, value, onChange, placeholder, help }: Props): ReactElement {
  const box = useRef<HTMLDivElement>(null)
  const held = value.length > LONGEST_EDITED
  const focus = useFocusKept(box, held)
  const paste = (event: ClipboardEvent): void => {
    const text = event.clipboardData.getData('text/plain')
    if (text.length <= LONGEST_EDITED) return
    event.preventDefault()
    focus()
    onChange(text)
  }
  const takeOut = (): void => {
    focus()
    onChange('')
  }
  return (
    <div ref={box} {...(held ? {} : { onPaste: paste, 'data-takes-huge': true })}>
      {held ? (
        <Held label={label} value={value} onTakeOut={takeOut} />
      ) : (
        <TextField
          label={label}
          code
          rows={rows}
          value={value}
          onChange={onChange}
          placeholder={placeholder}
          {...(help === undefined ? {} : { help })}
        />
      )}
    </div>
  )
}

/** Field and held text take each other's place: gives what to call before, so that the focus stays here. */
function useFocusKept(box: RefObject<HTMLDivElement | null>, held: boolean): () => void {
  const wanted = useRef(false)
  useEffect(() => {
    if (wanted.current) box.current?.querySelector<HTMLElement>('textarea, button')?.focus()
    wanted.current = false
  }, [box, held])
  return () => {
    wanted.current = true
  }
}

interface HeldProps {
  readonly label: string
  readonly value: string
  readonly onTakeOut: () => void
}

function Held({ label, value, onTakeOut }: HeldProps): ReactElement {
  return (
    <div role="group" aria-label={label} className={styles['held']}>
      <div className={styles['label']}>{label}</div>
      <div className={styles['preview']}>
        <Captured text={value.slice(0, PREVIEW)} /> …
      </div>
      <div className={styles['row']}>
        <span>{count(value.length)} characters; the beginning is shown.</span>
        <Button small onPress={onTakeOut}>
          Take it out
        </Button>
      </div>
    </div>
  )
}

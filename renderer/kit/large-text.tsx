import type { ClipboardEvent, ReactElement } from 'react'
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
  const paste = (event: ClipboardEvent): void => {
    const text = event.clipboardData.getData('text/plain')
    if (text.length <= LONGEST_EDITED) return
    event.preventDefault()
    onChange(text)
  }
  if (value.length > LONGEST_EDITED) return <Held label={label} value={value} onChange={onChange} />
  return (
    <div onPaste={paste} data-takes-huge>
      <TextField
        label={label}
        code
        rows={rows}
        value={value}
        onChange={onChange}
        placeholder={placeholder}
        {...(help === undefined ? {} : { help })}
      />
    </div>
  )
}

function Held({ label, value, onChange }: Pick<Props, 'label' | 'value' | 'onChange'>): ReactElement {
  return (
    <div role="group" aria-label={label} className={styles['held']}>
      <div className={styles['label']}>{label}</div>
      <div className={styles['preview']}>
        <Captured text={value.slice(0, PREVIEW)} /> …
      </div>
      <div className={styles['row']}>
        <span>{count(value.length)} characters; the beginning is shown.</span>
        <Button small onPress={() => onChange('')}>
          Take it out
        </Button>
      </div>
    </div>
  )
}

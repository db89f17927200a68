import type { ReactElement } from 'react'
import Plus from 'lucide-react/icons/plus'
import X from 'lucide-react/icons/x'
import { isSecretHeader } from '../../../shared/export/hide-secrets.ts'
import { useUi } from '../../app/use-app.ts'
import { Button, IconButton } from '../../kit/button.tsx'
import { TextField } from '../../kit/fields.tsx'
import styles from './rules.module.css'

interface Props {
  readonly headers: readonly (readonly [string, string])[]
  readonly change: (headers: [string, string][]) => void
  /** What is wrong with the name (0) or the value (1) of a header. */
  readonly errorAt?: (index: number, part: 0 | 1) => string | undefined
}

/** Headers of an answer, one a line. */
export function HeaderFields({ headers, change, errorAt }: Props): ReactElement {
  const presenting = useUi((ui) => ui.presenting)
  const all = headers.map(([name, value]): [string, string] => [name, value])
  return (
    <>
      {all.map(([name, value], index) => (
        // Headers have no name of their own to go by: they may repeat.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={styles['header']}>
          <TextField
            label="Header"
            code
            value={name}
            onChange={(text) => change(all.with(index, [text, value]))}
            error={errorAt?.(index, 0)}
          />
          <TextField
            label="Value"
            code
            type={presenting && isSecretHeader(name) ? 'password' : 'text'}
            value={value}
            onChange={(text) => change(all.with(index, [name, text]))}
            error={errorAt?.(index, 1)}
          />
          <IconButton label={`Remove the header ${name}`} quiet onPress={() => change(all.toSpliced(index, 1))}>
            <X size={15} />
          </IconButton>
        </div>
      ))}
      <div>
        <Button small onPress={() => change([...all, ['X-Answered-By', 'Callback Inspector']])}>
          <Plus size={14} aria-hidden /> Add a header
        </Button>
      </div>
    </>
  )
}

import { useState } from 'react'
import type { KeyboardEvent, ReactElement } from 'react'
import ArrowDown from 'lucide-react/icons/arrow-down'
import ArrowUp from 'lucide-react/icons/arrow-up'
import Plus from 'lucide-react/icons/plus'
import X from 'lucide-react/icons/x'
import { Button, IconButton } from '../../kit/button.tsx'
import { TextField } from '../../kit/fields.tsx'
import { movedBy } from '../../state/profile-draft.ts'
import styles from './profiles.module.css'

interface Props {
  readonly parameters: readonly string[]
  /** Names that the bank fills; offered as buttons. */
  readonly offered: readonly string[]
  readonly onChange: (parameters: string[]) => void
  readonly locked: boolean
  readonly error?: string | undefined
}

/** Digest parameters in their order. Alt with an arrow key moves the one that has the focus. */
export function ParameterList({ parameters, offered, onChange, locked, error }: Props): ReactElement {
  const move = (index: number, by: -1 | 1): void => onChange(movedBy(parameters, index, by))
  const onKeyDown = (event: KeyboardEvent, index: number): void => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (by === 0 || !event.altKey || locked) return
    event.preventDefault()
    move(index, by)
    const items = event.currentTarget.parentElement?.children
    const next = items?.[Math.min(parameters.length - 1, Math.max(0, index + by))]
    // The row moves: the focus goes along, to the same button of its new place.
    const label = event.target instanceof HTMLElement ? (event.target.dataset['role'] ?? '') : ''
    next?.querySelector<HTMLElement>(label === '' ? 'button:not([disabled])' : `[data-role="${label}"]`)?.focus()
  }
  return (
    <div className={styles['field']}>
      <span className={styles['label']}>Parameters, in the order of the registration</span>
      <ol className={styles['parameters']} style={{ width: '100%' }} aria-label="Digest parameters">
        {parameters.map((name, index) => (
          // A name may stand twice; its place is its identity.
          // oxlint-disable-next-line react/no-array-index-key, jsx-a11y/no-noninteractive-element-interactions
          <li key={index} className={styles['parameter']} onKeyDown={(event) => onKeyDown(event, index)}>
            <span className={styles['number']}>{index + 1}</span>
            <code>{name}</code>
            <IconButton
              label={`Move ${name} up`}
              quiet
              small
              disabled={locked || index === 0}
              onPress={() => move(index, -1)}
            >
              <ArrowUp size={14} />
            </IconButton>
            <IconButton
              label={`Move ${name} down`}
              quiet
              small
              disabled={locked || index === parameters.length - 1}
              onPress={() => move(index, 1)}
            >
              <ArrowDown size={14} />
            </IconButton>
            <IconButton
              label={`Remove ${name}`}
              quiet
              small
              disabled={locked}
              onPress={() => onChange(parameters.filter((_, at) => at !== index))}
            >
              <X size={14} />
            </IconButton>
          </li>
        ))}
      </ol>
      {error !== undefined && <p className={styles['bad']}>{error}</p>}
      {!locked && <Adding parameters={parameters} offered={offered} onChange={onChange} />}
      <code className={styles['formula']} style={{ width: '100%' }}>
        {[...parameters, 'salt'].join(' + ')}
      </code>
    </div>
  )
}

function Adding({ parameters, offered, onChange }: Pick<Props, 'parameters' | 'offered' | 'onChange'>): ReactElement {
  const [other, setOther] = useState('')
  const add = (name: string): void => onChange([...parameters, name])
  return (
    <div className={styles['adding']}>
      {offered
        .filter((name) => !parameters.includes(name))
        .map((name) => (
          <Button key={name} small onPress={() => add(name)}>
            <Plus size={13} aria-hidden />
            {name}
          </Button>
        ))}
      <div className={styles['add']}>
        <TextField label="Other parameter" code value={other} onChange={setOther} />
        <Button
          disabled={other.trim() === ''}
          onPress={() => {
            add(other.trim())
            setOther('')
          }}
        >
          Add
        </Button>
      </div>
    </div>
  )
}

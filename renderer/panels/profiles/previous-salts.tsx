import type { ReactElement } from 'react'
import Plus from 'lucide-react/icons/plus'
import X from 'lucide-react/icons/x'
import { Button, IconButton } from '../../kit/button.tsx'
import { TextField } from '../../kit/fields.tsx'
import { optional } from '../../state/profile-draft.ts'
import type { DigestDraft } from '../../state/profile-draft.ts'
import styles from './profiles.module.css'
import { SecretField } from './secret-field.tsx'
import type { TabProps } from './tab-props.ts'

type Previous = NonNullable<DigestDraft['previousSalts']>[number]

interface Props extends Pick<TabProps, 'open' | 'locked' | 'errors'> {
  readonly salts: readonly Previous[]
  readonly onChange: (salts: Previous[]) => void
  readonly path: string
}

/** Older salts, the newest first. A digest that fits one of them is told so, with its days. */
export function PreviousSalts({ salts, onChange, path, ...rest }: Props): ReactElement {
  return (
    <>
      {salts.map((salt, index) => (
        <OneSalt
          // Salts have no name of their own; they change their place only by hand.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          {...rest}
          number={index + 1}
          salt={salt}
          path={`${path}.${index}`}
          onChange={(changed) => onChange(salts.map((old, at) => (at === index ? changed : old)))}
          onRemove={() => onChange(salts.filter((_, at) => at !== index))}
        />
      ))}
      {!rest.locked && (
        <div className={styles['row']}>
          <Button small onPress={() => onChange([...salts, { salt: '' }])}>
            <Plus size={13} aria-hidden />
            Add a previous salt
          </Button>
        </div>
      )}
    </>
  )
}

interface OneProps extends Pick<TabProps, 'open' | 'locked' | 'errors'> {
  readonly number: number
  readonly salt: Previous
  readonly path: string
  readonly onChange: (salt: Previous) => void
  readonly onRemove: () => void
}

function OneSalt({ number, salt, path, onChange, onRemove, open, locked, errors }: OneProps): ReactElement {
  const field = (name: 'since' | 'until' | 'label' | 'note', label: string, placeholder: string): ReactElement => (
    <TextField
      label={label}
      value={salt[name] ?? ''}
      disabled={locked}
      onChange={(text) => onChange({ ...salt, [name]: optional(text) })}
      error={errors[`${path}.${name}`]}
      placeholder={placeholder}
    />
  )
  return (
    <div className={styles['inner']} role="group" aria-label={`Previous salt ${number}`}>
      <div className={styles['cardHead']}>
        <span className={styles['sub']}>Previous salt {number}</span>
        {!locked && (
          <IconButton label={`Remove previous salt ${number}`} quiet small onPress={onRemove}>
            <X size={14} />
          </IconButton>
        )}
      </div>
      <SecretField
        open={open}
        locked={locked}
        name={`Salt ${number}`}
        value={salt.salt}
        onChange={(secret) => onChange({ ...salt, salt: secret })}
        error={errors[`${path}.salt`]}
      />
      <div className={styles['three']}>
        {field('since', 'Since', '2024-02-01')}
        {field('until', 'Until', '2025-11-12')}
        {field('label', 'Name', 'old shop')}
        {field('note', 'Note', '')}
      </div>
    </div>
  )
}

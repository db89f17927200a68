import type { ReactElement } from 'react'
import type { SecretInDraft } from '../../../shared/model/secret-text.ts'
import { useApp } from '../../app/use-app.ts'
import { Button } from '../../kit/button.tsx'
import { Select, TextField } from '../../kit/fields.tsx'
import { optional, retireSalt } from '../../state/profile-draft.ts'
import type { DigestDraft } from '../../state/profile-draft.ts'
import { today } from '../../format/day.ts'
import styles from './profiles.module.css'
import { SecretField } from './secret-field.tsx'
import type { TabProps } from './tab-props.ts'

interface Props extends Pick<TabProps, 'open' | 'locked' | 'errors'> {
  readonly digest: DigestDraft
  readonly onChange: (digest: DigestDraft) => void
  /** Where the settings stand: `digest`, `events.BOOKED.digest`. */
  readonly path: string
}

const KINDS = [
  { id: 'text', name: 'Known' },
  { id: 'env', name: 'In an environment variable' },
  { id: 'none', name: 'Registered without a salt' },
  { id: 'unknown', name: 'Not known' },
] as const
type Kind = (typeof KINDS)[number]['id']

const kindOf = (salt: DigestDraft['salt']): Kind => {
  if (salt === undefined) return 'unknown'
  if (salt === null) return 'none'
  return typeof salt !== 'string' && 'env' in salt ? 'env' : 'text'
}
const START: Readonly<Record<Kind, SecretInDraft | null | undefined>> = {
  text: '',
  env: { env: '' },
  none: null,
  unknown: undefined,
}

/** The present salt: what it is, since when, and the way to a new one that keeps the old. */
export function SaltField(props: Props): ReactElement {
  const { digest, onChange, locked, errors, path } = props
  const app = useApp()
  const { salt } = digest
  const kind = kindOf(salt)
  const old = salt != null && salt !== ''
  return (
    <>
      <Select
        label="What is known of the salt"
        value={kind}
        options={KINDS}
        disabled={locked}
        onChange={(next) => next !== kind && onChange({ ...digest, salt: START[next] })}
      />
      {salt != null && (
        <SecretField
          open={props.open}
          locked={locked}
          name="Salt"
          value={salt}
          onChange={(changed) => onChange({ ...digest, salt: changed })}
          error={errors[`${path}.salt`]}
        />
      )}
      <div className={styles['pair']}>
        <TextField
          label="In use since"
          value={digest.since ?? ''}
          disabled={locked}
          onChange={(since) => onChange({ ...digest, since: optional(since) })}
          error={errors[`${path}.since`]}
          placeholder="2025-11-12"
        />
        <TextField
          label="Note"
          value={digest.note ?? ''}
          disabled={locked}
          onChange={(note) => onChange({ ...digest, note: optional(note) })}
          error={errors[`${path}.note`]}
          placeholder="Registered by the plugin update"
        />
      </div>
      {!locked && old && (
        <div className={styles['row']}>
          <Button small onPress={() => onChange(retireSalt(digest, today(app.ui.store.getState().now)))}>
            New salt; make this the previous one
          </Button>
        </div>
      )}
    </>
  )
}

import { useEffect, useState } from 'react'
import type { ReactElement } from 'react'
import Eye from 'lucide-react/icons/eye'
import EyeOff from 'lucide-react/icons/eye-off'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import type { SecretInDraft } from '../../../shared/model/secret-text.ts'
import type { SecretView } from '../../../shared/protocol/profiles.ts'
import { useApp, useUi } from '../../app/use-app.ts'
import { Button, IconButton } from '../../kit/button.tsx'
import { TextField } from '../../kit/fields.tsx'
import { viewOf } from '../../state/profile-draft.ts'
import styles from './profiles.module.css'
import type { TabProps } from './tab-props.ts'
import { useEditor } from './use-editor.ts'
import { VisibleSecret } from './visible-secret.tsx'

interface Props extends Pick<TabProps, 'open' | 'locked'> {
  /** "Salt", "Password", … */
  readonly name: string
  readonly value: SecretInDraft
  readonly onChange: (value: SecretInDraft) => void
  readonly error?: string | undefined
}

/** A secret: masked, shown on demand, with its fingerprint and with what is odd about it. */
export function SecretField(props: Props): ReactElement {
  const { value } = props
  if (typeof value === 'string') return <Typed {...props} value={value} />
  return 'env' in value ? <Variable {...props} value={value} /> : <Stored {...props} value={value} />
}

/** One that stands in the profile: the page has not seen it. */
function Stored({
  open,
  locked,
  name,
  value,
  onChange,
  error,
}: Props & { readonly value: { readonly keep: string } }): ReactElement {
  const app = useApp()
  const view = viewOf(open.secrets, value)
  const presenting = useUi((ui) => ui.presenting)
  const known = useEditor((state) => state.revealed[value.keep])
  const revealed = presenting ? undefined : known
  const low = name.toLowerCase()
  return (
    <div className={styles['secret']} role="group" aria-label={name}>
      <span className={styles['label']}>{name}</span>
      <div className={styles['secretLine']}>
        <code className={styles['secretText']}>
          {revealed === undefined ? '••••••••' : <VisibleSecret text={revealed} />}
        </code>
        <IconButton
          label={revealed === undefined ? `Show the ${low}` : `Hide the ${low}`}
          quiet
          pressed={revealed !== undefined}
          disabled={presenting || view?.problem != null}
          onPress={() =>
            revealed === undefined ? void app.profiles.reveal(value.keep) : app.profiles.hide(value.keep)
          }
        >
          {revealed === undefined ? <Eye size={15} /> : <EyeOff size={15} />}
        </IconButton>
        {!locked && (
          <Button small onPress={() => onChange('')}>
            Enter another {low}
          </Button>
        )}
      </div>
      {view?.problem != null && <p className={styles['bad']}>{view.problem.message}</p>}
      {error !== undefined && <p className={styles['bad']}>{error}</p>}
      {view !== null && <Traits fingerprint={view.fingerprint} length={view.length} remarks={view.remarks} />}
      {view?.stored === 'plain' && (
        <p className={styles['muted']}>
          It stands in the file in plain text; saving encrypts it where this system can.
        </p>
      )}
    </div>
  )
}

/** One that is being typed. */
function Typed({ locked, name, value, onChange, error }: Props & { readonly value: string }): ReactElement {
  const presenting = useUi((ui) => ui.presenting)
  const [asked, setAsked] = useState(false)
  const open = asked && !presenting
  const low = name.toLowerCase()
  const traits = useTraits(value)
  return (
    <div className={styles['secret']} role="group" aria-label={name}>
      <div className={styles['secretInput']}>
        <TextField
          label={name}
          code
          type={open ? 'text' : 'password'}
          value={value}
          disabled={locked}
          onChange={onChange}
          error={error}
        />
        <IconButton
          label={open ? `Hide the ${low}` : `Show the ${low}`}
          quiet
          pressed={open}
          disabled={presenting}
          onPress={() => setAsked(!asked)}
        >
          {open ? <EyeOff size={15} /> : <Eye size={15} />}
        </IconButton>
      </div>
      {open && /[^\u0021-\u007e]/.test(value) && (
        <div className={styles['secretText']}>
          <VisibleSecret text={value} />
        </div>
      )}
      {traits !== null && <Traits {...traits} />}
    </div>
  )
}

function Variable({
  locked,
  name,
  value,
  onChange,
  error,
}: Props & { readonly value: { readonly env: string } }): ReactElement {
  return (
    <TextField
      label={`${name}: environment variable`}
      help="Read when the app starts. The name stands in the file, the secret does not."
      code
      value={value.env}
      disabled={locked}
      onChange={(env) => onChange({ env })}
      error={error}
      placeholder="SHOP_SALT"
    />
  )
}

type TraitsProps = Pick<SecretView, 'fingerprint' | 'length' | 'remarks'>

function Traits({ fingerprint, length, remarks }: TraitsProps): ReactElement {
  return (
    <>
      {fingerprint !== null && (
        <span className={styles['fingerprint']}>
          Fingerprint <code>{fingerprint}</code>
          {length !== null && `, ${length} ${length === 1 ? 'character' : 'characters'}`}
        </span>
      )}
      {remarks.map(({ code, text }) => (
        <span key={code} className={styles['remark']}>
          <TriangleAlert size={14} aria-hidden />
          {text}
        </span>
      ))}
    </>
  )
}

/** Fingerprint and remarks of a text while it is typed. */
function useTraits(secret: string): TraitsProps | null {
  const { call } = useApp()
  const [traits, setTraits] = useState<TraitsProps | null>(null)
  useEffect(() => {
    let current = true
    const keep = (found: TraitsProps | null): void => {
      if (current) setTraits(found)
    }
    if (secret === '') keep(null)
    // Without them the field works all the same; a lost link has its own notice.
    else call('profiles.inspectSecret', { secret }).then(keep, () => keep(null))
    return () => {
      current = false
    }
  }, [call, secret])
  return traits
}

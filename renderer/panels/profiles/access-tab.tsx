import type { ReactElement } from 'react'
import type { ProfileDraft } from '../../../shared/model/profile.ts'
import { Choice } from '../../kit/choice.tsx'
import { TextField } from '../../kit/fields.tsx'
import { KeySetCard } from './key-set.tsx'
import { Card, Scroll } from './layout.tsx'
import styles from './profiles.module.css'
import { SecretField } from './secret-field.tsx'
import type { TabProps } from './tab-props.ts'

const KINDS = [
  { id: 'none', name: 'None' },
  { id: 'basic', name: 'Basic' },
  { id: 'bearer', name: 'Bearer' },
] as const
type Kind = (typeof KINDS)[number]['id']

const START: Readonly<Record<Kind, ProfileDraft['credentials']>> = {
  none: undefined,
  basic: { kind: 'basic', user: '', password: '' },
  bearer: { kind: 'bearer', token: '' },
}

/** What the bank was told to send in Authorization, and the keys of signed callbacks. */
export function AccessTab(props: TabProps): ReactElement {
  return (
    <Scroll label="Credentials and keys">
      <Credentials {...props} />
      <KeySetCard {...props} />
    </Scroll>
  )
}

function Credentials({ open, draft, change, errors, locked }: TabProps): ReactElement {
  const { credentials } = draft
  const kind = credentials?.kind ?? 'none'
  return (
    <Card
      title="Credentials expected"
      intro="What was given at registration. Legacy callbacks know Basic, loans Basic and Bearer, RCO+ any Authorization header; the Merchant API none."
      tools={
        <Choice
          label="Credentials"
          value={kind}
          options={KINDS}
          onChange={(next) => !locked && next !== kind && change({ credentials: START[next] })}
        />
      }
    >
      {credentials === undefined && (
        <p className={styles['muted']}>An Authorization header is shown, and nothing is compared.</p>
      )}
      {credentials?.kind === 'basic' && (
        <>
          <TextField
            label="User"
            code
            value={credentials.user}
            disabled={locked}
            onChange={(user) => change({ credentials: { ...credentials, user } })}
            error={errors['credentials.user']}
          />
          <SecretField
            open={open}
            locked={locked}
            name="Password"
            value={credentials.password}
            onChange={(password) => change({ credentials: { ...credentials, password } })}
            error={errors['credentials.password']}
          />
        </>
      )}
      {credentials?.kind === 'bearer' && (
        <SecretField
          open={open}
          locked={locked}
          name="Token"
          value={credentials.token}
          onChange={(token) => change({ credentials: { ...credentials, token } })}
          error={errors['credentials.token']}
        />
      )}
    </Card>
  )
}

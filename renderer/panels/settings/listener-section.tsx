import type { ReactElement } from 'react'
import { NumberField, Switch, TextField } from '../../kit/fields.tsx'
import { FurtherListeners } from './further-listeners.tsx'
import { OpenToOthers } from './open-to-others.tsx'
import { Section } from './section.tsx'
import type { SectionProps } from './section.tsx'
import styles from './settings.module.css'

type Name = 'https' | 'http'
const WORDS = {
  https: { title: 'HTTPS listener', help: 'The bank calls HTTPS addresses only.' },
  http: { title: 'Plain HTTP listener', help: 'For tests, and behind a proxy that ends TLS itself.' },
} as const

/** Where callbacks may come in. */
export function ListenerSection(props: SectionProps): ReactElement {
  return (
    <Section
      title="Listener"
      intro="The addresses that callbacks are sent to. Saving binds only what changed anew; what is running stays up."
    >
      <Bind name="https" {...props} />
      <Bind name="http" {...props} />
      <FurtherListeners {...props} />
    </Section>
  )
}

function Bind({ name, draft, change, errors }: SectionProps & { readonly name: Name }): ReactElement {
  const bind = draft[name]
  const put = (part: Partial<typeof bind>): void => change({ [name]: { ...bind, ...part } })
  return (
    <div className={styles['card']}>
      <Switch
        label={WORDS[name].title}
        help={WORDS[name].help}
        on={bind.enabled}
        onChange={(enabled) => put({ enabled })}
      />
      <div className={styles['pair']}>
        <TextField
          label="Address"
          code
          value={bind.host}
          onChange={(host) => put({ host })}
          error={errors[`${name}.host`]}
          help="127.0.0.1 is this machine only, and the default. 0.0.0.0 is every network that this machine is on."
        />
        <NumberField
          label="Port"
          grouped={false}
          min={0}
          max={65535}
          value={bind.port}
          onChange={(port) => put({ port })}
          error={errors[`${name}.port`]}
          help="0 lets the system choose."
        />
      </div>
      <OpenToOthers enabled={bind.enabled} host={bind.host} />
    </div>
  )
}

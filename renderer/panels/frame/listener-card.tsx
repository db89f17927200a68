import type { ReactElement } from 'react'
import Copy from 'lucide-react/icons/copy'
import type { ListenerStatus } from '../../../shared/protocol/views.ts'
import { useApp, useUi } from '../../app/use-app.ts'
import { ago } from '../../format/units.ts'
import { IconButton } from '../../kit/button.tsx'
import { cx } from '../../kit/cx.ts'
import { Certificate, SelfTest } from './listener-health.tsx'
import styles from './rail.module.css'

const STATES = { listening: 'Listening', stopped: 'Stopped', failed: 'Not listening' } as const

/** A listener at a glance: address, certificate, last callback, last trouble. */
export function ListenerCard({ listener }: { readonly listener: ListenerStatus }): ReactElement {
  const now = useUi((ui) => ui.now)
  const app = useApp()
  const copy = (url: string): void => {
    app.desktop.copyText(url)
    app.ui.say('Copied the address of the listener.')
  }
  return (
    <section
      className={cx(styles['card'], listener.state === 'failed' && styles['failed'])}
      aria-label={`${listener.scheme.toUpperCase()} listener`}
    >
      <div className={styles['state']}>
        <span className={styles['dot']} data-state={listener.state} />
        <span
          title={
            listener.since === undefined ? undefined : `Listening for ${ago(listener.since, now).replace(/ ago$/, '')}`
          }
        >
          {STATES[listener.state]}
        </span>
        <span
          className={styles['scheme']}
          title={
            listener.scheme === 'http'
              ? 'The bank calls HTTPS only: for a reverse proxy that ends TLS, or for a lab.'
              : undefined
          }
        >
          {listener.scheme.toUpperCase()}
        </span>
      </div>
      {listener.url !== null && (
        <div className={styles['url']}>
          <code title={listener.url}>{listener.url.replace(/\/$/, '')}</code>
          <IconButton label="Copy the address" small quiet onPress={() => copy(listener.url ?? '')}>
            <Copy size={13} />
          </IconButton>
        </div>
      )}
      {listener.problem !== null && <p className={styles['problem']}>{listener.problem.message}</p>}
      <Certificate listener={listener} now={now} />
      <SelfTest listener={listener} now={now} />
      {listener.lastCallbackAt !== null && <p>Last callback {ago(listener.lastCallbackAt, now)}</p>}
      {listener.lastTroubleAt !== null && (
        <p title={listener.lastTrouble ?? ''}>Last trouble {ago(listener.lastTroubleAt, now)}</p>
      )}
    </section>
  )
}

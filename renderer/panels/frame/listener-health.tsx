import type { ReactElement } from 'react'
import Activity from 'lucide-react/icons/activity'
import type { ListenerStatus } from '../../../shared/protocol/views.ts'
import { useApp } from '../../app/use-app.ts'
import { ACTIONS } from '../../app/actions.ts'
import { ago } from '../../format/units.ts'
import { IconButton } from '../../kit/button.tsx'
import { cx } from '../../kit/cx.ts'
import styles from './rail.module.css'

const SHORT = {
  lab: 'Lab certificate: the bank will refuse it',
  public: 'Public certificate, complete',
  refused: 'The bank will refuse this certificate',
} as const

/** In which of the two situations the listener is: for the lab, or for real traffic. */
export function Standing({ listener }: { readonly listener: ListenerStatus }): ReactElement | null {
  const standing = listener.certificate?.standing
  if (listener.scheme === 'http')
    return (
      <p title="The bank calls HTTPS only: this is for a reverse proxy that ends TLS, or for a lab.">
        For a proxy or a lab
      </p>
    )
  if (standing === undefined) return null
  return (
    <p className={cx(standing.kind === 'refused' && styles['warnText'])} title={standing.sentence}>
      {SHORT[standing.kind]}
    </p>
  )
}

/** The last test through the real socket, and a button for the next. */
export function SelfTest({
  listener,
  now,
}: {
  readonly listener: ListenerStatus
  readonly now: number
}): ReactElement | null {
  const app = useApp()
  const { selfTest, state } = listener
  if (state !== 'listening') return null
  const words =
    selfTest === undefined
      ? 'Not tested yet'
      : `Self-test ${selfTest.ok ? 'passed' : 'failed'} ${ago(selfTest.at, now)}`
  const test = (): void => ACTIONS.find(({ id }) => id === 'self-test')?.run(app)
  return (
    <div className={styles['tested']}>
      <p className={cx(selfTest?.ok === false && styles['problem'])} title={selfTest?.sentence}>
        {words}
      </p>
      <IconButton label="Test now" small quiet onPress={test}>
        <Activity size={13} />
      </IconButton>
    </div>
  )
}

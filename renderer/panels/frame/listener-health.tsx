import type { ReactElement, ReactNode } from 'react'
import Activity from 'lucide-react/icons/activity'
import Globe from 'lucide-react/icons/globe'
import ShieldCheck from 'lucide-react/icons/shield-check'
import type { ListenerStatus } from '../../../shared/protocol/views.ts'
import { useApp } from '../../app/use-app.ts'
import { ACTIONS } from '../../app/actions.ts'
import { PUBLIC_SELF_TEST } from '../../app/public-test.ts'
import { ago, daysLeft } from '../../format/units.ts'
import { IconButton } from '../../kit/button.tsx'
import { cx } from '../../kit/cx.ts'
import styles from './rail.module.css'

const KINDS = { generated: 'Local CA', pem: 'PEM certificate', pfx: 'PFX certificate' } as const
const SHORT = {
  lab: 'Lab: the bank will refuse it',
  public: 'Public',
  refused: 'The bank will refuse it',
} as const
const SOON_DAYS = 14

function leftWords(days: number): string {
  if (days < 0) return 'expired'
  return days === 1 ? '1 day left' : `${String(days)} days left`
}

interface HealthProps {
  readonly listener: ListenerStatus
  readonly now: number
}

/** In which of the two situations the listener is, for the lab or for real traffic, and how long its certificate holds. */
export function Certificate({ listener, now }: HealthProps): ReactElement | null {
  const app = useApp()
  const { certificate } = listener
  if (certificate === null) return null
  const { standing } = certificate
  const days = daysLeft(certificate.validTo, now)
  const soon = days < SOON_DAYS
  // What we make is made anew by itself, and what the bank refuses it refuses however long: there days say nothing.
  const left = standing?.kind === 'lab' || standing?.kind === 'refused' ? '' : ` · ${leftWords(days)}`
  const words = standing === undefined ? KINDS[certificate.kind] : SHORT[standing.kind]
  return (
    <div className={styles['tested']}>
      <p
        className={cx(
          styles['line'],
          days < 0 && styles['problem'],
          (standing?.kind === 'refused' || (days >= 0 && soon)) && styles['warnText'],
        )}
        title={`${standing?.sentence ?? ''} ${certificate.subject}, ${leftWords(days)}`.trim()}
      >
        {soon ? `Certificate: ${leftWords(days)}` : words + left}
      </p>
      <IconButton label="Set up the certificate" small quiet onPress={() => app.ui.setWizard(true)}>
        <ShieldCheck size={13} />
      </IconButton>
    </div>
  )
}

interface FactProps {
  readonly name: string
  readonly title?: string | undefined
  readonly children: ReactNode
}

/** One line of the card: what it is, and what stands there. */
export function Fact({ name, title, children }: FactProps): ReactElement {
  return (
    <p className={styles['fact']} title={title}>
      <span>{name}</span>
      <span className={styles['value']}>{children}</span>
    </p>
  )
}

/** The last test through the real socket, and a button for the next. */
export function SelfTest({ listener, now }: HealthProps): ReactElement | null {
  const app = useApp()
  const { selfTest, state } = listener
  if (state !== 'listening') return null
  const words = selfTest === undefined ? 'not yet' : `${selfTest.ok ? 'passed' : 'failed'} ${ago(selfTest.at, now)}`
  const test = (): void => ACTIONS.find(({ id }) => id === 'self-test')?.run(app)
  return (
    <div className={styles['tested']}>
      <Fact name="Self-test" title={selfTest?.sentence}>
        <span className={cx(selfTest?.ok === false && styles['problem'])}>{words}</span>
      </Fact>
      <IconButton label="Test now" small quiet onPress={test}>
        <Activity size={13} />
      </IconButton>
    </div>
  )
}

const PUBLIC_WORDS = { pass: 'arrived', warn: 'needs a look', fail: 'failed', unknown: 'not reached' } as const

/** The last test through the public name, where one was made. */
export function PublicTest({ listener, now }: HealthProps): ReactElement | null {
  const app = useApp()
  const { publicTest } = listener
  if (publicTest === undefined) return null
  const { at, state, sentence, url } = publicTest
  return (
    <div className={styles['tested']}>
      <Fact name="Public name" title={`${url}: ${sentence}`}>
        <span className={cx(state === 'fail' && styles['problem'], state === 'warn' && styles['warnText'])}>
          {PUBLIC_WORDS[state]} {state === 'pass' || state === 'fail' ? ago(at, now) : ''}
        </span>
      </Fact>
      <IconButton label="Test the public name" small quiet onPress={() => PUBLIC_SELF_TEST.run(app)}>
        <Globe size={13} />
      </IconButton>
    </div>
  )
}

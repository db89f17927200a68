import { useId, useState } from 'react'
import type { ReactElement } from 'react'
import ChevronDown from 'lucide-react/icons/chevron-down'
import ChevronRight from 'lucide-react/icons/chevron-right'
import Copy from 'lucide-react/icons/copy'
import type { ListenerStatus } from '../../../shared/protocol/views.ts'
import { useApp, useUi } from '../../app/use-app.ts'
import { ago, fullTime, rowTime } from '../../format/units.ts'
import { IconButton } from '../../kit/button.tsx'
import { cx } from '../../kit/cx.ts'
import { Certificate, Fact, PublicTest, SelfTest } from './listener-health.tsx'
import styles from './rail.module.css'

/** What a listener is called: by its name where the user gave one. */
const titleOf = ({ scheme, further }: ListenerStatus): string =>
  further === undefined || further.name === '' ? scheme.toUpperCase() : `${further.name} · ${scheme.toUpperCase()}`

const STATES = { listening: 'Listening', stopped: 'Stopped', failed: 'Not listening' } as const

interface CardProps {
  readonly listener: ListenerStatus
  /** Whether its facts show before anybody asked: the first listener's do, the second's stand behind its head. */
  readonly first: boolean
}

/** A listener at a glance: address and state; behind its head certificate, tests, since when, last callback, last failed handshake. */
export function ListenerCard({ listener, first }: CardProps): ReactElement {
  const now = useUi((ui) => ui.now)
  const facts = useId()
  const [chosen, choose] = useState<boolean | null>(null)
  // What went wrong is never hidden by default.
  const open = chosen ?? (first || listener.selfTest?.ok === false)
  const Chevron = open ? ChevronDown : ChevronRight
  return (
    <section
      className={cx(styles['card'], listener.state === 'failed' && styles['failed'])}
      aria-label={`${titleOf(listener)} listener`}
    >
      <button
        type="button"
        className={styles['state']}
        aria-expanded={open}
        aria-controls={facts}
        title={listener.since === undefined ? undefined : `Started ${ago(listener.since, now)}`}
        onClick={() => choose(!open)}
      >
        <span className={styles['dot']} data-state={listener.state} />
        {STATES[listener.state]}
        <span className={styles['scheme']}>{titleOf(listener)}</span>
        <Chevron size={13} aria-hidden />
      </button>
      <Address url={listener.url} />
      {listener.problem !== null && <p className={styles['problem']}>{listener.problem.message}</p>}
      <div id={facts} hidden={!open} className={styles['facts']}>
        <Certificate listener={listener} now={now} />
        <SelfTest listener={listener} now={now} />
        <PublicTest listener={listener} now={now} />
        {listener.since !== undefined && (
          <Fact name="Listening since" title={fullTime(listener.since)}>
            {rowTime(listener.since, now).replace(/\.\d+$/, '')}
          </Fact>
        )}
        <Last name="Last callback" at={listener.lastCallbackAt} now={now} />
        <Troubles listener={listener} now={now} />
      </div>
    </section>
  )
}

function Address({ url }: { readonly url: string | null }): ReactElement | null {
  const app = useApp()
  if (url === null) return null
  const copy = (): void => {
    app.desktop.copyText(url)
    app.ui.say('Copied the address of the listener.')
  }
  return (
    <div className={styles['url']}>
      <code title={url}>{url.replace(/\/$/, '')}</code>
      <IconButton label="Copy the address" small quiet onPress={copy}>
        <Copy size={13} />
      </IconButton>
    </div>
  )
}

interface LastProps {
  readonly name: string
  readonly at: number | null
  readonly now: number
  readonly title?: string
}

/** The last failed handshake; and what went wrong in another way, when that is newer. */
function Troubles({ listener, now }: Pick<CardProps, 'listener'> & { readonly now: number }): ReactElement {
  const { lastHandshakeFailureAt, lastHandshakeFailure, lastTroubleAt, lastTrouble } = listener
  const other = lastTroubleAt !== null && lastTroubleAt > (lastHandshakeFailureAt ?? 0)
  return (
    <>
      <Last name="Last failed handshake" at={lastHandshakeFailureAt} now={now} title={lastHandshakeFailure ?? ''} />
      {other && <Last name="Last other trouble" at={lastTroubleAt} now={now} title={lastTrouble ?? ''} />}
    </>
  )
}

function Last({ name, at, now, title }: LastProps): ReactElement {
  return (
    <Fact name={name} title={title}>
      {at === null ? 'none yet' : ago(at, now)}
    </Fact>
  )
}

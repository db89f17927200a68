import type { ReactElement } from 'react'
import type { LightState } from '../../../shared/model/verdict.ts'
import { timeWords } from '../../format/claims.ts'
import type { TimeStatement } from '../../format/claims.ts'
import { Light } from '../../kit/light.tsx'
import { Captured } from '../../kit/bits.tsx'
import styles from './token.module.css'

const STATE: Readonly<Record<TimeStatement['state'], LightState>> = {
  met: 'pass',
  expired: 'warn',
  'not-yet': 'warn',
  'issued-later': 'warn',
  milliseconds: 'warn',
  'out-of-range': 'warn',
  'no-number': 'warn',
}

/** The life time of a token: a statement of its own, beside the signature, in the zone of this machine. */
export function TokenTimes({
  times,
  arrival,
  pasted,
}: {
  readonly times: readonly TimeStatement[]
  readonly arrival: number
  readonly pasted: boolean
}): ReactElement {
  return (
    <section className={styles['section']} aria-label="Life time">
      <h2>Life time</h2>
      {times.length === 0 && <p className={styles['muted']}>The payload names no time: no iat, nbf or exp.</p>}
      <ul className={styles['times']}>
        {times.map((statement) => (
          <li key={statement.claim}>
            <Light name={null} state={STATE[statement.state]} />
            <span>
              <Captured text={timeWords(statement, arrival, pasted)} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

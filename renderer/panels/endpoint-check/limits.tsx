import type { ReactElement } from 'react'
import { checkLimits } from '../../../shared/export/check-report.ts'
import styles from './endpoint-check.module.css'

/** What the check cannot prove. */
export function Limits(): ReactElement {
  return (
    <section className={styles['limits']} aria-label="What this does not prove">
      <h2>What this does not prove</h2>
      <ul>
        {checkLimits.map((limit) => (
          <li key={limit}>{limit}</li>
        ))}
      </ul>
    </section>
  )
}

import type { ReactElement } from 'react'
import { useApp, useChecks } from '../../app/use-app.ts'
import { Captured } from '../../kit/bits.tsx'
import { Light } from '../../kit/light.tsx'
import type { CheckRun } from '../../state/checks.ts'
import styles from './endpoint-check.module.css'

/** The light of a run: its verdict once it has one. */
const lightOf = ({ state, view }: CheckRun) =>
  state === 'failed' ? 'fail' : state === 'done' && view !== null ? view.verdict : 'unchecked'

const WORDS = {
  waiting: 'waits',
  running: 'is being checked',
  done: 'checked',
  failed: 'could not be checked',
} as const

/** The addresses of a batch; a single one needs no list. */
export function Runs(): ReactElement | null {
  const { checks } = useApp()
  const { runs, shown } = useChecks((state) => ({ runs: state.runs, shown: state.shown }))
  if (runs.length < 2) return null
  const done = runs.filter(({ state }) => state === 'done' || state === 'failed').length
  return (
    <section className={styles['runs']} aria-label="Addresses">
      <h2>
        {done} of {runs.length} checked
      </h2>
      <ul>
        {runs.map((run) => (
          <li key={run.key}>
            <button
              type="button"
              className={styles['run']}
              aria-current={run.key === shown}
              onClick={() => checks.show(run.key)}
            >
              <Light name={null} state={lightOf(run)} />
              <span className={styles['runUrl']}>
                <Captured text={run.url} />
              </span>
              <span className={styles['muted']}>{WORDS[run.state]}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

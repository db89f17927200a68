import type { ReactElement } from 'react'
import type { PhaseTimes } from '../../../shared/model/callback.ts'
import { span } from '../../format/units.ts'
import styles from './detail.module.css'

export interface Phase {
  readonly name: string
  readonly ms: number
}

/** Takes the times since the connection was accepted, gives the lengths of the phases that are known. */
export function phasesOf(times: PhaseTimes): readonly Phase[] {
  const ends: readonly (readonly [string, number | null])[] = [
    ['TLS', times.secured],
    ['waiting', times.firstByte],
    ['headers', times.headEnd],
    ['body', times.bodyEnd],
    ['storing', times.stored],
    ['answering', times.answered],
  ]
  const phases: Phase[] = []
  let before = 0
  for (const [name, end] of ends) {
    if (end === null) continue
    phases.push({ name, ms: Math.max(0, end - before) })
    before = Math.max(before, end)
  }
  return phases
}

const SWATCHES = ['--part-2', '--line-strong', '--part-1', '--part-3', '--warn', '--pass'] as const
const swatch = (index: number): Record<string, string> => ({
  '--swatch': `var(${SWATCHES[index % SWATCHES.length] ?? '--line'})`,
})

/** Where the time went, as a bar with its legend. */
export function Phases({ times }: { readonly times: PhaseTimes }): ReactElement {
  const phases = phasesOf(times)
  return (
    <>
      <div className={styles['phases']} aria-hidden>
        {phases.map((phase, index) => (
          <span key={phase.name} style={{ ...swatch(index), flexGrow: phase.ms, flexBasis: 0 }} />
        ))}
      </div>
      <div className={styles['legend']}>
        {phases.map((phase, index) => (
          <span key={phase.name}>
            <i style={swatch(index)} />
            {phase.name} {span(phase.ms)}
          </span>
        ))}
      </div>
    </>
  )
}

import type { ReactElement } from 'react'
import type { Light as LightValue, LightName } from '../../../shared/model/verdict.ts'
import { Light, LIGHT_WORDS, STATE_WORDS } from '../../kit/light.tsx'
import styles from './detail.module.css'
import { FindingBlock } from './finding-view.tsx'
import type { FindingView } from './finding-view.tsx'

/** Green, and what does not apply, is said in two lines; whatever else a light shows is explained in full. */
const SETTLED: readonly LightValue['state'][] = ['pass', 'not-applicable']

/** A light with its name and state in words, and everything that led to it. */
export function LightFindings({
  name,
  light,
}: {
  readonly name: LightName
  readonly light: { readonly state: LightValue['state']; readonly findings: readonly FindingView[] }
}): ReactElement {
  const settled = SETTLED.includes(light.state)
  const grave = light.findings.some(({ severity }) => severity === 'error' || severity === 'warning')
  return (
    <div className={styles['light']}>
      <Light name={name} state={light.state} />
      <div>
        <div className={styles['lightName']}>
          {LIGHT_WORDS[name].full} <span>{STATE_WORDS[light.state]}</span>
        </div>
        {light.findings.map((finding, index) => (
          <FindingBlock
            // One code may be there twice, and findings never change their order.
            // oxlint-disable-next-line react/no-array-index-key
            key={`${finding.code} ${String(index)}`}
            finding={finding}
            bare={light.state === 'not-applicable'}
            open={!settled && (grave ? finding.severity === 'error' || finding.severity === 'warning' : index === 0)}
          />
        ))}
      </div>
    </div>
  )
}

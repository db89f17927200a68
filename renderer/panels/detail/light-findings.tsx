import type { ReactElement } from 'react'
import type { Finding, Light as LightValue, LightName } from '../../../shared/model/verdict.ts'
import type { z } from 'zod'
import type { findingSchema } from '../../../shared/protocol/views.ts'
import { Captured } from '../../kit/bits.tsx'
import { Light, LIGHT_WORDS, STATE_WORDS } from '../../kit/light.tsx'
import styles from './detail.module.css'

type FindingView = Finding | z.infer<typeof findingSchema>

/** A light with everything that led to its state. */
export function LightFindings({
  name,
  light,
}: {
  readonly name: LightName | null
  readonly light: { readonly state: LightValue['state']; readonly findings: readonly FindingView[] }
}): ReactElement {
  const title = name === null ? 'Verdict' : LIGHT_WORDS[name].full
  return (
    <div className={styles['light']}>
      <Light name={name} state={light.state} />
      <div>
        {light.findings.length === 0 && (
          <div className={styles['finding']}>
            <h2>
              {title} {STATE_WORDS[light.state]}
            </h2>
          </div>
        )}
        {light.findings.map((finding) => (
          <FindingBlock key={finding.code} finding={finding} />
        ))}
      </div>
    </div>
  )
}

/** One finding: what, why, what was seen, and on which sentence it rests. */
export function FindingBlock({ finding }: { readonly finding: FindingView }): ReactElement {
  const seen = Object.entries(finding.evidence)
  return (
    <div className={styles['finding']} data-code={finding.code}>
      <h2>
        <Captured text={finding.summary} />
      </h2>
      {finding.explanation !== '' && (
        <p>
          <Captured text={finding.explanation} />
        </p>
      )}
      {seen.length > 0 && (
        <dl className={styles['evidence']}>
          {seen.map(([key, value]) => (
            <EvidenceRow key={key} name={key} value={value} />
          ))}
        </dl>
      )}
      {finding.source !== null && <p className={styles['source']}>Source: {finding.source}</p>}
    </div>
  )
}

function EvidenceRow({
  name,
  value,
}: {
  readonly name: string
  readonly value: FindingView['evidence'][string]
}): ReactElement {
  const text = value === null || value === undefined ? 'none' : Array.isArray(value) ? value.join('\n') : String(value)
  return (
    <>
      <dt>{name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()}</dt>
      <dd>
        {text.split('\n').map((line, index) => (
          // Lines of one value never change their order.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index}>
            <Captured text={line} />
          </div>
        ))}
      </dd>
    </>
  )
}

import type { ReactElement } from 'react'
import ChevronDown from 'lucide-react/icons/chevron-down'
import type { Finding, Light as LightValue, LightName } from '../../../shared/model/verdict.ts'
import type { z } from 'zod'
import type { findingSchema } from '../../../shared/protocol/views.ts'
import { evidenceLine, evidenceName, evidenceText } from '../../format/evidence.ts'
import { Captured } from '../../kit/bits.tsx'
import { Light, LIGHT_WORDS, STATE_WORDS } from '../../kit/light.tsx'
import styles from './detail.module.css'
import { Marked } from './marked.tsx'

type FindingView = Finding | z.infer<typeof findingSchema>

/** Green, and what does not apply, is said in two lines; whatever else a light shows is explained in full. */
const SETTLED: readonly LightValue['state'][] = ['pass', 'not-applicable']

/** Evidence of more characters has a line of its own: digests, keys and addresses should not break. */
const LONG = 28

/** A light with everything that led to its state. */
export function LightFindings({
  name,
  light,
}: {
  readonly name: LightName
  readonly light: { readonly state: LightValue['state']; readonly findings: readonly FindingView[] }
}): ReactElement {
  const settled = SETTLED.includes(light.state)
  return (
    <div className={styles['light']}>
      <Light name={name} state={light.state} />
      <div>
        {light.findings.length === 0 && (
          <div className={styles['finding']}>
            <h2>
              {LIGHT_WORDS[name].full} {STATE_WORDS[light.state]}
            </h2>
          </div>
        )}
        {light.findings.map((finding) =>
          settled || finding.severity === 'good' ? (
            <ShortFinding key={finding.code} finding={finding} bare={light.state === 'not-applicable'} />
          ) : (
            <FindingBlock key={finding.code} finding={finding} />
          ),
        )}
      </div>
    </div>
  )
}

/** A finding that needs no explaining: what, and what was seen, in a line each; the rest opens on demand. */
function ShortFinding({
  finding,
  bare,
}: {
  readonly finding: FindingView
  /** Nothing was looked at, so there is nothing that was seen. */
  readonly bare: boolean
}): ReactElement {
  const line = bare ? '' : evidenceLine(finding.evidence)
  return (
    <details className={styles['short']} data-code={finding.code}>
      <summary>
        <h2>
          <Captured text={finding.summary} />
        </h2>
        <ChevronDown size={14} aria-hidden />
        {line !== '' && (
          <p className={styles['line']}>
            <Captured text={line} />
          </p>
        )}
      </summary>
      <Reasons finding={finding} />
    </details>
  )
}

/** One finding: what, why, what was seen, and on which sentence it rests. */
export function FindingBlock({ finding }: { readonly finding: FindingView }): ReactElement {
  return (
    <div className={styles['finding']} data-code={finding.code}>
      <h2>
        <Captured text={finding.summary} />
      </h2>
      <Reasons finding={finding} />
    </div>
  )
}

function Reasons({ finding }: { readonly finding: FindingView }): ReactElement {
  const seen = Object.entries(finding.evidence)
  return (
    <>
      {finding.explanation !== '' && (
        <p>
          <Captured text={finding.explanation} />
        </p>
      )}
      {seen.length > 0 && (
        <dl className={styles['evidence']}>
          {seen.map(([key]) => (
            <EvidenceRow key={key} name={key} evidence={finding.evidence} />
          ))}
        </dl>
      )}
      {finding.source !== null && <p className={styles['source']}>Source: {finding.source}</p>}
    </>
  )
}

function EvidenceRow({
  name,
  evidence,
}: {
  readonly name: string
  readonly evidence: FindingView['evidence']
}): ReactElement {
  const text = evidenceText(name, evidence[name])
  const expected = evidence['expected']
  return (
    <>
      <dt>{evidenceName(name)}</dt>
      <dd className={text.length > LONG ? styles['long'] : undefined}>
        {name === 'received' && typeof expected === 'string' ? (
          <Marked text={text} other={expected} />
        ) : (
          text.split('\n').map((line, index) => (
            // Lines of one value never change their order.
            // oxlint-disable-next-line react/no-array-index-key
            <div key={index}>
              <Captured text={line} />
            </div>
          ))
        )}
      </dd>
    </>
  )
}

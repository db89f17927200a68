import type { ReactElement, ReactNode } from 'react'
import ChevronDown from 'lucide-react/icons/chevron-down'
import type { z } from 'zod'
import { explained } from '../../../shared/export/explained.ts'
import type { Explained } from '../../../shared/export/explained.ts'
import type { Finding } from '../../../shared/model/verdict.ts'
import type { findingSchema } from '../../../shared/protocol/views.ts'
import { evidenceLine } from '../../format/evidence.ts'
import { Captured } from '../../kit/bits.tsx'
import styles from './finding.module.css'
import { Marked } from './marked.tsx'

export type FindingView = Finding | z.infer<typeof findingSchema>

interface Props {
  readonly finding: FindingView
  /** Opened from the start: whoever looks at a light that is not green wants to know why. */
  readonly open: boolean
  /** Nothing was looked at, so there is nothing that was seen. */
  readonly bare?: boolean
}

/** One finding: what, and in a line what was seen; it opens to why, expected and received, what to do, and its source. */
export function FindingBlock({ finding, open, bare = false }: Props): ReactElement {
  const line = bare ? '' : evidenceLine(finding.evidence)
  return (
    <details className={styles['finding']} data-code={finding.code} data-severity={finding.severity} open={open}>
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

function Reasons({ finding }: { readonly finding: FindingView }): ReactElement {
  const { explanation, evidence, source } = finding
  const parts = explained(evidence)
  return (
    <div className={styles['reasons']}>
      {explanation !== '' && (
        <p>
          <Captured text={explanation} />
        </p>
      )}
      <Compared parts={parts} />
      <Seen parts={parts} />
      {finding.advice !== null && (
        <Labelled name="What to do">
          <Captured text={finding.advice} />
        </Labelled>
      )}
      {source !== null && (
        <Labelled name="Source" quiet>
          {source}
        </Labelled>
      )}
    </div>
  )
}

function Labelled({
  name,
  quiet = false,
  children,
}: {
  readonly name: string
  readonly quiet?: boolean
  readonly children: ReactNode
}): ReactElement {
  return (
    <p className={quiet ? styles['source'] : styles['advice']}>
      <strong>{name}</strong> {children}
    </p>
  )
}

/** What was expected above what came, each on ground of its own. */
function Compared({ parts: { expected, received } }: { readonly parts: Explained }): ReactElement | null {
  if (expected.length === 0 && received.length === 0) return null
  const [wanted] = expected
  const [got] = received
  // Position by position only makes sense for values of one form: two digests, not a digest and a sentence.
  const alike = expected.length === 1 && received.length === 1 && wanted?.length === got?.length
  return (
    <dl className={styles['compared']}>
      {expected.length > 0 && (
        <div>
          <dt>Expected</dt>
          <Lines lines={expected} />
        </div>
      )}
      {received.length > 0 && (
        <div>
          <dt>Received</dt>
          {alike && wanted !== undefined && got !== undefined ? (
            <dd>
              <Marked text={got} other={wanted} />
            </dd>
          ) : (
            <Lines lines={received} />
          )}
        </div>
      )}
    </dl>
  )
}

function Lines({ lines }: { readonly lines: readonly string[] }): ReactElement {
  return (
    <dd>
      {lines.map((line, index) => (
        // Lines of one value never change their order.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index}>
          <Captured text={line} />
        </div>
      ))}
    </dd>
  )
}

function Seen({ parts: { seen } }: { readonly parts: Explained }): ReactElement | null {
  if (seen.length === 0) return null
  return (
    <dl className={styles['seen']}>
      {seen.map(({ key, name, lines }) => (
        <div key={key}>
          <dt>{name}</dt>
          <Lines lines={lines} />
        </div>
      ))}
    </dl>
  )
}

import type { ReactElement } from 'react'
import { useUi } from '../../app/use-app.ts'
import { timeClaims } from '../../format/claims.ts'
import { prettyJson } from '../../format/json.ts'
import { Captured } from '../../kit/bits.tsx'
import styles from './detail.module.css'
import { Facts } from './facts.tsx'

const PARTS = ['part1', 'part2', 'part3'] as const

/** A token in the colours of its parts. */
export function TokenText({ token }: { readonly token: string }): ReactElement {
  return (
    <div className={styles['box']} aria-label="Token">
      {token.split('.').map((part, index) => (
        // The parts of a token never change their order.
        // oxlint-disable-next-line react/no-array-index-key
        <span key={index}>
          {index > 0 && '.'}
          <span className={styles[PARTS[index] ?? 'part3']}>
            <Captured text={part} />
          </span>
        </span>
      ))}
    </div>
  )
}

interface Props {
  readonly headerText: string | null
  readonly payloadText: string | null
}

/** Header and claims, decoded; the times among them in words. */
export function TokenParts({ headerText, payloadText }: Props): ReactElement {
  const now = useUi((ui) => ui.now)
  return (
    <>
      <section className={styles['section']}>
        <h2>Header</h2>
        <Json text={headerText} className="part1" />
      </section>
      <section className={styles['section']}>
        <h2>Claims</h2>
        <Json text={payloadText} className="part2" />
      </section>
      {payloadText !== null && (
        <div className={styles['section']}>
          <Facts facts={timeClaims(payloadText, now).map(({ name, words }) => [name, words] as const)} />
        </div>
      )}
    </>
  )
}

function Json({
  text,
  className,
}: {
  readonly text: string | null
  readonly className: 'part1' | 'part2'
}): ReactElement {
  if (text === null) return <p>This part cannot be decoded.</p>
  return (
    <pre className={styles['box']}>
      <span className={styles[className]}>
        {prettyJson(text)
          .split('\n')
          .map((line, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <div key={index}>
              <Captured text={line} />
            </div>
          ))}
      </span>
    </pre>
  )
}

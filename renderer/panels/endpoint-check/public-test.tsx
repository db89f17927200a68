import type { ReactElement } from 'react'
import type { PublicTestView } from '../../../shared/protocol/listener-views.ts'
import { useChecks } from '../../app/use-app.ts'
import { Banner, Captured } from '../../kit/bits.tsx'
import { Light } from '../../kit/light.tsx'
import styles from './endpoint-check.module.css'

const LIGHTS = { pass: 'pass', warn: 'warn', fail: 'fail', unknown: 'unchecked' } as const
const TITLES: Readonly<Record<PublicTestView['outcome'], string>> = {
  arrived: 'The request arrived at our listener',
  altered: 'It arrived, but altered',
  'answer-changed': 'It arrived, but its answer did not',
  misplaced: 'It arrived without TLS on the HTTPS port',
  elsewhere: 'Something else answers',
  'no-answer': 'No answer, and nothing arrived',
  'no-tls': 'No TLS there',
  'not-reached': 'Not reached from here',
  'no-name': 'The name does not resolve',
  'no-name-service': 'The name could not be looked up',
  'not-https': 'No https address',
}

/** What came of the self-test through the public name: beside the checklist, since it is about the way, not the endpoint. */
export function PublicTest(): ReactElement | null {
  const run = useChecks((state) => state.publicTest)
  if (run === null) return null
  const { view, problem, url } = run
  return (
    <section
      className={styles['publicTest']}
      aria-label="Self-test through the public name"
      aria-busy={view === null && problem === null}
    >
      <h2>Self-test through the public name</h2>
      <p className={styles['address']}>
        <Captured text={url} />
      </p>
      {problem !== null && (
        <Banner severity="error" inset>
          {problem}
        </Banner>
      )}
      {view === null && problem === null && <p className={styles['muted']}>A marked request is on its way …</p>}
      {view !== null && <Outcome view={view} />}
    </section>
  )
}

function Outcome({ view }: { readonly view: PublicTestView }): ReactElement {
  const { state, outcome, sentence, advice, legs, proves, notProved } = view
  return (
    <>
      <div className={styles['outcome']} data-outcome={outcome}>
        <Light name={null} state={LIGHTS[state]} />
        <div>
          <h3>{TITLES[outcome]}</h3>
          <p>
            <Captured text={sentence} />
          </p>
          {advice !== null && <p className={styles['muted']}>{advice}</p>}
        </div>
      </div>
      <Sentences
        title="Each address"
        lines={legs.length < 2 ? [] : legs.map((leg) => `${leg.address}: ${leg.sentence}`)}
      />
      <Sentences title="What this proves" lines={proves} />
      <Sentences title="What it does not prove" lines={notProved} />
    </>
  )
}

function Sentences({
  title,
  lines,
}: {
  readonly title: string
  readonly lines: readonly string[]
}): ReactElement | null {
  if (lines.length === 0) return null
  return (
    <details className={styles['sentences']} open={title !== 'What it does not prove'}>
      <summary>{title}</summary>
      <ul>
        {lines.map((line) => (
          <li key={line}>
            <Captured text={line} />
          </li>
        ))}
      </ul>
    </details>
  )
}

import type { ReactElement } from 'react'
import { STATE_WORDS, verdictSentence } from '../../../shared/export/check-report.ts'
import type { CheckView } from '../../../shared/protocol/checks.ts'
import { Banner, Captured, Empty } from '../../kit/bits.tsx'
import { Light } from '../../kit/light.tsx'
import type { CheckRun } from '../../state/checks.ts'
import { CheckFindings } from './check-findings.tsx'
import styles from './endpoint-check.module.css'
import { Outside } from './outside.tsx'
import { ReportTools } from './report-tools.tsx'

type Item = CheckView['items'][number]

const LIGHTS = { pass: 'pass', warn: 'warn', fail: 'fail', unknown: 'unchecked', pending: 'not-applicable' } as const
const TITLES = {
  pass: 'Nothing speaks against it',
  warn: 'Reachable, but look at this',
  fail: 'Callbacks will not arrive',
} as const

/** One check: the verdict, the checklist as it fills, and what to pass on. */
export function CheckResult({ run }: { readonly run: CheckRun }): ReactElement {
  const { view, problem } = run
  if (problem !== null)
    return (
      <Banner severity="error" inset>
        {problem}
      </Banner>
    )
  if (view === null) return <Empty title={run.state === 'waiting' ? 'Waits for its turn …' : 'Checking …'} />
  return (
    <article className={styles['result']} aria-label="Checklist" aria-busy={!view.finished}>
      <Verdict view={view} />
      <ul className={styles['items']}>
        {view.items.map((item) => (
          <ItemRow key={item.id} item={item} />
        ))}
      </ul>
      {view.finished && <Outside lines={view.outside} />}
    </article>
  )
}

function Verdict({ view }: { readonly view: CheckView }): ReactElement {
  const looked = view.items.filter(({ state }) => state !== 'pending').length
  return (
    <header className={styles['verdict']}>
      <Light name={null} state={view.finished ? view.verdict : 'unchecked'} large />
      <div>
        <h2>{view.finished ? TITLES[view.verdict] : `Checking: ${String(looked)} of ${String(view.items.length)}`}</h2>
        <p className={styles['muted']}>
          {view.finished ? verdictSentence(view.verdict) : 'Items fill in as they are looked at.'}
          {view.rehearsal && ' This is a rehearsal: where the endpoint lies was taken as given.'}
        </p>
        <p className={styles['address']}>
          <Captured text={view.url} />
        </p>
      </div>
      {view.finished && <ReportTools view={view} />}
    </header>
  )
}

function ItemRow({ item }: { readonly item: Item }): ReactElement {
  return (
    <li className={styles['item']} data-item={item.id} data-state={item.state}>
      <Light name={null} state={LIGHTS[item.state]} />
      <div>
        <h3>
          {item.title}
          <span className={styles['state']}>{STATE_WORDS[item.state]}</span>
        </h3>
        {item.seen !== '' && (
          <p className={styles['seen']}>
            <Captured text={item.seen} />
          </p>
        )}
        <CheckFindings findings={item.findings} />
      </div>
    </li>
  )
}

import type { ReactElement } from 'react'
import type { DigestSearch } from '../../../shared/protocol/views.ts'
import { count } from '../../format/units.ts'
import { Captured } from '../../kit/bits.tsx'
import { Light } from '../../kit/light.tsx'
import styles from './causes.module.css'

type Cause = DigestSearch['causes'][number]

/** Causes that happened together, in the order of the search. */
function explanations(causes: readonly Cause[]): readonly (readonly Cause[])[] {
  const numbers = [...new Set(causes.map(({ explanation }) => explanation))]
  return numbers.map((number) => causes.filter(({ explanation }) => explanation === number))
}

/** What the fault search found: the best explanation in full, the others below it, and how much was tried. */
export function Causes({ search }: { readonly search: DigestSearch }): ReactElement {
  const [best, ...others] = explanations(search.causes)
  return (
    <div className={styles['causes']} role="status" aria-label="Fault search">
      {best === undefined ? <NoCause matches={search.matches} /> : <Explanation causes={best} best />}
      {others.length > 0 && <p className={styles['or']}>The same digest also comes out like this:</p>}
      {others.map((causes) => (
        <Explanation key={causes[0]?.explanation} causes={causes} best={false} />
      ))}
      <p className={styles['tried']}>{triedSentence(search)}</p>
    </div>
  )
}

function triedSentence({ tried, complete, stopped }: DigestSearch): string {
  const candidates = `${count(tried)} ${tried === 1 ? 'candidate' : 'candidates'}`
  if (stopped) return `Stopped after ${candidates}: the time for the search was used up.`
  return `${candidates} tried${complete ? '' : ', not every pair of mistakes'}.`
}

function NoCause({ matches }: { readonly matches: boolean }): ReactElement {
  return (
    <div className={styles['line']}>
      <Light name={null} state={matches ? 'pass' : 'fail'} />
      <div>
        <p className={styles['what']}>{matches ? 'Equal.' : 'None of the known mistakes gives this digest.'}</p>
        <p className={styles['advice']}>
          {matches
            ? 'These values and this salt give the digest that was received.'
            : 'Most likely it was made with another salt; else a value was changed on the way, or somebody else made it.'}
        </p>
      </div>
    </div>
  )
}

/** Letter case alone is no wrong salt: the digest is the right one. */
const isMild = ({ code }: Cause): boolean => code === 'digest-lower-case'

function Explanation({ causes, best }: { readonly causes: readonly Cause[]; readonly best: boolean }): ReactElement {
  /** The same advice for two causes stands once, below the second. */
  const isLastWith = (advice: string, index: number) => causes.findLastIndex((one) => one.advice === advice) === index
  return (
    <div className={styles['line']} data-codes={causes.map(({ code }) => code).join(' ')}>
      {best ? <Light name={null} state={causes.every(isMild) ? 'warn' : 'fail'} /> : <span />}
      <div>
        {causes.every(isMild) && <p className={styles['what']}>Equal apart from letter case.</p>}
        {causes.map(({ code, summary, evidence, advice }, index) => (
          <div key={`${code}${summary}`} className={styles['cause']}>
            <p className={styles['what']}>
              <Captured text={summary} />
            </p>
            <Seen evidence={evidence} />
            {best && isLastWith(advice, index) && <p className={styles['advice']}>{advice}</p>}
          </div>
        ))}
      </div>
    </div>
  )
}

/** The value and what was hashed in its place, under each other. */
function Seen({ evidence }: Pick<Cause, 'evidence'>): ReactElement | null {
  const given = evidence['value'] ?? evidence['received']
  const { hashed } = evidence
  if (typeof given !== 'string' || typeof hashed !== 'string') return null
  return (
    <dl className={styles['seen']}>
      <dt>received</dt>
      <dd>
        <Captured text={given} />
      </dd>
      <dt>hashed</dt>
      <dd>
        <Captured text={hashed} />
      </dd>
    </dl>
  )
}

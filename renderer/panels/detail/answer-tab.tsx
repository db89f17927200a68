import { useEffect, useMemo, useState } from 'react'
import type { ReactElement } from 'react'
import { hideHeaders, hideValues } from '../../../shared/export/hide-secrets.ts'
import { toProblem } from '../../../shared/protocol/errors.ts'
import type { MethodResult } from '../../../shared/protocol/table.ts'
import type { CallbackDetail } from '../../../shared/protocol/views.ts'
import { useApp } from '../../app/use-app.ts'
import { answerWords, ruleWords } from '../../format/answer.ts'
import { size, span } from '../../format/units.ts'
import { Banner, Captured } from '../../kit/bits.tsx'
import { Button } from '../../kit/button.tsx'
import answer from './answer-tab.module.css'
import styles from './detail.module.css'
import { Facts } from './facts.tsx'
import { HiddenNote } from './hidden-note.tsx'
import { LightFindings } from './light-findings.tsx'
import { useHidden, useHiding } from './use-hidden.ts'

type Upstream = NonNullable<MethodResult<'entry.upstream'>['upstream']>

/** Characters of a body that are shown. */
const SHOWN = 20_000

/** What was answered and why, how the bank counts it, and what the real shop said when it was asked. */
export function AnswerTab({ entry }: { readonly entry: CallbackDetail }): ReactElement {
  const app = useApp()
  const { rule } = entry.answer
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['scroll']} tabIndex={0} role="region" aria-label="Answer">
      <div className={styles['lights']}>
        <LightFindings name="answer" light={entry.verdict.answer} />
      </div>
      <section className={styles['section']}>
        <h2>Answered</h2>
        <Facts
          facts={[
            ['Answer', answerWords(entry.answer)],
            ['Rule', ruleWords(entry.answer) ?? 'none held: the answer of the settings'],
            ['Delay', rule === null || rule.delayMs === 0 ? null : span(rule.delayMs)],
          ]}
        />
        <div className={styles['onward']}>
          <Button small onPress={() => app.ui.setPanel('rules')}>
            Answer rules
          </Button>
        </div>
      </section>
      {rule?.act === 'forward' && <Asked entry={entry} />}
    </div>
  )
}

function Asked({ entry }: { readonly entry: CallbackDetail }): ReactElement {
  const app = useApp()
  const [upstream, setUpstream] = useState<Upstream | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let left = false
    app.call('entry.upstream', { sequence: entry.sequence }).then(
      (found) => !left && setUpstream(found.upstream),
      (thrown: unknown) => !left && setProblem(toProblem(thrown).message),
    )
    return () => {
      left = true
    }
    // Another entry object means that something about it is new: the shop may have answered.
  }, [app, entry])
  if (problem !== null) return <Banner severity="error">{problem}</Banner>
  if (upstream === null) return <Banner severity="info">The shop has not answered yet.</Banner>
  return (
    <div className={answer['sides']}>
      <ShopAnswer upstream={upstream} />
      <section className={styles['section']} aria-label="What the listener answered">
        <h2>The listener answered</h2>
        <Facts facts={[['Status', answerWords(entry.answer)]]} />
        <p className={answer['note']}>
          {upstream.problem === null
            ? 'The same status, headers and body; headers that concern one connection only are made anew.'
            : 'The reason in words, since there was nothing to give back.'}
        </p>
      </section>
    </div>
  )
}

/** What came back from the shop; while presenting, as the request shows it. */
function ShopAnswer({ upstream }: { readonly upstream: Upstream }): ReactElement {
  const address = useMemo(() => hideValues(upstream.url), [upstream])
  const sent = useMemo(() => hideHeaders(upstream.headers), [upstream])
  const hiding = useHiding(address.count + sent.count)
  return (
    <section className={styles['section']} aria-label="What the shop answered">
      <h2>The shop answered</h2>
      <HiddenNote {...hiding} />
      <Facts
        facts={[
          ['From', hiding.hidden ? address.text : upstream.url],
          ['Status', upstream.status === null ? 'none' : String(upstream.status)],
          ['After', span(upstream.elapsedMs)],
          ['Problem', upstream.problem],
          ['Body', size(upstream.body.length)],
          ...(hiding.hidden ? sent.headers : upstream.headers),
        ]}
      />
      <Body bytes={upstream.body} />
    </section>
  )
}

function Body({ bytes }: { readonly bytes: Uint8Array }): ReactElement | null {
  const whole = useMemo(() => new TextDecoder().decode(bytes.subarray(0, SHOWN)), [bytes])
  const { text, ...hiding } = useHidden(whole, false)
  if (bytes.length === 0) return null
  return (
    <>
      <HiddenNote {...hiding} />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={answer['body']} tabIndex={0} aria-label="Body of the shop's answer">
        <Captured text={text} />
      </pre>
    </>
  )
}

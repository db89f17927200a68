import { useEffect, useState } from 'react'
import type { ReactElement } from 'react'
import type { AnswerRule } from '../../../shared/model/answer-rule.ts'
import { answerRulesSchema } from '../../../shared/model/answer-rule.ts'
import { toProblem } from '../../../shared/protocol/errors.ts'
import { useApp, useInbox } from '../../app/use-app.ts'
import { NumberField } from '../../kit/fields.tsx'
import styles from './rules.module.css'

/** Says which rule would answer a captured callback, also while the rules are not saved yet. */
export function TryRules({ rules }: { readonly rules: readonly AnswerRule[] }): ReactElement {
  const app = useApp()
  const chosen = useInbox((state) => state.selected?.sequence ?? null)
  const [sequence, setSequence] = useState(chosen ?? Number.NaN)
  const [answer, setAnswer] = useState<string | null>(null)
  useEffect(() => {
    let left = false
    const checked = answerRulesSchema.safeParse(rules)
    if (!Number.isInteger(sequence) || sequence < 1 || !checked.success) return setAnswer(null)
    app.call('rules.try', { sequence, rules: checked.data }).then(
      ({ rule, sentence }) => {
        const where = rule?.profile == null ? '' : ` of the profile ${rule.profile}`
        if (!left) setAnswer(rule === null ? sentence : `“${rule.name}”${where} would answer it. ${sentence}`)
      },
      (thrown: unknown) => !left && setAnswer(toProblem(thrown).message),
    )
    return () => {
      left = true
    }
  }, [app, rules, sequence])
  return (
    <section className={styles['try']} aria-label="Try on a captured callback">
      <h2>Try on a captured callback</h2>
      <NumberField label="Number of the callback" grouped={false} min={1} value={sequence} onChange={setSequence} />
      <p role="status">{answer ?? 'Enter the number of a callback from the inbox.'}</p>
    </section>
  )
}

import type { ReactElement } from 'react'
import type { AnswerRule, AnswerStep } from '../../../shared/model/answer-rule.ts'
import { countRule } from '../../../shared/respond/bank-count.ts'
import { Banner } from '../../kit/bits.tsx'
import { Button } from '../../kit/button.tsx'
import { Switch, TextField } from '../../kit/fields.tsx'
import styles from './rules.module.css'
import { StepEditor } from './step-editor.tsx'
import { WhenEditor } from './when-editor.tsx'
import { faultAt, faultOfStep } from './wrong.ts'
import type { WrongRule } from './wrong.ts'

interface Props {
  readonly rule: AnswerRule
  readonly change: (rule: AnswerRule) => void
  /** What is wrong with this rule, by the schema. */
  readonly wrong: WrongRule | null
  readonly inProfile: boolean
  readonly profiles: readonly string[]
}

const TONES = { delivered: 'info', failed: 'warning', depends: 'info' } as const

/** One rule: when it holds, what each attempt gets, and how the bank will count that. */
export function RuleEditor({ rule, change, wrong, inProfile, profiles }: Props): ReactElement {
  const count = countRule(rule)
  const setStep = (index: number, step: AnswerStep) => change({ ...rule, steps: rule.steps.with(index, step) })
  const fault = faultAt(wrong)
  return (
    <div className={styles['editor']}>
      <Banner severity={TONES[count.counts]} inset>
        {count.sentence}
      </Banner>
      <TextField
        label="Name"
        value={rule.name}
        onChange={(name) => change({ ...rule, name })}
        error={fault('name')}
        help="Shown on every callback that it answers."
      />
      <WhenEditor rule={rule} change={change} inProfile={inProfile} profiles={profiles} fault={fault} />
      <Switch
        label="Login required"
        help="Only callers with the credentials of the profile get the answer; all others get 401."
        on={rule.requireLogin}
        onChange={(requireLogin) => change({ ...rule, requireLogin })}
      />
      <section className={styles['steps']} aria-label="Answers">
        <h2>Then</h2>
        {rule.steps.map((step, index) => (
          <StepEditor
            // Steps have no name: their place is what they are.
            // oxlint-disable-next-line react/no-array-index-key
            key={index}
            step={step}
            first={rule.steps.slice(0, index).reduce((sum, { attempts }) => sum + attempts, 1)}
            last={index === rule.steps.length - 1}
            only={rule.steps.length === 1}
            fault={(...field) => fault('steps', index, ...field)}
            error={faultOfStep(wrong, index, index === rule.steps.length - 1)}
            change={(next) => setStep(index, next)}
            remove={() => change({ ...rule, steps: rule.steps.toSpliced(index, 1) })}
          />
        ))}
        <div>
          <Button small onPress={() => change({ ...rule, steps: [...rule.steps, ACCEPT] })}>
            Then something else
          </Button>
        </div>
      </section>
    </div>
  )
}

const ACCEPT: AnswerStep = { kind: 'answer', attempts: 1, delaySeconds: 0, status: 204, headers: [], body: '' }

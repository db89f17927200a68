import type { ReactElement } from 'react'
import ArrowDown from 'lucide-react/icons/arrow-down'
import ArrowUp from 'lucide-react/icons/arrow-up'
import Trash2 from 'lucide-react/icons/trash-2'
import type { AnswerRule } from '../../../shared/model/answer-rule.ts'
import { countRule } from '../../../shared/respond/bank-count.ts'
import { PRESETS } from '../../../shared/respond/presets.ts'
import type { Preset } from '../../../shared/respond/presets.ts'
import { Button, IconButton } from '../../kit/button.tsx'
import { cx } from '../../kit/cx.ts'
import { Switch } from '../../kit/fields.tsx'
import { TryRules } from './try-rules.tsx'
import styles from './rules.module.css'

interface Props {
  readonly rules: readonly AnswerRule[]
  readonly at: number
  readonly choose: (index: number) => void
  readonly change: (rules: readonly AnswerRule[]) => void
  /** null: the rules of the settings. */
  readonly place: string | null
}

/** A name that no rule of the list has. */
function freeName(rules: readonly AnswerRule[], wanted: string): string {
  const taken = new Set(rules.map(({ name }) => name))
  let name = wanted
  for (let number = 2; taken.has(name); number++) name = `${wanted.slice(0, 74)} ${String(number)}`
  return name
}

/** The rules in their order, the presets, and what they would do to a captured callback. */
export function RuleList({ rules, at, choose, change, place }: Props): ReactElement {
  const add = ({ rule }: Preset) => {
    change([...rules, { ...rule, name: freeName(rules, rule.name) }])
    choose(rules.length)
  }
  const move = (from: number, to: number) => {
    const moved = rules[from]
    if (moved === undefined) return
    change(rules.toSpliced(from, 1).toSpliced(to, 0, moved))
    choose(to)
  }
  return (
    <>
      {rules.length > 0 && (
        <ol className={styles['list']} aria-label="Rules in order">
          {rules.map((rule, index) => (
            <li key={rule.name} className={cx(styles['rule'], index === at && styles['chosen'])}>
              <button type="button" aria-current={index === at} onClick={() => choose(index)}>
                <b>
                  {index + 1}. {rule.name}
                </b>
                <span>{rule.enabled ? countRule(rule).sentence : 'Switched off.'}</span>
              </button>
              <div className={styles['tools']}>
                <Switch
                  label="On"
                  on={rule.enabled}
                  onChange={(enabled) => change(rules.with(index, { ...rule, enabled }))}
                />
                <IconButton
                  label={`Move ${rule.name} up`}
                  quiet
                  small
                  disabled={index === 0}
                  onPress={() => move(index, index - 1)}
                >
                  <ArrowUp size={14} />
                </IconButton>
                <IconButton
                  label={`Move ${rule.name} down`}
                  quiet
                  small
                  disabled={index === rules.length - 1}
                  onPress={() => move(index, index + 1)}
                >
                  <ArrowDown size={14} />
                </IconButton>
                <IconButton label={`Remove ${rule.name}`} quiet small onPress={() => change(rules.toSpliced(index, 1))}>
                  <Trash2 size={14} />
                </IconButton>
              </div>
            </li>
          ))}
        </ol>
      )}
      <section className={styles['presets']} aria-label="Presets">
        <h2>Add a rule</h2>
        <div className={styles['buttons']}>
          {PRESETS.map((preset) => (
            <Button key={preset.id} small onPress={() => add(preset)}>
              {preset.title}
            </Button>
          ))}
        </div>
      </section>
      {place === null && <TryRules rules={rules} />}
    </>
  )
}

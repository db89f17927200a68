import { useEffect, useState } from 'react'
import type { ReactElement } from 'react'
import type { AnswerRule } from '../../../shared/model/answer-rule.ts'
import { toProblem } from '../../../shared/protocol/errors.ts'
import { useApp, useEngine } from '../../app/use-app.ts'
import { useUnsaved } from '../../app/use-unsaved.ts'
import { Banner, Empty } from '../../kit/bits.tsx'
import { Button } from '../../kit/button.tsx'
import { Select } from '../../kit/fields.tsx'
import { TwoColumns } from '../../kit/panel.tsx'
import { RuleEditor } from './rule-editor.tsx'
import { RuleList } from './rule-list.tsx'
import { rulesOf, saveRules } from './rule-source.ts'
import styles from './rules.module.css'
import { wrongIn } from './wrong.ts'

const EVERYWHERE = ' '

/** What the listener answers, and how the bank will count it. */
export function RulesPanel(): ReactElement {
  const ready = useEngine((state) => state.settings) !== null
  return ready ? <Rules /> : <Empty title="Connecting to the engine …" />
}

/** The rules of one place (the settings, or a profile), as they are being edited. */
function useRules(place: string | null) {
  const app = useApp()
  // As text: other settings that are saved meanwhile change nothing here, and must not cost a draft.
  const saved = useEngine((state) => JSON.stringify(state.settings.answerRules))
  const watched = place === null ? saved : null
  const [rules, setRules] = useState<readonly AnswerRule[]>([])
  const [base, setBase] = useState<readonly AnswerRule[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let left = false
    setBase(null)
    rulesOf(app, place).then(
      (found) => {
        if (left) return
        setRules(found)
        setBase(found)
        setProblem(null)
      },
      (thrown: unknown) => !left && setProblem(toProblem(thrown).message),
    )
    return () => {
      left = true
    }
  }, [app, place, watched])
  const wrong = wrongIn(rules)
  const [saving, setSaving] = useState(false)
  const save = async () => {
    setSaving(true)
    try {
      const now = await saveRules(app, place, rules)
      setRules(now)
      setBase(now)
      setProblem(null)
      app.ui.say('Saved. The rules hold from now on.')
      return true
    } catch (thrown) {
      setProblem(toProblem(thrown).message)
      return false
    } finally {
      setSaving(false)
    }
  }
  const dirty = base !== null && JSON.stringify(base) !== JSON.stringify(rules)
  const revert = () => setRules(base ?? [])
  const what = place === null ? 'the answer rules' : `the answer rules of the profile “${place}”`
  useUnsaved('rules', dirty ? { what, saving, wrong: wrong?.placed ?? null, save, discard: revert } : null)
  return { rules, setRules, dirty, wrong, problem, save: () => void save(), revert }
}

function Rules(): ReactElement {
  const app = useApp()
  const profiles = useEngine((state) => state.profiles) ?? []
  const names = profiles.flatMap(({ kind, name }) => (kind === 'profile' && name !== null ? [name] : []))
  const [place, setPlace] = useState<string | null>(null)
  const [at, setAt] = useState(0)
  const form = useRules(place)
  const rule = form.rules[at] ?? null
  const put = (next: AnswerRule) => form.setRules(form.rules.map((old, index) => (index === at ? next : old)))
  const choosePlace = (id: string) =>
    app.ui.leave('rules', () => {
      setPlace(id === EVERYWHERE ? null : id)
      setAt(0)
    })
  return (
    <div className={styles['panel']}>
      <TwoColumns
        title="Answer rules"
        intro="What the listener answers, after a callback is stored. The first rule that holds decides; rules of a profile go before those for every callback. Without one the answer of the settings is given."
        left={
          <>
            <Select
              label="Rules for"
              value={place ?? EVERYWHERE}
              options={[
                { id: EVERYWHERE, name: 'every callback' },
                ...names.map((name) => ({ id: name, name: `the profile ${name}` })),
              ]}
              onChange={choosePlace}
            />
            <RuleList rules={form.rules} at={at} choose={setAt} change={form.setRules} place={place} />
          </>
        }
        right={
          rule === null ? (
            <Empty title="No rule yet">
              <p>Take a preset on the left: the callback then gets another answer at once, without a restart.</p>
            </Empty>
          ) : (
            <RuleEditor
              key={`${place ?? ''} ${String(at)}`}
              rule={rule}
              change={put}
              wrong={form.wrong?.at === at ? form.wrong : null}
              inProfile={place !== null}
              profiles={names}
            />
          )
        }
      />
      {form.problem !== null && (
        <Banner severity="error" inset>
          {form.problem}
        </Banner>
      )}
      {form.dirty && (
        <div className={styles['save']} role="group" aria-label="Unsaved changes">
          <span>{form.wrong === null ? 'Changes are not saved yet.' : form.wrong.placed}</span>
          <Button onPress={form.revert}>Revert</Button>
          <Button tone="primary" disabled={form.wrong !== null} onPress={form.save}>
            Save
          </Button>
        </div>
      )}
    </div>
  )
}

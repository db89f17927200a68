import type { ReactElement } from 'react'
import { canHave, FAULTS } from '../../../shared/simulate/faults.ts'
import type { FaultId } from '../../../shared/simulate/faults.ts'
import { KINDS } from '../../../shared/simulate/kinds.ts'
import { useApp } from '../../app/use-app.ts'
import { Choice } from '../../kit/choice.tsx'
import { Select, Switch, TextField } from '../../kit/fields.tsx'
import { kindAt } from '../../state/simulator.ts'
import type { SimulatorForm } from '../../state/simulator.ts'
import styles from './simulator.module.css'

const FAMILIES = [
  { id: 'legacy', name: 'Legacy (digest)' },
  { id: 'mapi', name: 'Merchant API' },
  { id: 'rco-plus', name: 'RCO+' },
  { id: 'loan', name: 'Loan (signed)' },
] as const

/** Which callback, with which mistakes. */
export function EventForm({ form }: { readonly form: SimulatorForm }): ReactElement {
  const app = useApp()
  const kind = kindAt(form)
  const events = KINDS.map((one, index) => ({ ...one, index })).filter(({ family }) => family === kind.family)
  const chooseFamily = (family: string) =>
    app.simulator.change({ kind: KINDS.findIndex((one) => one.family === family), variant: null })
  const toggle = (fault: FaultId, on: boolean) =>
    app.simulator.change({ faults: on ? [...form.faults, fault] : form.faults.filter((one) => one !== fault) })
  return (
    <>
      <Choice label="Family" value={kind.family} options={FAMILIES} onChange={chooseFamily} />
      <div className={styles['pair']}>
        <Select
          label="Event"
          value={String(form.kind)}
          options={events.map(({ index, event }) => ({ id: String(index), name: event }))}
          onChange={(id) => app.simulator.change({ kind: Number(id), variant: null })}
        />
        {kind.variants.length > 0 && (
          <Select
            label="Says"
            value={form.variant ?? kind.variants[0] ?? ''}
            options={kind.variants.map((variant) => ({ id: variant, name: variant }))}
            onChange={(variant) => app.simulator.change({ variant })}
          />
        )}
        <TextField
          label="Reference"
          code
          value={form.reference}
          onChange={(reference) => app.simulator.change({ reference })}
          placeholder="made up"
        />
      </div>
      <fieldset className={styles['faults']}>
        <legend>Mistakes on purpose</legend>
        {FAULTS.filter(({ id }) => canHave(kind, id)).map(({ id, title, purpose }) => (
          <Switch
            key={id}
            label={title}
            help={purpose}
            on={form.faults.includes(id)}
            onChange={(on) => toggle(id, on)}
          />
        ))}
        {FAULTS.every(({ id }) => !canHave(kind, id)) && <p>Nothing protects this callback, so none can be made.</p>}
      </fieldset>
      <Switch
        label="With retries"
        help="Until it is delivered, by the ladder of twenty attempts."
        on={form.retries}
        onChange={(retries) => app.simulator.change({ retries })}
      />
      <Switch
        label="Two user agents"
        help="When the first one fails, the second one tries: still one attempt."
        on={form.agents === 2}
        onChange={(on) => app.simulator.change({ agents: on ? 2 : 1 })}
      />
    </>
  )
}

import type { ReactElement } from 'react'
import { READY_SCENARIOS } from '../../../shared/simulate/ready-scenarios.ts'
import { useApp, useSimulator } from '../../app/use-app.ts'
import { Banner } from '../../kit/bits.tsx'
import { Select } from '../../kit/fields.tsx'
import type { SimulatorForm } from '../../state/simulator.ts'
import styles from './simulator.module.css'

const families = { legacy: '', mapi: 'Merchant API ', 'rco-plus': 'RCO+ ', loan: 'Loan ' } as const

/** Which scenario: one that comes with the program, or a file of the user's. */
export function ScenarioForm({ form }: { readonly form: SimulatorForm }): ReactElement {
  const app = useApp()
  const own = useSimulator((state) => state.own)
  const options = [
    ...READY_SCENARIOS.map(({ id, scenario }) => ({ id, name: scenario.name })),
    ...(own?.scenarios ?? []).map(({ file, scenario }) => ({
      id: `file:${file}`,
      name: scenario === null ? `${file} (cannot be played)` : `${scenario.name} (${file})`,
    })),
  ]
  const scenario = app.simulator.scenario()
  return (
    <>
      <Select
        label="Scenario"
        value={form.scenario}
        options={options}
        onChange={(id) => app.simulator.change({ scenario: id })}
        {...(own === null ? {} : { help: `Your own are files in ${own.folder}.` })}
      />
      {'code' in scenario ? (
        <Banner severity="error" inset>
          {scenario.message}
        </Banner>
      ) : (
        <div className={styles['scenario']}>
          <p>{scenario.description}</p>
          <ol>
            {scenario.deliveries.map(({ family, event, variant, afterSeconds, reference }, index) => (
              // A scenario never changes its order, and may send the same event twice.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={index}>
                {families[family]}
                {event} {variant ?? ''}
                <span>
                  {reference ?? 'new payment'}
                  {afterSeconds > 0 && `, after ${String(afterSeconds)} s`}
                </span>
              </li>
            ))}
          </ol>
          {scenario.answers.length > 0 && <p>For this run the listener answers by rules of the scenario.</p>}
        </div>
      )}
    </>
  )
}

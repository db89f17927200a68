import { useEffect } from 'react'
import type { ReactElement } from 'react'
import { startSimulator } from '../../app/simulator-actions.ts'
import { useApp, useSimulator } from '../../app/use-app.ts'
import { Banner } from '../../kit/bits.tsx'
import { Button } from '../../kit/button.tsx'
import { Choice } from '../../kit/choice.tsx'
import { TwoColumns } from '../../kit/panel.tsx'
import { EventForm } from './event-form.tsx'
import { RunColumn } from './run-column.tsx'
import { ScenarioForm } from './scenario-form.tsx'
import styles from './simulator.module.css'
import { TargetForm } from './target-form.tsx'

/** Plays the bank: one callback, or a scenario on a clock that runs as fast as wished. */
export function SimulatorPanel(): ReactElement {
  const app = useApp()
  useEffect(() => void app.simulator.refresh(), [app])
  return (
    <TwoColumns
      title="Simulator"
      intro="Plays the bank against your listener: every event, with mistakes on purpose and the retries of 36 hours in seconds. What it sends is marked as simulated."
      left={<Wish />}
      right={<RunColumn />}
    />
  )
}

function Wish(): ReactElement {
  const app = useApp()
  const { form, problem } = useSimulator((state) => ({ form: state.form, problem: state.problem }))
  const event = form.mode === 'event'
  return (
    <div className={styles['form']}>
      <Choice
        label="What is sent"
        value={form.mode}
        options={[
          { id: 'event', name: 'One callback' },
          { id: 'scenario', name: 'Scenario' },
        ]}
        onChange={(mode) => app.simulator.change({ mode })}
      />
      {event ? <EventForm form={form} /> : <ScenarioForm form={form} />}
      <TargetForm form={form} />
      {problem !== null && (
        <Banner severity="error" inset>
          {problem.message}
        </Banner>
      )}
      <div className={styles['buttons']}>
        <Button tone="primary" onPress={() => startSimulator(app)}>
          {event && !form.retries ? 'Send' : 'Play'}
        </Button>
        {event && <Button onPress={() => void app.simulator.save()}>Save as a scenario</Button>}
      </div>
    </div>
  )
}

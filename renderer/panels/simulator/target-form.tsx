import type { ReactElement } from 'react'
import { listenerUrl } from '../../app/actions.ts'
import { useApp, useEngine } from '../../app/use-app.ts'
import { Choice } from '../../kit/choice.tsx'
import { Select, TextField } from '../../kit/fields.tsx'
import { SPEEDS } from '../../state/simulator.ts'
import type { SimulatorForm } from '../../state/simulator.ts'
import styles from './simulator.module.css'

const OWN = ' '

/** Where it is sent, for whom, and how fast the clock goes. */
export function TargetForm({ form }: { readonly form: SimulatorForm }): ReactElement {
  const app = useApp()
  const profiles = useEngine((state) => state.profiles) ?? []
  const names = profiles.flatMap(({ kind, name }) => (kind === 'profile' && name !== null ? [name] : []))
  const own = listenerUrl(app)
  return (
    <>
      <Select
        label="Plays for"
        value={form.profile ?? OWN}
        options={[
          { id: OWN, name: 'the simulator’s own endpoint' },
          ...names.map((name) => ({ id: name, name: `the profile ${name}` })),
        ]}
        onChange={(name) => app.simulator.change({ profile: name === OWN ? null : name })}
        help="Its templates, digest and credentials."
      />
      <div className={styles['clock']}>
        <span className={styles['label']}>Clock</span>
        <Choice
          label="Speed of the clock"
          value={form.speed}
          options={SPEEDS}
          onChange={(speed) => app.simulator.change({ speed })}
        />
      </div>
      <div className={styles['clock']}>
        <span className={styles['label']}>Sent to</span>
        <Choice
          label="Sent to"
          value={form.url === null ? 'own' : 'url'}
          options={[
            { id: 'own', name: `My listener${own === null ? ' (not running)' : ''}` },
            { id: 'url', name: 'Another address' },
          ]}
          onChange={(id) => app.simulator.change({ url: id === 'own' ? null : 'https://' })}
        />
      </div>
      {form.url !== null && (
        <TextField
          label="Address"
          code
          value={form.url}
          onChange={(url) => app.simulator.change({ url })}
          help="Scheme, host and path, without query. You are asked before the first send to another machine."
        />
      )}
    </>
  )
}

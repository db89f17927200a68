import { useState } from 'react'
import type { ReactElement } from 'react'
import { toProblem } from '../../../shared/protocol/errors.ts'
import { useApp, useEngine } from '../../app/use-app.ts'
import { Button } from '../../kit/button.tsx'
import { Light } from '../../kit/light.tsx'
import styles from './settings.module.css'

/** Calls the listener through its real socket, and shows what it answered. */
export function SelfTestRow(): ReactElement {
  const app = useApp()
  const [busy, setBusy] = useState(false)
  const tested = useEngine(
    (state) => state.listeners.find(({ scheme, selfTest }) => scheme === 'https' && selfTest)?.selfTest ?? null,
  )
  const test = (): void => {
    setBusy(true)
    app
      .call('listeners.selfTest', {})
      .catch((thrown: unknown) => app.ui.fail(toProblem(thrown)))
      .finally(() => setBusy(false))
  }
  const state = tested === null ? 'unchecked' : tested.ok ? 'pass' : 'fail'
  return (
    <div className={styles['row']} role="group" aria-label="Self-test">
      <Light name={null} state={state} />
      <span>{tested === null ? 'Not tested yet.' : `Self-test through the real socket: ${tested.sentence}`}</span>
      <Button small onPress={test} disabled={busy}>
        Test now
      </Button>
    </div>
  )
}

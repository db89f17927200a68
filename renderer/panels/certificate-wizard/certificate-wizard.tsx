import { useEffect, useRef } from 'react'
import type { ReactElement } from 'react'
import type { Settings } from '../../../shared/model/settings.ts'
import { useApp, useEngine } from '../../app/use-app.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog, DialogTitle } from '../../kit/dialog.tsx'
import { CertificateStep, NamesStep, TestStep, TrustStep } from './steps.tsx'
import { STEPS, useWizard } from './use-wizard.ts'
import type { Wizard } from './use-wizard.ts'
import styles from './wizard.module.css'

const CONTENT = [NamesStep, CertificateStep, TrustStep, TestStep] as const

/** The listener's certificate, step by step, ending in a self-test through the real socket. */
export function CertificateWizard(): ReactElement | null {
  const app = useApp()
  const saved = useEngine((state) => state.settings)
  const close = (): void => app.ui.setWizard(false)
  return saved === null ? null : (
    <Dialog open wide onClose={close}>
      <Content saved={saved} close={close} />
    </Dialog>
  )
}

function Content({ saved, close }: { readonly saved: Settings; readonly close: () => void }): ReactElement {
  const wizard = useWizard(saved)
  const { step } = wizard
  const Step = CONTENT[step] ?? NamesStep
  const body = useRef<HTMLFormElement>(null)
  // The keyboard goes on in the new step: its first field, or the button that leads on.
  useEffect(() => body.current?.querySelector<HTMLElement>('input, [data-next] button')?.focus(), [step])
  return (
    <>
      <DialogTitle>Certificate of the listener</DialogTitle>
      <ol className={styles['steps']} aria-label="Steps">
        {STEPS.map((name, index) => (
          <li key={name} aria-current={index === step ? 'step' : undefined} data-done={index < step}>
            {index + 1}. {name}
          </li>
        ))}
      </ol>
      <form
        ref={body}
        className={styles['body']}
        aria-label={STEPS[step]}
        onSubmit={(event) => {
          event.preventDefault()
          onward(wizard, close)()
        }}
      >
        <Step wizard={wizard} />
        <div className={styles['actions']}>
          {step === 3 && <Button onPress={wizard.test}>Test again</Button>}
          {step > 0 && <Button onPress={() => wizard.go(step - 1)}>Back</Button>}
          <span data-next>
            <Button tone="primary" onPress={onward(wizard, close)}>
              {nextWord(wizard)}
            </Button>
          </span>
        </div>
      </form>
    </>
  )
}

function nextWord({ step, certificate }: Wizard): string {
  if (step === 1) return certificate.kind === 'generated' ? 'Make it' : 'Take it in'
  return step === 3 ? 'Done' : 'Next'
}

/** Buttons are never disabled: one that is would lose the focus, and Escape with it. */
function onward(wizard: Wizard, close: () => void): () => void {
  if (wizard.step === 1) return wizard.install
  return wizard.step === 3 ? close : () => wizard.go(wizard.step + 1)
}

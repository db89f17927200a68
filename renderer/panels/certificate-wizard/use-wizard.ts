import { useState } from 'react'
import type { CertificateSetting, Settings } from '../../../shared/model/settings.ts'
import { toProblem } from '../../../shared/protocol/errors.ts'
import type { ListenerStatus } from '../../../shared/protocol/views.ts'
import type { App } from '../../app/create-app.ts'
import { useApp } from '../../app/use-app.ts'
import { draftErrors, problemErrors } from '../settings/draft.ts'
import type { FieldErrors } from '../settings/draft.ts'
import { passphraseSaid } from '../settings/passphrase-said.ts'
import { withCertificate } from './names.ts'

export const STEPS = ['Names', 'Certificate', 'Trust', 'Self-test'] as const

/** What the steps show and change. Nothing is saved before `install`. */
export interface Wizard {
  readonly step: number
  readonly go: (step: number) => void
  readonly names: string
  readonly setNames: (names: string) => void
  readonly certificate: CertificateSetting
  readonly setCertificate: (certificate: CertificateSetting) => void
  readonly passphrase: string | null
  readonly setPassphrase: (passphrase: string) => void
  readonly errors: FieldErrors
  readonly busy: boolean
  /** Makes or takes in the certificate, and goes on when it is in force. */
  readonly install: () => void
  readonly test: () => void
  /** What the test of this run gave; null before it. */
  readonly tested: readonly ListenerStatus[] | null
}

type Written = { readonly errors: FieldErrors }

async function write(app: App, settings: Settings, passphrase: string | null): Promise<Written> {
  const wrong = draftErrors(settings)
  if (Object.keys(wrong).length > 0) return { errors: wrong }
  const { problems } = await app.call('settings.write', { settings, passphrase })
  if (problems.length > 0) return { errors: problemErrors(problems) }
  if (passphrase !== null) app.desktop.savePassphrase(passphrase, (storage) => passphraseSaid(app.ui, storage))
  return { errors: {} }
}

/** Takes the settings in force, gives the state of the wizard. */
export function useWizard(saved: Settings): Wizard {
  const app = useApp()
  const [step, setStep] = useState(0)
  const [names, setNames] = useState(saved.certificate.kind === 'generated' ? saved.certificate.names.join(', ') : '')
  const [certificate, setCertificate] = useState(saved.certificate)
  const [passphrase, setPassphrase] = useState<string | null>(null)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [busy, setBusy] = useState(false)
  const [tested, setTested] = useState<readonly ListenerStatus[] | null>(null)
  const during = (work: () => Promise<void>): void => {
    if (busy) return
    setBusy(true)
    void work()
      .catch((thrown: unknown) => app.ui.fail(toProblem(thrown)))
      .finally(() => setBusy(false))
  }
  const test = async (): Promise<void> => setTested((await app.call('listeners.selfTest', {})).listeners)
  const install = async (): Promise<void> => {
    const written = await write(app, withCertificate(saved, certificate, names), passphrase)
    setErrors(written.errors)
    if (Object.keys(written.errors).length > 0) return
    setTested(null)
    setStep(2)
  }
  return {
    step,
    go: (next) => {
      if (busy) return
      setStep(next)
      if (STEPS[next] === 'Self-test') during(test)
    },
    names,
    setNames,
    certificate,
    setCertificate: (value) => {
      setCertificate(value)
      setErrors({})
    },
    passphrase,
    setPassphrase: (text) => setPassphrase(text === '' ? null : text),
    errors,
    busy,
    install: () => during(install),
    test: () => during(test),
    tested,
  }
}

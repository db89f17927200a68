import { lazy, Suspense, useEffect } from 'react'
import type { ReactElement } from 'react'
import { listenForShortcuts } from '../../app/keyboard.ts'
import { useApp, useEngine, useInbox, useUi } from '../../app/use-app.ts'
import { cx } from '../../kit/cx.ts'
import { Confirm } from '../../kit/dialog.tsx'
import { InboxPanel } from '../inbox/inbox-panel.tsx'
import { HelpDialog } from '../palette/help-dialog.tsx'
import { Palette } from '../palette/palette.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import styles from './frame.module.css'
import { LeaveDialog } from './leave-dialog.tsx'
import { Notices } from './notices.tsx'
import { Rail } from './rail.tsx'
import { StatusBar } from './status-bar.tsx'
import { usePresenting } from './use-presenting.ts'
import { useTheme } from './use-theme.ts'

const DeliveriesPanel = lazy(() =>
  import('../deliveries/deliveries-panel.tsx').then((m) => ({ default: m.DeliveriesPanel })),
)
const DigestPanel = lazy(() => import('../digest/digest-panel.tsx').then((m) => ({ default: m.DigestPanel })))
const SignaturePanel = lazy(() =>
  import('../signature/signature-panel.tsx').then((m) => ({ default: m.SignaturePanel })),
)
const ProfilesPanel = lazy(() => import('../profiles/profiles-panel.tsx').then((m) => ({ default: m.ProfilesPanel })))
const RulesPanel = lazy(() => import('../rules/rules-panel.tsx').then((m) => ({ default: m.RulesPanel })))
const SimulatorPanel = lazy(() =>
  import('../simulator/simulator-panel.tsx').then((m) => ({ default: m.SimulatorPanel })),
)
const EndpointCheckPanel = lazy(() =>
  import('../endpoint-check/endpoint-check-panel.tsx').then((m) => ({ default: m.EndpointCheckPanel })),
)
const SettingsPanel = lazy(() => import('../settings/settings-panel.tsx').then((m) => ({ default: m.SettingsPanel })))
const CertificateWizard = lazy(() =>
  import('../certificate-wizard/certificate-wizard.tsx').then((m) => ({ default: m.CertificateWizard })),
)
const PANELS = {
  inbox: InboxPanel,
  deliveries: DeliveriesPanel,
  digest: DigestPanel,
  signature: SignaturePanel,
  profiles: ProfilesPanel,
  rules: RulesPanel,
  simulator: SimulatorPanel,
  'endpoint-check': EndpointCheckPanel,
  settings: SettingsPanel,
} as const

/** The window: rail, panel, status line, and what lies over them. */
export function Frame(): ReactElement {
  const app = useApp()
  const panel = useUi((ui) => ui.panel)
  useEffect(() => listenForShortcuts(app), [app])
  useEffect(() => {
    const timer = setInterval(app.ui.tick, 1000)
    return () => clearInterval(timer)
  }, [app])
  useTheme(useEngine((state) => state.settings.theme) ?? 'system')
  usePresenting(useUi((ui) => ui.presenting))
  useTitle()
  const Panel = PANELS[panel]
  return (
    <div className={styles['frame']}>
      <Notices />
      <div className={styles['main']}>
        <Rail />
        <main className={styles['content']}>
          <ErrorBoundary key={panel} name={panel}>
            <Suspense fallback={null}>
              <Panel />
            </Suspense>
          </ErrorBoundary>
          <StatusBar />
        </main>
      </div>
      <Overlays />
    </div>
  )
}

function Overlays(): ReactElement {
  const app = useApp()
  const { confirmation, toasts, wizardOpen } = useUi((ui) => ({
    confirmation: ui.confirmation,
    toasts: ui.toasts,
    wizardOpen: ui.wizardOpen,
  }))
  return (
    <>
      <Palette />
      <HelpDialog />
      {wizardOpen && (
        <Suspense fallback={null}>
          <CertificateWizard />
        </Suspense>
      )}
      {confirmation !== null && (
        <Confirm {...confirmation} onConfirm={confirmation.run} onClose={() => app.ui.confirm(null)} />
      )}
      <LeaveDialog />
      <div className={styles['toasts']} role="log" aria-live="polite" aria-label="Messages">
        {toasts.map((toast) => (
          <div key={toast.id} className={cx(styles['toast'], toast.tone === 'error' && styles['toastError'])}>
            {toast.text}
          </div>
        ))}
      </div>
    </>
  )
}

function useTitle(): void {
  const unread = useInbox((state) => state.unread)
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) Callback Inspector` : 'Callback Inspector'
  }, [unread])
}

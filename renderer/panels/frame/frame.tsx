import { useEffect, useRef } from 'react'
import type { ReactElement } from 'react'
import { keepFocus } from '../../app/keep-focus.ts'
import { listenForShortcuts } from '../../app/keyboard.ts'
import { useApp, useEngine, useInbox, useUi } from '../../app/use-app.ts'
import { cx } from '../../kit/cx.ts'
import { Confirm } from '../../kit/dialog.tsx'
import { later } from '../../kit/later.tsx'
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

const DeliveriesPanel = later(() => import('../deliveries/deliveries-panel.tsx').then((m) => m.DeliveriesPanel))
const DigestPanel = later(() => import('../digest/digest-panel.tsx').then((m) => m.DigestPanel))
const SignaturePanel = later(() => import('../signature/signature-panel.tsx').then((m) => m.SignaturePanel))
const ProfilesPanel = later(() => import('../profiles/profiles-panel.tsx').then((m) => m.ProfilesPanel))
const RulesPanel = later(() => import('../rules/rules-panel.tsx').then((m) => m.RulesPanel))
const SimulatorPanel = later(() => import('../simulator/simulator-panel.tsx').then((m) => m.SimulatorPanel))
const EndpointCheckPanel = later(() =>
  import('../endpoint-check/endpoint-check-panel.tsx').then((m) => m.EndpointCheckPanel),
)
const SettingsPanel = later(() => import('../settings/settings-panel.tsx').then((m) => m.SettingsPanel))
const CertificateWizard = later(() =>
  import('../certificate-wizard/certificate-wizard.tsx').then((m) => m.CertificateWizard),
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
  const main = useRef<HTMLElement>(null)
  useEffect(() => (main.current === null ? undefined : keepFocus(main.current)), [])
  const Panel = PANELS[panel]
  return (
    <div className={styles['frame']}>
      <Notices />
      <div className={styles['main']}>
        <Rail />
        <main ref={main} className={styles['content']} tabIndex={-1}>
          <ErrorBoundary key={panel} name={panel}>
            <Panel />
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
      {wizardOpen && <CertificateWizard />}
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

import type { ReactElement } from 'react'
import { useApp, useEngine, useEngineView } from '../../app/use-app.ts'
import { plural } from '../../format/units.ts'
import { Banner } from '../../kit/bits.tsx'
import { Button } from '../../kit/button.tsx'

/** Everything that must be said before anything else: the engine's state, then its notices. */
export function Notices(): ReactElement {
  const notices = useEngine((state) => state.notices) ?? []
  return (
    <div>
      <EngineNotice />
      {notices.map((notice) => (
        <Banner key={notice.key} severity={notice.severity}>
          {notice.problem.message}
        </Banner>
      ))}
    </div>
  )
}

function EngineNotice(): ReactElement | null {
  const app = useApp()
  const { link, restarts, report } = useEngineView(({ link: l, restarts: r, report: p }) => ({
    link: l,
    restarts: r,
    report: p,
  }))
  if (link.kind === 'mismatch') return <Banner severity="error">{link.problem.message}</Banner>
  if (link.kind === 'down') {
    const words = report?.message ?? link.problem.message
    const action =
      report?.state === 'restarting' ? null : (
        <Button small onPress={app.desktop.connectEngine}>
          Connect again
        </Button>
      )
    return (
      <Banner severity="error" action={action}>
        {words}
      </Banner>
    )
  }
  if (restarts === 0) return null
  return (
    <Banner severity="warning">
      The engine stopped and was started again ({plural(restarts, 'time')} since this window opened). What it had
      answered with a 2xx is in the archive; callbacks sent while it was away are sent again by the bank.
    </Banner>
  )
}

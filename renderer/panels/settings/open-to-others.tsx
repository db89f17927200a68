import type { ReactElement } from 'react'
import { Banner } from '../../kit/bits.tsx'

const LOOPBACK = /^(127\.|::1$|localhost$)/

/** What it means that a listener takes connections from other machines; nothing for one on loopback. */
export function OpenToOthers({
  enabled,
  host,
}: {
  readonly enabled: boolean
  readonly host: string
}): ReactElement | null {
  if (!enabled || LOOPBACK.test(host)) return null
  return (
    <Banner severity="warning" inset>
      Anyone who reaches this machine can send to this listener. What they send is kept, shown and never run.
    </Banner>
  )
}

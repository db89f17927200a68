import { useMemo, useState } from 'react'
import { hideInRequest, hideValues } from '../../../shared/export/hide-secrets.ts'
import { useUi } from '../../app/use-app.ts'

export interface HiddenText {
  /** As it is to be shown. */
  readonly text: string
  /** Values that are or would be hidden; 0: there are none, or nobody is presenting. */
  readonly count: number
  /** True while they are. */
  readonly hidden: boolean
  readonly toggle: () => void
}

/**
 * A captured text as it may be shown: while presenting, secrets and personal values are hidden until they are asked for.
 * @param request true for the bytes of a whole request, false for a body or a value
 */
export function useHidden(text: string, request: boolean): HiddenText {
  const presenting = useUi((ui) => ui.presenting)
  const [asked, setAsked] = useState(false)
  const found = useMemo(
    () => (presenting ? (request ? hideInRequest(text) : hideValues(text)) : { text, count: 0 }),
    [presenting, request, text],
  )
  const hidden = found.count > 0 && !asked
  return { text: hidden ? found.text : text, count: found.count, hidden, toggle: () => setAsked(!asked) }
}

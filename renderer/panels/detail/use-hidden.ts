import { useMemo, useState } from 'react'
import { hideInRequest, hideValues } from '../../../shared/export/hide-secrets.ts'
import { useUi } from '../../app/use-app.ts'

export interface Hiding {
  /** Values that are or would be hidden; 0: there are none, or nobody is presenting. */
  readonly count: number
  /** True while they are. */
  readonly hidden: boolean
  readonly toggle: () => void
}

/** Whether so many values are hidden: while presenting, until they are asked for. */
export function useHiding(count: number): Hiding {
  const presenting = useUi((ui) => ui.presenting)
  const [asked, setAsked] = useState(false)
  const most = presenting ? count : 0
  return { count: most, hidden: most > 0 && !asked, toggle: () => setAsked(!asked) }
}

export interface HiddenText extends Hiding {
  /** As it is to be shown. */
  readonly text: string
}

/**
 * A captured text as it may be shown: while presenting, secrets and personal values are hidden until they are asked for.
 * @param request true for the bytes of a whole request, false for a body or a value
 */
export function useHidden(text: string, request: boolean): HiddenText {
  const presenting = useUi((ui) => ui.presenting)
  const found = useMemo(
    () => (presenting ? (request ? hideInRequest(text) : hideValues(text)) : { text, count: 0 }),
    [presenting, request, text],
  )
  const hiding = useHiding(found.count)
  return { text: hiding.hidden ? found.text : text, ...hiding }
}

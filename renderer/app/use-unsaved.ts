import { useEffect } from 'react'
import type { Unsaved } from '../state/leaving.ts'
import type { Panel } from '../state/panels.ts'
import { useApp } from './use-app.ts'

/** A panel tells, with each drawing, what it has unsaved; null: nothing. Gone with the panel. */
export function useUnsaved(panel: Panel, unsaved: Unsaved | null): void {
  const { ui } = useApp()
  useEffect(() => ui.setUnsaved(panel, unsaved))
  useEffect(() => () => ui.setUnsaved(panel, null), [ui, panel])
}

import type { MenuAction } from '../../shared/protocol/bridge.ts'
import type { Panel } from '../state/panels.ts'
import type { App } from './create-app.ts'

/** Something that can be done without a form: from the menu, the palette and the keyboard. */
export interface Action {
  readonly id: MenuAction
  readonly title: string
  readonly group: 'Go to' | 'Inbox' | 'Callback' | 'Profiles' | 'Listener' | 'Simulator' | 'Appearance' | 'Help'
  readonly shortcut?: string
  /** The shortcut belongs to the inbox table: elsewhere the key has another meaning. */
  readonly local?: boolean
  readonly enabled: (app: App) => boolean
  readonly run: (app: App) => void
}

/** Goes to a panel of the rail. */
export const toPanel = (id: Panel, title: string, shortcut: string): Action => ({
  id: `panel-${id}`,
  title,
  group: 'Go to',
  shortcut,
  enabled: () => true,
  run: (app) => app.ui.setPanel(id),
})

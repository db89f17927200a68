import { Fragment } from 'react'
import type { ReactElement } from 'react'
import type { Action } from '../../app/action.ts'
import { ACTIONS } from '../../app/actions.ts'
import { shortcutWords } from '../../app/shortcuts.ts'
import { useApp, useUi } from '../../app/use-app.ts'
import { Kbd } from '../../kit/bits.tsx'
import { Dialog, DialogTitle } from '../../kit/dialog.tsx'
import styles from './palette.module.css'

type Line = readonly [what: string, keys: string]

/** Keys of the table, which no action has. */
const TABLE: readonly Line[] = [
  ['Older, newer entry', '↓ ↑'],
  ['A page further, back', 'PgDn PgUp'],
  ['Newest, oldest entry', 'Home End'],
  ['Into the detail pane', 'Enter'],
  ['Narrower, wider column, at its edge', '← →'],
  ['Leave the search field, close a dialog', 'Esc'],
]

const GROUPS: readonly Action['group'][] = [
  'Go to',
  'Inbox',
  'Callback',
  'Profiles',
  'Listener',
  'Simulator',
  'Appearance',
  'Help',
]

/** The shortcuts of a group's actions. */
const linesOf = (group: Action['group'], mac: boolean): readonly Line[] =>
  ACTIONS.flatMap(({ group: its, title, shortcut }): readonly Line[] =>
    its === group && shortcut !== undefined ? [[title, shortcutWords(shortcut, mac)]] : [],
  )

/** All shortcuts: those of the actions, and those of the table. */
export function HelpDialog(): ReactElement {
  const app = useApp()
  const open = useUi((ui) => ui.helpOpen)
  return (
    <Dialog open={open} onClose={() => app.ui.setHelp(false)} wide>
      <DialogTitle>Keyboard shortcuts</DialogTitle>
      <div className={styles['groups']}>
        {GROUPS.map((group) => (
          <Group key={group} name={group} lines={linesOf(group, app.mac)} />
        ))}
        <Group name="In the table" lines={TABLE} />
      </div>
    </Dialog>
  )
}

function Group({ name, lines }: { readonly name: string; readonly lines: readonly Line[] }): ReactElement | null {
  if (lines.length === 0) return null
  return (
    <section className={styles['section']} aria-label={name}>
      <h3>{name}</h3>
      <dl className={styles['help']}>
        {lines.map(([what, keys]) => (
          <Fragment key={what}>
            <dt>{what}</dt>
            <dd>
              <Kbd>{keys}</Kbd>
            </dd>
          </Fragment>
        ))}
      </dl>
    </section>
  )
}

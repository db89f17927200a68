import type { ReactElement } from 'react'
import Copy from 'lucide-react/icons/copy'
import SquareTerminal from 'lucide-react/icons/square-terminal'
import Trash2 from 'lucide-react/icons/trash-2'
import { runAction } from '../../app/actions.ts'
import { shortcutWords } from '../../app/shortcuts.ts'
import { useApp } from '../../app/use-app.ts'
import { IconButton } from '../../kit/button.tsx'
import styles from './detail.module.css'

/** What can be done with one entry. */
export function EntryTools({
  reference,
  callback,
}: {
  readonly reference: string | null
  readonly callback: boolean
}): ReactElement {
  const app = useApp()
  return (
    <span className={styles['tools']}>
      {reference !== null && (
        <IconButton
          label="Copy the reference"
          quiet
          small
          onPress={() => {
            app.desktop.copyText(reference)
            app.ui.say('Copied the reference.')
          }}
        >
          <Copy size={14} />
        </IconButton>
      )}
      {callback && (
        <IconButton
          label="Copy as cURL"
          shortcut={shortcutWords('mod+shift+c', app.mac)}
          quiet
          small
          onPress={() => runAction(app, 'copy-curl')}
        >
          <SquareTerminal size={15} />
        </IconButton>
      )}
      <IconButton label="Delete this entry" shortcut="Del" quiet small onPress={() => runAction(app, 'delete')}>
        <Trash2 size={14} />
      </IconButton>
    </span>
  )
}

import { useState } from 'react'
import type { KeyboardEvent, ReactElement } from 'react'
import Search from 'lucide-react/icons/search'
import { ACTIONS } from '../../app/actions.ts'
import type { Action } from '../../app/action.ts'
import { fuzzyFilter } from '../../app/fuzzy.ts'
import { shortcutWords } from '../../app/shortcuts.ts'
import { useApp, useUi } from '../../app/use-app.ts'
import { Kbd } from '../../kit/bits.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import styles from './palette.module.css'

const OFFERED = ACTIONS.filter((action) => action.id !== 'palette')

/** Every action by name; found by a few letters, run by Enter. */
export function Palette(): ReactElement {
  const app = useApp()
  const open = useUi((ui) => ui.paletteOpen)
  return (
    <Dialog open={open} onClose={() => app.ui.setPalette(false)} label="Command palette" wide padded={false}>
      <Commands />
    </Dialog>
  )
}

function Commands(): ReactElement {
  const app = useApp()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const found = fuzzyFilter(query, OFFERED, (action) => `${action.group} ${action.title}`)
  const run = (action: Action | undefined): void => {
    if (action === undefined || !action.enabled(app)) return
    app.ui.setPalette(false)
    action.run(app)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by !== 0) {
      event.preventDefault()
      setAt((at + by + found.length) % Math.max(1, found.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      run(found[at])
    }
  }
  return (
    <>
      <div className={styles['search']}>
        <Search size={16} aria-hidden />
        <input
          className={styles['input']}
          role="combobox"
          aria-label="Command"
          aria-expanded
          aria-controls="commands"
          aria-activedescendant={found[at] === undefined ? undefined : `command-${found[at].id}`}
          placeholder="What should be done?"
          value={query}
          // The palette is opened to be typed into.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          onChange={(event) => {
            setQuery(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {found.length === 0 && <p className={styles['none']}>No action is called that.</p>}
      <div className={styles['list']} id="commands" role="listbox" aria-label="Commands" tabIndex={-1}>
        {found.map((action, index) => (
          <Command
            key={action.id}
            action={action}
            chosen={index === at}
            onRun={() => run(action)}
            onPoint={() => setAt(index)}
          />
        ))}
      </div>
    </>
  )
}

interface CommandProps {
  readonly action: Action
  readonly chosen: boolean
  readonly onRun: () => void
  readonly onPoint: () => void
}

function Command({ action, chosen, onRun, onPoint }: CommandProps): ReactElement {
  const app = useApp()
  return (
    // The combobox keeps the focus and the keys; this is the part for the mouse.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={`command-${action.id}`}
      className={styles['item']}
      role="option"
      aria-selected={chosen}
      aria-disabled={!action.enabled(app)}
      ref={(element) => {
        if (chosen) element?.scrollIntoView({ block: 'nearest' })
      }}
      onClick={onRun}
      onPointerMove={onPoint}
    >
      <span className={styles['group']}>{action.group}</span>
      <span className={styles['title']}>{action.title}</span>
      {action.shortcut !== undefined && <Kbd>{shortcutWords(action.shortcut, app.mac)}</Kbd>}
    </div>
  )
}

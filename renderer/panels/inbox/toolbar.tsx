import { useEffect, useRef, useState } from 'react'
import type { ReactElement } from 'react'
import Columns3 from 'lucide-react/icons/columns-3'
import Command from 'lucide-react/icons/command'
import ListFilter from 'lucide-react/icons/list-filter'
import Pause from 'lucide-react/icons/pause'
import Play from 'lucide-react/icons/play'
import Search from 'lucide-react/icons/search'
import Trash2 from 'lucide-react/icons/trash-2'
import X from 'lucide-react/icons/x'
import { runAction } from '../../app/actions.ts'
import { shortcutWords } from '../../app/shortcuts.ts'
import { useApp, useInbox, useUi } from '../../app/use-app.ts'
import { Kbd } from '../../kit/bits.tsx'
import { IconButton } from '../../kit/button.tsx'
import search from '../../kit/search.module.css'
import { OPTIONAL_COLUMNS } from './columns.ts'
import { ChoiceMenu, filterChips, filterSections } from './filter-menu.tsx'
import styles from './toolbar.module.css'

/** Search, filters, and what is done to the whole list. */
export function Toolbar(): ReactElement {
  const app = useApp()
  const { filter, held } = useInbox((s) => ({ filter: s.filter, held: s.held }))
  const empty = useInbox((s) => s.total === 0)
  const hidden = useUi((ui) => ui.hiddenColumns)
  const change = (next: typeof filter): void => void app.inbox.open(next)
  const columns = OPTIONAL_COLUMNS.map((column) => ({
    id: column.id,
    name: column.id === 'gap' ? 'Time since the row before' : column.title,
    chosen: !hidden.includes(column.id),
    pick: () => app.ui.toggleColumn(column.id),
  }))
  return (
    <div className={styles['toolbar']} role="toolbar" aria-label="Inbox">
      <SearchField />
      <ChoiceMenu label="Filter" icon={<ListFilter size={16} />} sections={filterSections(filter, change)} />
      <ChoiceMenu
        label="Columns"
        icon={<Columns3 size={16} />}
        sections={[{ title: 'Columns, where they fit', choices: columns }]}
      />
      <IconButton
        label={held === null ? 'Pause' : 'Resume'}
        shortcut={shortcutWords('mod+p', app.mac)}
        pressed={held !== null}
        onPress={() => runAction(app, 'pause')}
      >
        {held === null ? <Pause size={16} /> : <Play size={16} />}
      </IconButton>
      <IconButton label="Delete everything captured" disabled={empty} onPress={() => runAction(app, 'clear')}>
        <Trash2 size={16} />
      </IconButton>
      <IconButton
        label="Command palette"
        shortcut={shortcutWords('mod+k', app.mac)}
        onPress={() => runAction(app, 'palette')}
      >
        <Command size={16} />
      </IconButton>
    </div>
  )
}

const TYPING_PAUSE_MS = 150

function SearchField(): ReactElement {
  const app = useApp()
  const filter = useInbox((s) => s.filter)
  const asked = useUi((ui) => ui.focusSearch)
  const [text, setText] = useState(filter.text ?? '')
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (asked > 0) input.current?.select()
  }, [asked])
  useEffect(() => {
    const wanted = text.trim()
    const timer = setTimeout(() => {
      const { text: present, ...rest } = app.inbox.store.getState().filter
      if (wanted !== (present ?? '')) void app.inbox.open(wanted === '' ? rest : { ...rest, text: wanted })
    }, TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [app, text])
  return (
    <div className={search['search']} role="search">
      <Search size={15} aria-hidden />
      {filterChips(filter, (next) => void app.inbox.open(next)).map((chip) => (
        <span key={chip.id} className={styles['chip']}>
          {chip.name}
          <button type="button" aria-label={`Remove the filter ${chip.name}`} onClick={chip.pick}>
            <X size={12} />
          </button>
        </span>
      ))}
      <input
        ref={input}
        type="text"
        aria-label="Search the inbox"
        placeholder="Search everything…"
        maxLength={500}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          setText('')
          document.getElementById('inbox')?.focus()
        }}
      />
      {text === '' ? (
        <Kbd>/</Kbd>
      ) : (
        <IconButton label="Empty the search" small quiet onPress={() => setText('')}>
          <X size={13} />
        </IconButton>
      )}
    </div>
  )
}

import type { ComponentType, ReactElement } from 'react'
import FileKey from 'lucide-react/icons/file-key'
import FlaskConical from 'lucide-react/icons/flask-conical'
import Hash from 'lucide-react/icons/hash'
import IdCard from 'lucide-react/icons/id-card'
import Inbox from 'lucide-react/icons/inbox'
import Radar from 'lucide-react/icons/radar'
import Reply from 'lucide-react/icons/reply'
import Route from 'lucide-react/icons/route'
import Settings from 'lucide-react/icons/settings'
import Webhook from 'lucide-react/icons/webhook'
import { listenerKey } from '../../../shared/protocol/listener-views.ts'
import { useApp, useEngine, useInbox, useUi } from '../../app/use-app.ts'
import { count } from '../../format/units.ts'
import { Tag } from '../../kit/bits.tsx'
import type { Panel } from '../../state/panels.ts'
import { ListenerCard } from './listener-card.tsx'
import styles from './rail.module.css'

const ITEMS: readonly {
  readonly panel: Panel
  readonly name: string
  readonly Icon: ComponentType<{ size: number }>
}[] = [
  { panel: 'inbox', name: 'Inbox', Icon: Inbox },
  { panel: 'deliveries', name: 'Deliveries', Icon: Route },
  { panel: 'digest', name: 'Digest', Icon: Hash },
  { panel: 'signature', name: 'Signature', Icon: FileKey },
  { panel: 'profiles', name: 'Profiles', Icon: IdCard },
  { panel: 'rules', name: 'Answer rules', Icon: Reply },
  { panel: 'simulator', name: 'Simulator', Icon: FlaskConical },
  { panel: 'endpoint-check', name: 'Endpoint check', Icon: Radar },
  { panel: 'settings', name: 'Settings', Icon: Settings },
]

/** The left edge: where to go, and how the listeners are. */
export function Rail(): ReactElement {
  const app = useApp()
  const panel = useUi((ui) => ui.panel)
  const listeners = useEngine((state) => state.listeners) ?? []
  const presenting = useUi((ui) => ui.presenting)
  const testBuild = useEngine((state) => state.runtime.testBuild) === true
  return (
    <aside className={styles['rail']} aria-label="Panels and listeners">
      <div className={styles['brand']}>
        <span className={styles['mark']}>
          <Webhook size={15} aria-hidden />
        </span>
        <span>Callback Inspector</span>
      </div>
      <nav aria-label="Panels">
        {ITEMS.map(({ panel: id, name, Icon }) => (
          <button
            key={id}
            type="button"
            className={styles['item']}
            aria-current={panel === id ? 'page' : undefined}
            onClick={() => app.ui.setPanel(id)}
          >
            <Icon size={17} aria-hidden />
            <span>{name}</span>
            {id === 'inbox' && <Counter />}
          </button>
        ))}
      </nav>
      <div className={styles['spring']} />
      {(presenting || testBuild) && (
        <div className={styles['tags']}>
          {presenting && (
            <span title="Larger type, secrets hidden, no notifications. Ctrl+Shift+P ends it.">
              <Tag tone="accent">PRESENTING</Tag>
            </span>
          )}
          {testBuild && (
            <span title="Runs on the runtime of the package registry: for development and tests, not for sending on.">
              <Tag tone="warn">TEST BUILD</Tag>
            </span>
          )}
        </div>
      )}
      {listeners
        .filter((listener) => listener.state !== 'stopped' || listeners.length === 1)
        .map((listener, index) => (
          <ListenerCard key={listenerKey(listener)} listener={listener} first={index === 0} />
        ))}
    </aside>
  )
}

function Counter(): ReactElement | null {
  const unread = useInbox((state) => state.unread)
  const all = useEngine((state) => state.archive.callbacks + state.archive.connectionEvents)
  if (unread > 0)
    return <span className={`${styles['badge'] ?? ''} ${styles['unread'] ?? ''}`}>{count(unread)} new</span>
  return all === null || all === 0 ? null : <span className={styles['badge']}>{count(all)}</span>
}

import type { ReactElement } from 'react'
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels'
import { runAction } from '../../app/actions.ts'
import { useApp, useEngine, useInbox } from '../../app/use-app.ts'
import { plural } from '../../format/units.ts'
import { Banner, Empty } from '../../kit/bits.tsx'
import { Button } from '../../kit/button.tsx'
import { cx } from '../../kit/cx.ts'
import split from '../../kit/split.module.css'
import { waitingRows } from '../../state/inbox.ts'
import { DetailPane } from '../detail/detail-pane.tsx'
import { FirstLaunch } from './first-launch.tsx'
import { InboxTable } from './inbox-table.tsx'
import styles from './inbox.module.css'
import { Toolbar } from './toolbar.tsx'

/** The list on the left, the chosen entry on the right. */
export function InboxPanel(): ReactElement {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({ id: 'inbox-split', storage: window.localStorage })
  const filtered = useInbox((s) => Object.keys(s.filter).length > 0)
  // Nothing here may change with each row: a stream would draw toolbar and detail anew in every frame.
  const empty = useInbox((s) => s.total === 0)
  const opened = useInbox((s) => s.view !== null)
  const known = useEngine(() => true)
  if (known === null) return <Empty title="Connecting to the engine …" />
  if (opened && empty && !filtered) return <FirstLaunch />
  return (
    <Group
      className={split['split']}
      orientation="horizontal"
      onLayoutChanged={onLayoutChanged}
      {...(defaultLayout === undefined ? {} : { defaultLayout })}
    >
      <Panel id="list" minSize={400} defaultSize="64%">
        <section className={styles['pane']} aria-label="List">
          <Toolbar />
          <PauseBar />
          <SortBar />
          <MarkBar />
          <Problem />
          {empty && opened ? <NothingFound /> : <InboxTable />}
        </section>
      </Panel>
      <Separator className={cx(split['handle'], split['beside'])} aria-label="Width of the list" />
      <Panel id="detail-pane" minSize={370} defaultSize="36%">
        <section className={cx(styles['pane'], styles['detailPane'])} aria-label="Chosen entry">
          <DetailPane />
        </section>
      </Panel>
    </Group>
  )
}

function PauseBar(): ReactElement | null {
  const app = useApp()
  const held = useInbox((s) => s.held)
  const waiting = useInbox(waitingRows)
  if (held === null) return null
  return (
    <div className={styles['paused']} role="status">
      <span>
        Paused. {waiting === 0 ? 'Nothing new yet.' : `${plural(waiting, 'new row')} waiting.`} The listener goes on
        capturing.
      </span>
      <Button small onPress={() => runAction(app, 'pause')}>
        Resume
      </Button>
    </div>
  )
}

/** In another order than newest first the list stands still, and says what it does not show yet. */
function SortBar(): ReactElement | null {
  const app = useApp()
  const unsorted = useInbox((s) => s.unsorted)
  if (unsorted === 0) return null
  return (
    <div className={styles['paused']} role="status">
      <span>{plural(unsorted, 'new row')} came since the list was sorted.</span>
      <Button small onPress={() => app.inbox.sortAgain()}>
        Sort again
      </Button>
    </div>
  )
}

/** What is marked, and what can be done with it. */
function MarkBar(): ReactElement | null {
  const app = useApp()
  const marked = useInbox((s) => s.marked.size)
  if (marked === 0) return null
  return (
    <div className={styles['marked']} role="status">
      <span>{plural(marked, 'entry', 'entries')} marked.</span>
      <Button small onPress={() => runAction(app, 'delete')}>
        Delete…
      </Button>
      <Button small onPress={() => app.inbox.unmark()}>
        Unmark
      </Button>
    </div>
  )
}

function Problem(): ReactElement | null {
  const problem = useInbox((s) => s.problem)
  return problem === null || problem.code === 'link-closed' ? null : <Banner severity="error">{problem.message}</Banner>
}

function NothingFound(): ReactElement {
  const app = useApp()
  return (
    <Empty title="Nothing matches">
      <p>Words are looked for in reference, event type, address and body; all of them must occur.</p>
      <p>
        <Button onPress={() => void app.inbox.open({})}>Show everything</Button>
      </p>
    </Empty>
  )
}

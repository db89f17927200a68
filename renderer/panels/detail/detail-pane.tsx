import type { ReactElement } from 'react'
import MousePointerClick from 'lucide-react/icons/mouse-pointer-click'
import { LIGHT_NAMES } from '../../../shared/model/verdict.ts'
import type { CallbackDetail } from '../../../shared/protocol/views.ts'
import { useApp, useDetail, useUi } from '../../app/use-app.ts'
import { fullTime, rowTime } from '../../format/units.ts'
import { FAMILY_WORDS } from '../../format/words.ts'
import { Captured, Empty, Kbd, Tag } from '../../kit/bits.tsx'
import { cx } from '../../kit/cx.ts'
import { Light, overall } from '../../kit/light.tsx'
import { Tabs } from '../../kit/tabs.tsx'
import { ConnectionView } from './connection-detail.tsx'
import { AnswerTab } from './answer-tab.tsx'
import styles from './detail.module.css'
import { DeliveryTab } from './delivery-tab.tsx'
import { DigestTab } from './digest-tab.tsx'
import { EntryTools } from './entry-tools.tsx'
import { OverviewTab } from './overview-tab.tsx'
import { RequestTab } from './request-tab.tsx'
import { SignatureTab } from './signature-tab.tsx'

/** More characters than this do not stand in the large type of a headline. */
const LONG = 90

/** The chosen entry. The article is there before its first content, so that a key can lead into it at any time. */
export function DetailPane(): ReactElement {
  return (
    <article className={styles['pane']} id="detail" tabIndex={-1} aria-label="Detail">
      <Chosen />
    </article>
  )
}

/** The verdict in a sentence, then everything behind it. */
function Chosen(): ReactElement {
  const { entry, problem } = useDetail(({ entry: e, problem: p }) => ({ entry: e, problem: p }))
  if (problem !== null)
    return (
      <Empty heading title="This entry cannot be shown">
        {problem.message}
      </Empty>
    )
  if (entry === null) {
    return (
      <Empty heading icon={<MousePointerClick size={22} />} title="Choose a callback">
        <p>
          Its verdict, its bytes and its answer show here. <Kbd>↓</Kbd> and <Kbd>↑</Kbd> walk through the list.
        </p>
      </Empty>
    )
  }
  return entry.kind === 'connection' ? <ConnectionView entry={entry} /> : <CallbackView entry={entry} />
}

function CallbackView({ entry }: { readonly entry: CallbackDetail }): ReactElement {
  const app = useApp()
  const tab = useDetail((state) => state.tab)
  const today = useUi((ui) => new Date(ui.now).setHours(0, 0, 0, 0))
  return (
    <>
      <header className={styles['head']}>
        <Light name={null} state={overall(LIGHT_NAMES.map((name) => entry.verdict[name].state))} large />
        <div>
          <h1 className={cx(styles['headline'], entry.headline.length > LONG && styles['long'])}>{entry.headline}</h1>
          <div className={styles['sub']}>
            <span>{entry.eventType === null ? FAMILY_WORDS[entry.family] : <Captured text={entry.eventType} />}</span>
            {entry.reference !== null && (
              <code>
                <Captured text={entry.reference} />
              </code>
            )}
            <span title={fullTime(entry.receivedAt)}>{rowTime(entry.receivedAt, today)}</span>
            {entry.profileName !== null && <Tag tone="accent">{entry.profileName}</Tag>}
            {entry.simulated && <Tag>simulated</Tag>}
          </div>
        </div>
        <EntryTools reference={entry.reference} callback />
      </header>
      <div className={styles['tabs']}>
        <Tabs
          label="Views of the callback"
          value={tab}
          onChange={app.detail.setTab}
          tabs={[
            { id: 'overview', name: 'Overview', content: () => <OverviewTab entry={entry} /> },
            { id: 'request', name: 'Request', content: () => <RequestTab key={entry.sequence} entry={entry} /> },
            { id: 'digest', name: 'Digest', content: () => <DigestTab key={entry.sequence} entry={entry} /> },
            { id: 'signature', name: 'Signature', content: () => <SignatureTab entry={entry} /> },
            { id: 'delivery', name: 'Delivery', content: () => <DeliveryTab key={entry.sequence} entry={entry} /> },
            { id: 'answer', name: 'Answer', content: () => <AnswerTab key={entry.sequence} entry={entry} /> },
          ]}
        />
      </div>
    </>
  )
}

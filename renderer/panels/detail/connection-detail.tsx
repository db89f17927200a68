import type { ReactElement } from 'react'
import type { ConnectionDetail } from '../../../shared/protocol/views.ts'
import { fullTime, size } from '../../format/units.ts'
import { causeWords } from '../../format/words.ts'
import { Light } from '../../kit/light.tsx'
import { BytesView } from './bytes-view.tsx'
import styles from './detail.module.css'
import { EntryTools } from './entry-tools.tsx'
import { Facts } from './facts.tsx'
import { connectionFacts } from './overview-tab.tsx'

const BANK_WORDS = {
  listed: "one of the bank's callback addresses",
  network: 'in a network of the bank, but not on the list of that day',
  no: 'not an address of the bank',
} as const

/** Something that never became a callback: why, what it offered, and what came. */
export function ConnectionView({ entry }: { readonly entry: ConnectionDetail }): ReactElement {
  const { hello } = entry
  return (
    <>
      <header className={styles['head']}>
        <Light name={null} state="fail" large />
        <div>
          <h1 className={styles['headline']}>{causeWords(entry.cause)}.</h1>
          <div className={styles['sub']}>
            <span>{fullTime(entry.receivedAt)}</span>
            {entry.code !== null && <code>{entry.code}</code>}
          </div>
        </div>
        <EntryTools reference={null} callback={false} />
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles['scroll']} tabIndex={0} role="region" aria-label="Connection event">
        <p>{entry.summary}</p>
        <section className={styles['section']}>
          <h2>Connection</h2>
          <Facts
            facts={[
              ...connectionFacts(entry.connection),
              ['Who', BANK_WORDS[entry.bank ?? 'no']],
              ['Answered', entry.answered === null ? 'nothing, the connection was closed' : String(entry.answered)],
              ['Bytes', `${size(entry.bytesSeen)} came, ${size(entry.rawLength)} kept`],
              ['Entry', entry.id],
            ]}
          />
        </section>
        {hello !== null && (
          <section className={styles['section']}>
            <h2>What the client offered</h2>
            <Facts
              facts={[
                ['Server name', hello.sni ?? 'none sent'],
                ['Versions', hello.versions.join(', ') || 'not known'],
                ['ALPN', hello.alpn.join(', ') || 'none'],
              ]}
            />
          </section>
        )}
      </div>
      {entry.rawLength > 0 && (
        <div className={styles['bytes']}>
          <BytesView
            key={entry.sequence}
            sequence={entry.sequence}
            part="raw"
            label="Bytes that came"
            contentType={null}
            json={false}
          />
        </div>
      )}
    </>
  )
}

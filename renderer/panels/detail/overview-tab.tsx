import type { ReactElement } from 'react'
import { HIDDEN, isSecretName } from '../../../shared/export/hide-secrets.ts'
import { LIGHT_NAMES } from '../../../shared/model/verdict.ts'
import type { CallbackDetail } from '../../../shared/protocol/views.ts'
import { answerWords, ruleWords } from '../../format/answer.ts'
import { fullTime, size } from '../../format/units.ts'
import { FAMILY_WORDS } from '../../format/words.ts'
import { GuessCard } from '../profiles/guess-card.tsx'
import styles from './detail.module.css'
import { Facts } from './facts.tsx'
import { FindingBlock } from './finding-view.tsx'
import { HiddenNote } from './hidden-note.tsx'
import { LightFindings } from './light-findings.tsx'
import { Phases } from './phases.tsx'
import { useHiding } from './use-hidden.ts'

type Connection = CallbackDetail['connection']

const MATCHED = { template: 'by the registered URI template', shape: 'by its shape', none: 'not recognised' } as const
const place = (peer: { readonly address: string; readonly port: number }): string =>
  peer.address === '' ? 'not known' : `${peer.address}, port ${peer.port}`

/** What is known of a connection, as named values. */
export function connectionFacts(connection: Connection): readonly (readonly [string, string | null])[] {
  const { tls } = connection
  return [
    ['From', place(connection.peer)],
    ['To', place(connection.local)],
    [
      'TLS',
      tls === null ? (connection.scheme === 'http' ? 'none, plain HTTP' : null) : `${tls.version}, ${tls.cipher}`,
    ],
    ['Server name', tls === null ? null : (tls.sni ?? 'none sent')],
    ['ALPN', tls === null ? null : (tls.alpn ?? 'none agreed')],
    ['Connection', `no. ${connection.number}`],
  ]
}

/** The five lights with their reasons, then the circumstances. */
export function OverviewTab({ entry }: { readonly entry: CallbackDetail }): ReactElement {
  const hiding = useHiding(entry.parameters.filter(({ name }) => isSecretName(name)).length)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['scroll']} tabIndex={0} role="region" aria-label="Overview">
      <GuessCard entry={entry} />
      <div className={styles['lights']}>
        {LIGHT_NAMES.map((name) => (
          <LightFindings key={name} name={name} light={entry.verdict[name]} />
        ))}
      </div>
      {entry.notes.length > 0 && (
        <section className={styles['section']}>
          <h2>Remarks</h2>
          {entry.notes.map((note, index) => (
            // One code may be there twice, and remarks never change their order.
            // oxlint-disable-next-line react/no-array-index-key
            <FindingBlock key={`${note.code} ${String(index)}`} finding={note} open={note.severity !== 'info'} />
          ))}
        </section>
      )}
      <section className={styles['section']}>
        <h2>Where the time went</h2>
        <Phases times={entry.times} />
      </section>
      <section className={styles['section']}>
        <h2>Recognised</h2>
        <HiddenNote {...hiding} />
        <Facts
          facts={[
            [
              'Family',
              `${FAMILY_WORDS[entry.family]}${entry.matchedBy === 'none' ? '' : `, ${MATCHED[entry.matchedBy]}`}`,
            ],
            ['Profile', entry.profileName],
            ['Template', entry.template],
            ...entry.parameters.map(
              ({ name, value }) => [name, hiding.hidden && isSecretName(name) ? HIDDEN : value] as const,
            ),
          ]}
        />
      </section>
      <section className={styles['section']}>
        <h2>Connection</h2>
        <Facts
          facts={[
            ...connectionFacts(entry.connection),
            ['Request', `no. ${entry.requestNumber} on this connection, ${size(entry.rawLength)}`],
            ['Answer', answerWords(entry.answer)],
            ['Answer rule', ruleWords(entry.answer)],
            ['Arrived', fullTime(entry.receivedAt)],
            ['Entry', entry.id],
          ]}
        />
      </section>
    </div>
  )
}

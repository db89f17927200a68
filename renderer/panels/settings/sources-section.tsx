import type { ReactElement, ReactNode } from 'react'
import Plus from 'lucide-react/icons/plus'
import X from 'lucide-react/icons/x'
import { CALLBACK_SOURCES, SOURCES_READ_ON } from '../../../shared/facts/network.ts'
import type { Settings } from '../../../shared/model/settings.ts'
import { Button, IconButton } from '../../kit/button.tsx'
import { cx } from '../../kit/cx.ts'
import { Section } from './section.tsx'
import type { SectionProps } from './section.tsx'
import settings from './settings.module.css'
import styles from './sources.module.css'

type Sources = Settings['sources']
type Entry = NonNullable<Sources['list']>[number]

/** The shipped list as the user's own, to be changed from there. */
const shippedCopy = (): Entry[] =>
  CALLBACK_SOURCES.map(({ network, since, until, note }) => ({ network, since, until, note }))

/** Where callbacks come from, and whose word about that is believed. */
export function SourcesSection({ draft, change, errors }: SectionProps): ReactElement {
  const { sources } = draft
  const put = (part: Partial<Sources>): void => change({ sources: { ...sources, ...part } })
  return (
    <Section
      title="Sources"
      intro="The addresses that the bank calls from, each with its days. A callback is judged by the list of the day on which it arrived; what is stored is judged again when the list changes."
    >
      {sources.list === null ? (
        <ShippedList edit={() => put({ list: shippedCopy() })} />
      ) : (
        <OwnList list={sources.list} change={(list) => put({ list })} errors={errors} />
      )}
      <Proxies proxies={sources.proxies} change={(proxies) => put({ proxies })} errors={errors} />
    </Section>
  )
}

function ShippedList({ edit }: { readonly edit: () => void }): ReactElement {
  return (
    <div className={settings['card']}>
      <div>
        <h3 className={styles['title']}>The list that comes with the app</h3>
        <p className={settings['muted']}>As read from the bank’s pages on {SOURCES_READ_ON}.</p>
      </div>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">Address or network</th>
            <th scope="col">Since</th>
            <th scope="col">Until</th>
          </tr>
        </thead>
        <tbody>
          {CALLBACK_SOURCES.map(({ network, since, until, note }) => (
            <tr key={network} title={note}>
              <td>{network}</td>
              <td>{since ?? 'not known'}</td>
              <td>{until ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className={settings['row']}>
        <Button small onPress={edit}>
          Change the list
        </Button>
      </div>
    </div>
  )
}

interface OwnListProps {
  readonly list: readonly Entry[]
  readonly change: (list: Entry[] | null) => void
  readonly errors: SectionProps['errors']
}

function OwnList({ list, change, errors }: OwnListProps): ReactElement {
  const put = (index: number, part: Partial<Entry>): void =>
    change(list.map((entry, at) => (at === index ? { ...entry, ...part } : entry)))
  return (
    <div className={settings['card']}>
      <div>
        <h3 className={styles['title']}>Your own list</h3>
        <p className={settings['muted']}>
          It takes the place of the shipped one. Days are written like 2025-11-18 (UTC); “until” is the first day on
          which it no longer holds.
        </p>
      </div>
      {list.length === 0 && <p className={settings['muted']}>Empty: no address counts as the bank’s.</p>}
      {list.map((entry, index) => (
        // Entries have no name of their own, and stay in their order.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={styles['entry']} role="group" aria-label={`Entry ${index + 1}`}>
          <Cell
            label="Address or network"
            code
            value={entry.network}
            error={errors[`sources.list.${index}.network`]}
            change={(network) => put(index, { network })}
          />
          <Cell
            label="Since"
            value={entry.since ?? ''}
            error={errors[`sources.list.${index}.since`]}
            change={(text) => put(index, { since: text === '' ? null : text })}
          />
          <Cell
            label="Until"
            value={entry.until ?? ''}
            error={errors[`sources.list.${index}.until`]}
            change={(text) => put(index, { until: text === '' ? null : text })}
          />
          <Remove
            label={`Remove ${entry.network === '' ? `entry ${index + 1}` : entry.network}`}
            remove={() => change(list.filter((_, at) => at !== index))}
          />
          <div className={styles['note']}>
            <Cell
              label="Note"
              value={entry.note}
              error={errors[`sources.list.${index}.note`]}
              change={(note) => put(index, { note })}
            />
          </div>
        </div>
      ))}
      <div className={settings['row']}>
        <Add label="Add an entry" add={() => change([...list, { network: '', since: null, until: null, note: '' }])} />
        <Button small onPress={() => change(null)}>
          Back to the shipped list
        </Button>
      </div>
    </div>
  )
}

interface ProxiesProps {
  readonly proxies: readonly string[]
  readonly change: (proxies: string[]) => void
  readonly errors: SectionProps['errors']
}

function Proxies({ proxies, change, errors }: ProxiesProps): ReactElement {
  return (
    <div className={settings['card']}>
      <div>
        <h3 className={styles['title']}>Trusted proxies</h3>
        <p className={settings['muted']}>
          When a connection comes from one of these, its X-Forwarded-For, Forwarded or X-Real-IP is believed, and the
          right-most address that is none of these is judged. Name only proxies of your own. A profile may name more for
          its endpoint.
        </p>
      </div>
      {proxies.map((proxy, index) => (
        // Proxies have no name of their own, and stay in their order.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={styles['proxy']}>
          <Cell
            label={`Proxy ${index + 1}, address or network`}
            code
            value={proxy}
            error={errors[`sources.proxies.${index}`]}
            change={(text) => change(proxies.map((other, at) => (at === index ? text : other)))}
          />
          <Remove
            label={`Remove ${proxy === '' ? `proxy ${index + 1}` : proxy}`}
            remove={() => change(proxies.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div className={settings['row']}>
        <Add label="Add a proxy" add={() => change([...proxies, ''])} />
      </div>
    </div>
  )
}

interface CellProps {
  readonly label: string
  readonly value: string
  readonly change: (value: string) => void
  readonly error: string | undefined
  readonly code?: boolean
}

/** A field in a row: its label stands small above it. */
function Cell({ label, value, change, error, code = false }: CellProps): ReactElement {
  const message: ReactNode = error === undefined ? null : <span className={styles['error']}>{error}</span>
  return (
    <label className={styles['cell']}>
      <span>{label}</span>
      <input
        className={cx(code && 'mono')}
        value={value}
        spellCheck={false}
        aria-invalid={error !== undefined}
        onChange={(event) => change(event.target.value.trim() === '' ? '' : event.target.value)}
      />
      {message}
    </label>
  )
}

function Remove({ label, remove }: { readonly label: string; readonly remove: () => void }): ReactElement {
  return (
    <span className={styles['remove']}>
      <IconButton label={label} quiet small onPress={remove}>
        <X size={14} />
      </IconButton>
    </span>
  )
}

function Add({ label, add }: { readonly label: string; readonly add: () => void }): ReactElement {
  return (
    <Button small onPress={add}>
      <Plus size={14} aria-hidden /> {label}
    </Button>
  )
}

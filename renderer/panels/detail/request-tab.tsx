import { useState } from 'react'
import type { ReactElement } from 'react'
import { HIDDEN, hideHeaders, isSecretName } from '../../../shared/export/hide-secrets.ts'
import type { CallbackDetail } from '../../../shared/protocol/views.ts'
import { plural } from '../../format/units.ts'
import { Captured, Empty } from '../../kit/bits.tsx'
import { Choice } from '../../kit/choice.tsx'
import { cx } from '../../kit/cx.ts'
import { Tabs } from '../../kit/tabs.tsx'
import { BytesView } from './bytes-view.tsx'
import styles from './detail.module.css'
import { HiddenNote } from './hidden-note.tsx'
import { useHiding } from './use-hidden.ts'

type Sub = 'raw' | 'headers' | 'query' | 'body'

/** The request as it came: bytes, headers, query, body. */
export function RequestTab({ entry }: { readonly entry: CallbackDetail }): ReactElement {
  const [sub, setSub] = useState<Sub>(entry.bodyLength > 0 ? 'body' : 'headers')
  return (
    <Tabs<Sub>
      label="Parts of the request"
      pills
      value={sub}
      onChange={setSub}
      tabs={[
        { id: 'raw', name: 'Raw', content: () => <Raw entry={entry} /> },
        { id: 'headers', name: `Headers ${entry.headers.length}`, content: () => <Headers entry={entry} /> },
        { id: 'query', name: `Query ${entry.query.length}`, content: () => <Query entry={entry} /> },
        { id: 'body', name: 'Body', content: () => <Body key={entry.sequence} entry={entry} /> },
      ]}
    />
  )
}

function Raw({ entry }: { readonly entry: CallbackDetail }): ReactElement {
  return (
    <BytesView
      key={entry.sequence}
      sequence={entry.sequence}
      part="raw"
      label="Request, byte for byte"
      contentType={null}
      json={false}
    />
  )
}

function Headers({ entry }: { readonly entry: CallbackDetail }): ReactElement {
  const { headers, count } = hideHeaders(entry.headers)
  const hiding = useHiding(count)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={cx(styles['scroll'], styles['close'])} tabIndex={0} role="region" aria-label="Headers">
      <HiddenNote {...hiding} />
      <Pairs names={['Header', 'Value']} rows={hiding.hidden ? headers : entry.headers} />
      <p className={styles['remark']}>{plural(entry.headers.length, 'header')}, in the order and spelling received.</p>
    </div>
  )
}

function Query({ entry }: { readonly entry: CallbackDetail }): ReactElement {
  const hiding = useHiding(entry.query.filter(({ name }) => isSecretName(name)).length)
  if (entry.query.length === 0) return <Empty title="The address has no query" />
  const coded = entry.query.some(({ value, raw }) => value !== raw)
  const query = entry.query.map((one) =>
    hiding.hidden && isSecretName(one.name) ? { ...one, value: HIDDEN, raw: HIDDEN } : one,
  )
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={cx(styles['scroll'], styles['close'])} tabIndex={0} role="region" aria-label="Query">
      <HiddenNote {...hiding} />
      <Pairs
        names={coded ? ['Parameter', 'Decoded', 'As sent'] : ['Parameter', 'Value']}
        rows={query.map(({ name, value, raw }) => (coded ? [name, value, raw === value ? '' : raw] : [name, value]))}
      />
    </div>
  )
}

function Pairs({
  names,
  rows,
}: {
  readonly names: readonly string[]
  readonly rows: readonly (readonly string[])[]
}): ReactElement {
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          {names.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {/* Rows may repeat, and never change their order. */}
        {rows.map((cells, index) => (
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={index}>
            {cells.map((cell, column) => (
              // oxlint-disable-next-line react/no-array-index-key
              <td key={column} title={names[column]}>
                <Captured text={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Body({ entry }: { readonly entry: CallbackDetail }): ReactElement {
  const { codings, note } = entry.decoded
  const coded = codings.length > 0
  const [part, setPart] = useState<'decoded' | 'body'>('decoded')
  if (entry.bodyLength === 0) return <Empty title="The request has no body" />
  return (
    <>
      {coded && (
        <div className={styles['bar']}>
          <Choice
            label="Which bytes"
            value={part}
            onChange={setPart}
            options={[
              { id: 'decoded', name: `Decoded (${codings.join(', ')})` },
              { id: 'body', name: 'As received' },
            ]}
          />
          {note !== null && <span>{note}</span>}
        </div>
      )}
      <BytesView
        key={part}
        sequence={entry.sequence}
        part={coded ? part : 'body'}
        label="Body"
        contentType={entry.contentType}
        json
      />
    </>
  )
}

import { Fragment } from 'react'
import type { ReactElement } from 'react'
import { HIDDEN, isSecretName } from '../../../shared/export/hide-secrets.ts'
import type { CallbackDetail } from '../../../shared/protocol/views.ts'
import { count } from '../../format/units.ts'
import { Captured } from '../../kit/bits.tsx'
import { cx } from '../../kit/cx.ts'
import { HiddenNote } from '../detail/hidden-note.tsx'
import { useHiding } from '../detail/use-hidden.ts'
import styles from './token.module.css'

type Comparison = NonNullable<CallbackDetail['jws']>['comparison']

const NOTHING: Readonly<Record<Comparison['state'], string>> = {
  compared: 'The event is empty on both sides.',
  'no-event-in-payload':
    'The payload carries no event to compare the body with: the signature proves the token, not the body beside it.',
  'no-event-in-body': 'There is no externalApplicationEvent beside the token to compare it with.',
  'payload-not-read': 'The payload cannot be read, so there is nothing to compare with.',
}
const RESULTS = {
  equal: 'equal',
  written: 'equal, written differently',
  differs: 'differs',
  'not-signed': 'not in the token',
  'not-in-body': 'not in the body',
} as const

/** The event in the body against the signed one, member by member; numbers by their digits. */
export function TokenComparison({ comparison }: { readonly comparison: Comparison }): ReactElement {
  const { state, more } = comparison
  const hiding = useHiding(comparison.fields.filter(isSecret).length)
  const fields = hiding.hidden ? comparison.fields.map(hidden) : comparison.fields
  return (
    <section className={styles['section']} aria-label="Body and token">
      <h2>Body and token</h2>
      <HiddenNote {...hiding} />
      {fields.length === 0 ? (
        <p className={styles['muted']}>{NOTHING[state]}</p>
      ) : (
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">Member</th>
              <th scope="col">Signed</th>
              <th scope="col">In the body</th>
              <th scope="col">Result</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ member, expected, received, result }) => (
              <tr key={member} className={cx(result === 'differs' && styles['differs'])}>
                <td className={styles['member']}>
                  <Member path={member} />
                </td>
                {result === 'equal' ? (
                  <Value text={received} both />
                ) : (
                  <>
                    <Value text={expected} />
                    <Value text={received} />
                  </>
                )}
                <td>{RESULTS[result]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {more > 0 && <p className={styles['muted']}>And {count(more)} members more.</p>}
    </section>
  )
}

const lastName = (path: string): string => path.split('.').at(-1) ?? path

const isSecret = ({ member }: Comparison['fields'][number]): boolean => isSecretName(lastName(member))

/** A member as it may be shown on a projector. */
function hidden(field: Comparison['fields'][number]): Comparison['fields'][number] {
  if (!isSecret(field)) return field
  const { expected, received } = field
  return { ...field, expected: expected === null ? null : HIDDEN, received: received === null ? null : HIDDEN }
}

/** A path, which may be broken where a name ends. */
function Member({ path }: { readonly path: string }): ReactElement {
  return (
    <>
      {path.split(/(?<=[.\]])/).map((part, index) => (
        // The parts of a path never change their order.
        // oxlint-disable-next-line react/no-array-index-key
        <Fragment key={index}>
          <Captured text={part} />
          <wbr />
        </Fragment>
      ))}
    </>
  )
}

function Value({ text, both = false }: { readonly text: string | null; readonly both?: boolean }): ReactElement {
  if (text === null) return <td className={styles['absent']}>none</td>
  return (
    <td className={styles['value']} colSpan={both ? 2 : 1}>
      <Captured text={text} />
    </td>
  )
}

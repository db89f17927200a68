import type { ReactElement } from 'react'
import type { KeySetView } from '../../../shared/protocol/signature.ts'
import { useUi } from '../../app/use-app.ts'
import { ago, fullTime, plural } from '../../format/units.ts'
import { Captured, Tag } from '../../kit/bits.tsx'
import { Button } from '../../kit/button.tsx'
import styles from './signature.module.css'

const KINDS: Readonly<Record<KeySetView['kind'], string>> = {
  file: 'File',
  inline: 'Written in the profile',
  pem: 'PEM in the profile',
  url: 'Fetched from',
  pasted: 'Pasted',
}
const MOST_REMARKS = 12

interface Props {
  readonly set: KeySetView
  /** Fetches it anew; absent for a set that comes from no address. */
  readonly onRefresh?: (() => void) | undefined
  readonly busy?: boolean
}

/** One key set: where it comes from, how old it is, which keys it holds, and what is wrong with them. */
export function KeySetCard({ set, onRefresh, busy = false }: Props): ReactElement {
  const { environment, problem, keys, kind } = set
  const title = kind === 'pasted' ? 'Pasted keys' : (set.profile ?? set.name)
  // A pasted set stands alone; registered ones stand below a heading of their own.
  const Heading = kind === 'pasted' ? 'h2' : 'h3'
  return (
    <section className={styles['card']} aria-label={`Key set ${title}`}>
      <div className={styles['head']}>
        <Heading>
          <Captured text={title} />
        </Heading>
        {environment !== null && <Tag tone={environment === 'production' ? 'accent' : 'plain'}>{environment}</Tag>}
        <Tag>{plural(keys.length, 'key')}</Tag>
        {onRefresh !== undefined && (
          <span className={styles['push']}>
            <Button small onPress={onRefresh} disabled={busy}>
              {busy ? 'Fetching …' : set.at === null ? 'Fetch' : 'Fetch again'}
            </Button>
          </span>
        )}
      </div>
      <Place set={set} />
      {problem !== null && (
        <p className={styles['bad']}>
          <Captured text={problem.message} />
        </p>
      )}
      {keys.length > 0 && <Keys keys={keys} />}
      <Remarks remarks={set.remarks} />
    </section>
  )
}

/** Where it comes from, and its age: an old copy is the first thing to look at when a key is not found. */
function Place({ set }: { readonly set: KeySetView }): ReactElement {
  const now = useUi((ui) => ui.now)
  const { at, kind, place } = set
  const age = at === null ? (kind === 'url' ? 'not fetched yet' : null) : ago(at, now)
  const verb = kind === 'url' ? 'fetched' : 'changed'
  return (
    <p className={styles['place']}>
      {KINDS[kind]}{' '}
      {place !== '' && (
        <code>
          <Captured text={place} />
        </code>
      )}
      {age !== null && (
        <span title={at === null ? undefined : fullTime(at)}> · {at === null ? age : `${verb} ${age}`}</span>
      )}
    </p>
  )
}

function Keys({ keys }: { readonly keys: KeySetView['keys'] }): ReactElement {
  return (
    <table className={styles['keys']}>
      <thead>
        <tr>
          <th scope="col">Key</th>
          <th scope="col">Bits</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {keys.map(({ keyId, bits, refused, repaired }, index) => (
          // Names may be missing or doubled; the order is that of the set.
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={index}>
            <td className={styles['id']}>{keyId === null ? 'no name' : <Captured text={keyId.slice(0, 200)} />}</td>
            <td className={styles['bits']}>{bits ?? '–'}</td>
            <td className={refused === null ? undefined : styles['refused']}>
              <Captured text={refused ?? (repaired === null ? 'usable' : `usable, repaired: ${repaired}`)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What else was found while reading. What a key's own line says is not said twice. */
function Remarks({ remarks }: { readonly remarks: readonly string[] }): ReactElement | null {
  const others = remarks.filter((remark) => !/^Key (?:\d+|".*"): /.test(remark)).slice(0, MOST_REMARKS)
  if (others.length === 0) return null
  return (
    <ul className={styles['remarks']}>
      {others.map((remark) => (
        <li key={remark}>
          <Captured text={remark} />
        </li>
      ))}
    </ul>
  )
}

import { useMemo } from 'react'
import type { ReactElement } from 'react'
import { CLAIM_NAMES } from '../../format/claims.ts'
import { prettyJson } from '../../format/json.ts'
import { membersOf } from '../../format/members.ts'
import type { Member } from '../../format/members.ts'
import { count } from '../../format/units.ts'
import { Captured } from '../../kit/bits.tsx'
import { HiddenNote } from '../detail/hidden-note.tsx'
import { useHidden } from '../detail/use-hidden.ts'
import { ShownLines } from './shown.tsx'
import colours from '../../kit/parts.module.css'
import styles from './token.module.css'

/** Members listed by name; a token of the bank has fewer than ten. */
const MOST_LISTED = 40
const LONGEST_VALUE = 200

interface Props {
  readonly headerText: string | null
  readonly payloadText: string | null
  readonly payloadLength: number
}

/** Header and claims, decoded and explained, whether or not the signature could be checked. */
export function TokenParts({ headerText, payloadText, payloadLength }: Props): ReactElement {
  const cut = payloadText !== null && payloadText.length < payloadLength
  return (
    <>
      <Part title="Header" text={headerText} className="part1" />
      <Part title="Claims" text={payloadText} className="part2" />
      {cut && (
        <p className={styles['muted']}>
          The payload has {count(payloadLength)} characters; the first {count(payloadText.length)} are shown.
        </p>
      )}
    </>
  )
}

function Part({
  title,
  text,
  className,
}: {
  readonly title: string
  readonly text: string | null
  readonly className: 'part1' | 'part2'
}): ReactElement {
  const { text: readable, ...hiding } = useHidden(text ?? '', false)
  const members = useMemo(() => membersOf(readable, MOST_LISTED + 1), [readable])
  const pretty = useMemo(() => prettyJson(readable), [readable])
  return (
    <section className={styles['section']}>
      <h2>{title}</h2>
      <HiddenNote {...hiding} />
      {text === null ? (
        <p>This part cannot be decoded.</p>
      ) : (
        <ShownLines text={pretty} className={colours[className]} />
      )}
      {members.length > 0 && <Explained title={title} members={members} />}
    </section>
  )
}

/** Names that the standards define, in words. What is not in the table stands for itself above. */
function Explained({
  title,
  members,
}: {
  readonly title: string
  readonly members: readonly Member[]
}): ReactElement | null {
  const known = members.slice(0, MOST_LISTED).filter(({ name }) => Object.hasOwn(CLAIM_NAMES, name))
  if (known.length === 0) return null
  return (
    <table className={styles['table']} aria-label={`${title} explained`}>
      <tbody>
        {known.map(({ name, value }, index) => (
          // A name may occur twice; the order never changes.
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={index}>
            <td>
              {CLAIM_NAMES[name]} <span className={styles['name']}>{name}</span>
            </td>
            <td className={styles['value']}>
              <Captured text={value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)} …` : value} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

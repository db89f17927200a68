import type { ReactElement } from 'react'
import { cx } from '../../kit/cx.ts'
import colours from '../../kit/parts.module.css'
import { VisibleSecret } from '../profiles/visible-secret.tsx'
import styles from './joined.module.css'

/** One piece of the text that is hashed. */
export interface JoinedPart {
  readonly name: string
  readonly text: string
}

/** As many dots for every salt: their number would tell its length. */
const MASK = '••••••••••'
const PARTS = ['part1', 'part2', 'part3'] as const
const partClass = (index: number): string | undefined => colours[PARTS[index % PARTS.length] ?? 'part1']

interface Props {
  readonly parts: readonly JoinedPart[]
  /** null: hashed without one. */
  readonly salt: string | null
  readonly saltShown: boolean
}

/** The exact text that is hashed: a colour for each value, and everything that could not be seen made visible. */
export function Joined({ parts, salt, saltShown }: Props): ReactElement {
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={cx(colours['box'], styles['scroll'])} role="group" aria-label="Text that is hashed" tabIndex={0}>
        {parts.map(({ name, text }, index) => (
          // A name may stand twice; its place is its identity.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index} className={partClass(index)} title={name}>
            <VisibleSecret text={text} />
          </span>
        ))}
        {salt !== null && (
          <span className={colours['salt']} title="salt">
            {saltShown ? <VisibleSecret text={salt} /> : MASK}
          </span>
        )}
        {parts.every(({ text }) => text === '') && salt === null && <span className={styles['nothing']}>nothing</span>}
      </div>
      <div className={styles['legend']}>
        {parts.map(({ name }, index) => (
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index} className={partClass(index)}>
            {name}
          </span>
        ))}
        {salt !== null && <span className={colours['salt']}>salt</span>}
      </div>
    </>
  )
}

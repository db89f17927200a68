import type { ReactElement } from 'react'
import { difference } from '../../format/difference.ts'
import { Captured } from '../../kit/bits.tsx'
import styles from './detail.module.css'

/** A captured text with the places marked where it differs from another. */
export function Marked({ text, other }: { readonly text: string; readonly other: string }): ReactElement {
  return (
    <>
      {difference(text, other).map((piece, index) => (
        // Pieces of one text never change their order.
        // oxlint-disable-next-line react/no-array-index-key
        <span key={index} className={piece.differs ? styles['differs'] : undefined}>
          <Captured text={piece.text} />
        </span>
      ))}
    </>
  )
}

import type { ReactElement } from 'react'
import { visibleSign } from '../../format/visible.ts'
import { Captured } from '../../kit/bits.tsx'
import styles from './profiles.module.css'

const wordsFor = (piece: string): string => (piece.length === 1 ? 'a blank' : `${piece.length} blanks`)

/** A secret with every character in sight: blanks as dots, other white space and what cannot be seen by its number. */
export function VisibleSecret({ text }: { readonly text: string }): ReactElement {
  return (
    <>
      {text.split(/( +|[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])/).map((piece, index) =>
        /^\s/.test(piece) && !/[\t\r\n]/.test(piece) ? (
          // The pieces of one text never change their order.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index} className={styles['blank']} title={wordsFor(piece)}>
            {piece.startsWith(' ') ? '·'.repeat(piece.length) : visibleSign(piece)}
          </span>
        ) : (
          // oxlint-disable-next-line react/no-array-index-key
          <Captured key={index} text={piece} />
        ),
      )}
    </>
  )
}

import type { ReactElement } from 'react'
import { Captured } from '../../kit/bits.tsx'
import styles from './profiles.module.css'

/** A secret with every character in sight: blanks as dots, whatever else cannot be seen by its number. */
export function VisibleSecret({ text }: { readonly text: string }): ReactElement {
  return (
    <>
      {text.split(/( +)/).map((piece, index) =>
        piece.startsWith(' ') ? (
          // The pieces of one text never change their order.
          // oxlint-disable-next-line react/no-array-index-key
          <span
            key={index}
            className={styles['blank']}
            title={piece.length === 1 ? 'a blank' : `${piece.length} blanks`}
          >
            {'·'.repeat(piece.length)}
          </span>
        ) : (
          // oxlint-disable-next-line react/no-array-index-key
          <Captured key={index} text={piece} />
        ),
      )}
    </>
  )
}

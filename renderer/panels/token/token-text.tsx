import { useState } from 'react'
import type { ReactElement } from 'react'
import { count } from '../../format/units.ts'
import { Captured } from '../../kit/bits.tsx'
import { Button } from '../../kit/button.tsx'
import colours from '../../kit/parts.module.css'
import styles from './token.module.css'

const PARTS = ['part1', 'part2', 'part3'] as const
/** A real token has some hundred characters in a part. */
const LONGEST_PART = 1200
/** More dots than a token has are shown as text only. */
const MOST_PARTS = 6

/** A token in the colours of its parts; `length` is that of the whole when `token` is only its beginning. */
export function TokenText({ token, length }: { readonly token: string; readonly length: number }): ReactElement {
  const [whole, setWhole] = useState(false)
  const parts = token.split('.', MOST_PARTS + 1)
  const cut = token.length < length || parts.some((part) => part.length > LONGEST_PART) || parts.length > MOST_PARTS
  const shown = whole ? token : parts.slice(0, MOST_PARTS).map(clipped).join('.')
  return (
    <>
      <div className={colours['box']} aria-label="Token">
        {shown.split('.').map((part, index) => (
          // The parts of a token never change their order.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index}>
            {index > 0 && '.'}
            <span className={colours[PARTS[index] ?? 'part3']}>
              <Captured text={part} />
            </span>
          </span>
        ))}
      </div>
      {cut && (
        <div className={styles['more']}>
          <span className={styles['muted']}>{count(length)} characters in all. </span>
          {!whole && (
            <Button small onPress={() => setWhole(true)}>
              Show {token.length < length ? `the first ${count(token.length)}` : 'all'}
            </Button>
          )}
        </div>
      )}
    </>
  )
}

// The middle is left out, without dots of its own: a dot parts the token.
const clipped = (part: string): string =>
  part.length <= LONGEST_PART ? part : `${part.slice(0, LONGEST_PART / 2)} ⋯ ${part.slice(-LONGEST_PART / 4)}`

import { useState } from 'react'
import type { ReactElement } from 'react'
import { count } from '../../format/units.ts'
import { Captured } from '../../kit/bits.tsx'
import { Button } from '../../kit/button.tsx'
import parts from '../../kit/parts.module.css'
import styles from './token.module.css'

/** What is drawn at once; a window that lays out megabytes stands still. */
const FIRST_LINES = 300
const MORE_LINES = 2000
const LONGEST_LINE = 4000

function clipped(line: string): string {
  const rest = line.length - LONGEST_LINE
  return rest <= 0 ? line : `${line.slice(0, LONGEST_LINE)} … ${count(rest)} characters more`
}

/** Long text, line by line: the first lines at once, more on request. */
export function ShownLines({
  text,
  className,
}: {
  readonly text: string
  readonly className: string | undefined
}): ReactElement {
  const [most, setMost] = useState(FIRST_LINES)
  const lines = text.split('\n')
  const rest = lines.length - most
  return (
    <>
      <pre className={parts['box']}>
        <span className={className}>
          {lines.slice(0, most).map((line, index) => (
            // Lines of one text never change their order.
            // oxlint-disable-next-line react/no-array-index-key
            <div key={index}>
              <Captured text={clipped(line)} />
            </div>
          ))}
        </span>
      </pre>
      {rest > 0 && (
        <div className={styles['more']}>
          <Button small onPress={() => setMost(most + MORE_LINES)}>
            Show {count(Math.min(rest, MORE_LINES))} of {count(rest)} more lines
          </Button>
        </div>
      )}
    </>
  )
}

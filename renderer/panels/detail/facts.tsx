import type { ReactElement } from 'react'
import { Fragment } from 'react'
import { Captured } from '../../kit/bits.tsx'
import styles from './detail.module.css'

/** Named values, one under the other; those that are null are left out. */
export function Facts({
  facts,
}: {
  readonly facts: readonly (readonly [name: string, value: string | null])[]
}): ReactElement {
  return (
    <dl className={styles['facts']}>
      {facts.map(([name, value], index) =>
        value === null || value === '' ? null : (
          // A name may stand twice, as headers do.
          // oxlint-disable-next-line react/no-array-index-key
          <Fragment key={`${name} ${String(index)}`}>
            <dt>{name}</dt>
            <dd>
              <Captured text={value} />
            </dd>
          </Fragment>
        ),
      )}
    </dl>
  )
}

import type { ReactElement } from 'react'
import { ToggleButton } from 'react-aria-components'
import type { DeliveryGroup } from '../../../shared/model/delivery-filter.ts'
import { useApp, useDeliveries } from '../../app/use-app.ts'
import { count } from '../../format/units.ts'
import { cx } from '../../kit/cx.ts'
import styles from './cards.module.css'

const CARDS: readonly (readonly [DeliveryGroup, string])[] = [
  ['first', 'delivered at the first attempt'],
  ['later', 'delivered after retries'],
  ['waiting', 'waiting for an attempt'],
  ['lost', 'lost'],
  ['open', 'not delivered, nothing due'],
]

/** How many deliveries there are of each kind; pressing one narrows the list to it. */
export function Cards(): ReactElement {
  const app = useApp()
  const { counts, filter } = useDeliveries((state) => ({ counts: state.counts, filter: state.filter }))
  const { group, ...rest } = filter
  return (
    <div className={styles['cards']} role="group" aria-label="Narrow the list">
      {CARDS.map(([id, words]) => (
        <ToggleButton
          key={id}
          className={cx(styles['card'], styles[`card-${id}`])}
          isSelected={group === id}
          onChange={(on) => void app.deliveries.open(on ? { ...rest, group: id } : rest)}
        >
          <span className={styles['figure']}>{count(counts[id])}</span>
          <span>{words}</span>
        </ToggleButton>
      ))}
    </div>
  )
}

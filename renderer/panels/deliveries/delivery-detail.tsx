import { useState } from 'react'
import type { ReactElement } from 'react'
import X from 'lucide-react/icons/x'
import { toProblem } from '../../../shared/protocol/errors.ts'
import type { DeliveryRecord } from '../../../shared/protocol/deliveries.ts'
import { useApp, useDeliveries } from '../../app/use-app.ts'
import { REASON_WORDS, basisWords, unplannedWords } from '../../format/delivery.ts'
import { plural } from '../../format/units.ts'
import { Captured, Tag } from '../../kit/bits.tsx'
import { Button, IconButton } from '../../kit/button.tsx'
import { Tabs } from '../../kit/tabs.tsx'
import { LadderTable } from './ladder-table.tsx'
import { useCallbackLink } from './lanes.tsx'
import { laneOf, readingOf } from './model.ts'
import { PaymentView } from './payment-view.tsx'
import styles from './delivery-detail.module.css'
import states from './state.module.css'

/** Why the numbers are what they are, in a sentence or two. */
export function Reasons({ record }: { readonly record: DeliveryRecord }): ReactElement {
  const reading = readingOf(record)
  const basis = basisWords(reading)
  return (
    <p className={styles['reasons']}>
      {reading.fit === null ? unplannedWords(record.family) : REASON_WORDS[reading.fit.reason]}
      {basis !== null && ` ${basis}`}
      {record.run !== null && " Times are those of the simulator's clock."}
      {record.byHand && ' It was split or joined by hand.'}
    </p>
  )
}

/** The chosen delivery: its ladder as a table, and everything that came for its payment. */
export function DeliveryDetail({ now }: { readonly now: number }): ReactElement | null {
  const app = useApp()
  const { record, payment } = useDeliveries(({ detail, payment: p }) => ({ record: detail, payment: p }))
  const [tab, setTab] = useState<'ladder' | 'payment'>('ladder')
  const toCallback = useCallbackLink()
  if (record === null) return null
  const { words } = laneOf(record, now)
  const split = (sequence: number): void => {
    app.deliveries.split(sequence).then(
      () => app.ui.say('Split. The attempt begins a delivery of its own, and stays so.'),
      (thrown: unknown) => app.ui.fail(toProblem(thrown)),
    )
  }
  return (
    <section className={styles['detail']} aria-label="Chosen delivery">
      <header className={styles['detailHead']}>
        <div>
          <h2>
            {record.eventType === null ? 'Event not named' : <Captured text={record.eventType} />}
            {record.reference !== null && (
              <code>
                <Captured text={record.reference} />
              </code>
            )}
            {record.simulated && <Tag tone="accent">simulated</Tag>}
          </h2>
          <p>
            <strong className={states[`is-${words.state}`]}>{words.title}</strong>
            {words.more !== '' && `, ${words.more}`}
          </p>
        </div>
        <div className={styles['tools']}>
          <Links record={record} />
          <IconButton label="Close" quiet onPress={() => app.deliveries.select(null)}>
            <X size={16} />
          </IconButton>
        </div>
      </header>
      <Tabs
        label="Views of the delivery"
        value={tab}
        onChange={setTab}
        tabs={[
          {
            id: 'ladder',
            name: 'Ladder',
            content: () => (
              <>
                <Reasons record={record} />
                <LadderTable record={record} onCallback={toCallback} onSplit={split} />
              </>
            ),
          },
          {
            id: 'payment',
            name: payment === null ? 'Payment' : `Payment, ${plural(payment.deliveries.length, 'event')}`,
            content: () =>
              payment === null ? (
                <p className={styles['reasons']}>This delivery names no payment.</p>
              ) : (
                <PaymentView payment={payment} selected={record.id} onCallback={toCallback} />
              ),
          },
        ]}
      />
    </section>
  )
}

/** The delivery that this one repeats, and joining it to another one of the same event. */
function Links({ record }: { readonly record: DeliveryRecord }): ReactElement {
  const app = useApp()
  const payment = useDeliveries((state) => state.payment)
  const before = payment?.deliveries.findLast(
    (one) => one.id < record.id && one.eventType === record.eventType && one.family === record.family,
  )
  const into = record.follows ?? before?.id ?? null
  const join = (to: number): void => {
    app.deliveries.join(record.id, to).then(
      () => app.ui.say('Joined. Both are one delivery now, and stay so.'),
      (thrown: unknown) => app.ui.fail(toProblem(thrown)),
    )
  }
  const { follows } = record
  return (
    <>
      {follows !== null && (
        <Button small onPress={() => app.deliveries.select(follows)}>
          The same request came before
        </Button>
      )}
      {into !== null && (
        <Button small onPress={() => join(into)}>
          Join with the one before
        </Button>
      )}
    </>
  )
}

import { memo, useState } from 'react'
import type { ReactElement } from 'react'
import type { DeliveryRecord } from '../../../shared/protocol/deliveries.ts'
import { Captured, Tag } from '../../kit/bits.tsx'
import { cx } from '../../kit/cx.ts'
import { Middle } from '../inbox/cells.tsx'
import { MarkShape } from './mark.tsx'
import type { Lane } from './model.ts'
import type { Place } from './scale.ts'
import styles from './lanes.module.css'
import states from './state.module.css'

export const LANE = 64
export const markId = (delivery: number, index: number): string => `mark-${delivery}-${index}`

interface PictureProps {
  readonly id: number
  readonly lane: Lane
  readonly place: Place
  readonly width: number
  readonly height: number
  /** Place of the mark that the keyboard is at. */
  readonly cursor: number | null
  readonly onCallback: (sequence: number) => void
  /** The words of a mark stand whole under the picture, where there is room; else in one line above it. */
  readonly wordsBelow?: boolean
}

/** The ladder of one delivery on the time axis. */
export function LadderPicture(props: PictureProps): ReactElement {
  const { id, lane, place, width, height, cursor, onCallback, wordsBelow = false } = props
  const y = height / 2
  const first = place(0)
  const last = Math.max(...lane.marks.map(({ seconds }) => place(seconds)), first)
  const [pointed, setPointed] = useState<number | null>(null)
  const told = lane.marks[pointed ?? cursor ?? -1]
  return (
    <div className={styles['ladder']}>
      <svg className={styles['picture']} width={width} height={height} role="group" aria-label="Attempts">
        <line className={styles['track']} x1={first} x2={last} y1={y} y2={y} />
        {lane.marks.map((mark, index) => (
          <MarkShape
            // The marks of a lane never change their order.
            // oxlint-disable-next-line react/no-array-index-key
            key={index}
            id={markId(id, index)}
            kind={mark.kind}
            x={place(mark.seconds)}
            y={y}
            text={mark.text}
            current={cursor === index}
            onPoint={(over) => setPointed(over ? index : null)}
            onPress={mark.sequence === null ? undefined : () => onCallback(mark.sequence ?? 0)}
          />
        ))}
      </svg>
      {wordsBelow ? (
        // The mark itself says the same to a screen reader.
        <p className={styles['told']} aria-hidden>
          {told?.text}
        </p>
      ) : (
        told !== undefined && <Hint text={told.text} share={place(told.seconds) / width} />
      )}
    </div>
  )
}

/** What a mark says, above it; `share` says where it stands between the two ends of the lane, 0 to 1. */
function Hint({ text, share }: { readonly text: string; readonly share: number }): ReactElement {
  const percent = `${Math.min(1, Math.max(0, share)) * 100}%`
  return (
    // The mark itself says the same to a screen reader.
    <div className={styles['hint']} aria-hidden style={{ left: percent, transform: `translateX(-${percent})` }}>
      {text}
    </div>
  )
}

/** What a delivery is called: its event and its reference. */
export function DeliveryName({ record }: { readonly record: DeliveryRecord }): ReactElement {
  return (
    <div className={styles['name']}>
      <div className={styles['event']}>
        {record.eventType === null ? 'Event not named' : <Captured text={record.eventType} />}
        {record.simulated && <Tag tone="accent">simulated</Tag>}
      </div>
      <div className={styles['reference']}>
        {record.facet !== null && (
          <span className={styles['facet']}>
            <Captured text={record.facet} />
          </span>
        )}
        {record.reference !== null && (
          <span className={styles['id']}>
            <Middle text={record.reference} />
          </span>
        )}
      </div>
    </div>
  )
}

export const Words = memo(function Words({ lane }: { readonly lane: Lane }): ReactElement {
  const { state, title, more } = lane.words
  return (
    <div className={styles['words']}>
      <div className={cx(states['state'], states[`is-${state}`])}>{title}</div>
      <div className={styles['more']}>{more}</div>
    </div>
  )
})

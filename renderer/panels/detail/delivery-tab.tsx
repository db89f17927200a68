import { useEffect, useRef, useState } from 'react'
import type { ReactElement } from 'react'
import type { DeliveryRecord } from '../../../shared/protocol/deliveries.ts'
import type { CallbackDetail } from '../../../shared/protocol/views.ts'
import { toProblem } from '../../../shared/protocol/errors.ts'
import { useApp, useUi } from '../../app/use-app.ts'
import { attemptWords } from '../../format/delivery.ts'
import { Banner, Empty } from '../../kit/bits.tsx'
import { Button } from '../../kit/button.tsx'
import { cx } from '../../kit/cx.ts'
import { useWidth } from '../../kit/use-width.ts'
import styles from '../deliveries/state.module.css'
import { Reasons } from '../deliveries/delivery-detail.tsx'
import { LadderPicture } from '../deliveries/lane.tsx'
import { LadderTable } from '../deliveries/ladder-table.tsx'
import { useCallbackLink } from '../deliveries/lanes.tsx'
import { laneOf, readingOf } from '../deliveries/model.ts'
import { NO_ZOOM, axisOf } from '../deliveries/scale.ts'

/** Which attempt this callback is, and the ladder of its delivery. */
export function DeliveryTab({ entry }: { readonly entry: CallbackDetail }): ReactElement {
  const app = useApp()
  const id = entry.delivery
  const [record, setRecord] = useState<DeliveryRecord | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    if (id === null) return
    let current = true
    app.call('deliveries.detail', { id }).then(
      (found) => current && setRecord(found),
      (thrown: unknown) => current && setProblem(toProblem(thrown).message),
    )
    return () => {
      current = false
    }
    // Another entry object means that something about it is new: it may have another number now.
  }, [app, id, entry])
  if (id === null) {
    return (
      <Empty title="Not part of a delivery">
        <p>This request was not recognised as a callback of the bank, so it is not counted as an attempt.</p>
      </Empty>
    )
  }
  if (problem !== null) return <Banner severity="warning">{problem}</Banner>
  return record === null ? <></> : <Ladder record={record} sequence={entry.sequence} />
}

function Ladder({ record, sequence }: { readonly record: DeliveryRecord; readonly sequence: number }): ReactElement {
  const app = useApp()
  const now = useUi((ui) => ui.now)
  const box = useRef<HTMLDivElement>(null)
  const width = Math.max(200, useWidth(box))
  const toCallback = useCallbackLink()
  const lane = laneOf(record, now)
  const index = record.attempts.findIndex(({ requests }) => requests.some((one) => one.sequence === sequence))
  const number = readingOf(record).numbers[index]
  const { state, title, more } = lane.words
  const open = (): void => {
    app.ui.setPanel('deliveries')
    app.deliveries.select(record.id)
  }
  return (
    <div className={styles['tab']}>
      <div ref={box} />
      <p>
        {number === undefined ? 'One of many repetitions.' : `This is ${attemptWords(number)}.`}{' '}
        <strong className={cx(styles['state'], styles[`is-${state}`])}>{title}</strong>
        {more !== '' && `, ${more}`}.
      </p>
      <LadderPicture
        id={record.id}
        lane={lane}
        place={axisOf(width, NO_ZOOM)}
        width={width}
        height={36}
        cursor={lane.marks.findIndex((mark) => mark.sequence === sequence)}
        onCallback={toCallback}
        wordsBelow
      />
      <Reasons record={record} />
      <div>
        <Button small onPress={open}>
          Show it among the deliveries
        </Button>
      </div>
      <LadderTable record={record} onCallback={toCallback} narrow />
    </div>
  )
}

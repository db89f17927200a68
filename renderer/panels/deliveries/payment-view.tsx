import type { ReactElement } from 'react'
import { attemptOutcome, deliveredIndex } from '../../../shared/checks/deliveries/outcome.ts'
import type { DeliveryRecord } from '../../../shared/protocol/deliveries.ts'
import { outcomeWords, weekTime } from '../../format/delivery.ts'
import { clockTime } from '../../format/units.ts'
import { Captured } from '../../kit/bits.tsx'
import { cx } from '../../kit/cx.ts'
import type { PaymentView as Payment } from '../../state/deliveries.ts'
import { MarkShape } from './mark.tsx'
import styles from './delivery-detail.module.css'
import lanes from './lanes.module.css'

/** An offset in milliseconds that can be read: `+412 ms`, `+3.204 s`, `+2 h 3 min`. */
export function offsetText(ms: number): string {
  if (ms < 1000) return `+${Math.round(ms)} ms`
  if (ms < 60_000) return `+${(ms / 1000).toFixed(3)} s`
  const minutes = Math.floor(ms / 60_000)
  const seconds = ((ms % 60_000) / 1000).toFixed(1)
  if (minutes < 60) return `+${minutes} min ${seconds} s`
  return `+${Math.floor(minutes / 60)} h ${minutes % 60} min ${Math.round((ms % 60_000) / 1000)} s`
}

interface Step {
  readonly record: DeliveryRecord
  readonly attempt: number
  readonly request: DeliveryRecord['attempts'][number]['requests'][number]
}

const stepsOf = (payment: Payment): readonly Step[] =>
  payment.deliveries
    .flatMap((record) =>
      record.attempts.flatMap(({ requests }, attempt) => requests.map((request) => ({ record, attempt, request }))),
    )
    .toSorted((one, other) => one.request.at - other.request.at || one.request.sequence - other.request.sequence)

interface Props {
  readonly payment: Payment
  readonly selected: number
  readonly onCallback: (sequence: number) => void
}

/** Everything that came for one payment, in its order, with what is to be said about it. */
export function PaymentView({ payment, selected, onCallback }: Props): ReactElement {
  const steps = stepsOf(payment)
  const start = steps[0]?.request.at ?? 0
  return (
    <>
      {payment.remarks.length > 0 && (
        <ul className={styles['remarks']} aria-label="Order of events">
          {payment.remarks.map(({ code, severity, summary, explanation, evidence }) => (
            <li key={`${code} ${JSON.stringify(evidence)}`} className={styles[severity]}>
              <strong>{summary}</strong> <span>{explanation}</span>
            </li>
          ))}
        </ul>
      )}
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">Since the first</th>
            <th scope="col">Event</th>
            <th scope="col">Time</th>
            <th scope="col">Answer</th>
            <th scope="col">Callback</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step, index) => (
            <StepRow
              key={step.request.sequence}
              step={step}
              offset={step.request.at - start}
              close={index > 0 && step.request.at - (steps[index - 1]?.request.at ?? 0) < 1000}
              own={step.record.id === selected}
              onCallback={onCallback}
            />
          ))}
        </tbody>
      </table>
    </>
  )
}

interface StepProps {
  readonly step: Step
  readonly offset: number
  /** Less than a second after the one before. */
  readonly close: boolean
  readonly own: boolean
  readonly onCallback: (sequence: number) => void
}

function StepRow({ step, offset, close, own, onCallback }: StepProps): ReactElement {
  const { record, attempt, request } = step
  const delivered = deliveredIndex(record.attempts)
  const entry = record.attempts[attempt]
  const again = delivered >= 0 && (attempt > delivered || (attempt === delivered && request.repeat))
  const outcome = again ? 'again' : request.outcome
  const spoken = entry === undefined ? request.outcome : attemptOutcome(entry)
  return (
    <tr className={cx(own && styles['own'])}>
      <th scope="row">
        {offset === 0 ? 'first' : offsetText(offset)}
        {close && <span className={styles['close']}> within 1 s</span>}
      </th>
      <td>
        {record.eventType === null ? 'not named' : <Captured text={record.eventType} />}
        {record.facet !== null && (
          <span className={lanes['facet']}>
            <Captured text={record.facet} />
          </span>
        )}
      </td>
      <td>
        {weekTime(request.at).slice(0, 4)}
        {clockTime(request.at)}
      </td>
      <td>
        <svg width={22} height={20} aria-hidden>
          <MarkShape kind={outcome} x={11} y={10} text={spoken} />
        </svg>
        {outcomeWords(request.outcome, request.status)}
        {again && ', again'}
      </td>
      <td>
        <button type="button" className={styles['request']} onClick={() => onCallback(request.sequence)}>
          {request.method} {request.sequence}
        </button>
      </td>
    </tr>
  )
}

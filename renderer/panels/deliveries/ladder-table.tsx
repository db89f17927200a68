import type { ReactElement } from 'react'
import Scissors from 'lucide-react/icons/scissors'
import { LADDER_STATEMENTS } from '../../../shared/facts/ladder-statements.ts'
import { isCutShort } from '../../../shared/checks/deliveries/reading.ts'
import type { DeliveryReading } from '../../../shared/checks/deliveries/reading.ts'
import { drifts, predictedAttempts } from '../../../shared/checks/ladder/forecast.ts'
import type { DeliveryRecord } from '../../../shared/protocol/deliveries.ts'
import { attemptText, attemptWords, driftWords, longSpan, outcomeWords, weekTime } from '../../format/delivery.ts'
import { clockTime, span } from '../../format/units.ts'
import { visibleText } from '../../format/visible.ts'
import { IconButton } from '../../kit/button.tsx'
import { cx } from '../../kit/cx.ts'
import { MarkShape } from './mark.tsx'
import { readingOf } from './model.ts'
import type { MarkKind } from './model.ts'
import styles from './delivery-detail.module.css'

interface Line {
  readonly key: string
  readonly number: string
  readonly spoken: string
  readonly kind: MarkKind
  readonly at: number | null
  /** Since the attempt before, by the ladder, ms. */
  readonly delay: number | null
  readonly drift: number | null
  readonly words: string
  readonly requests: DeliveryRecord['attempts'][number]['requests']
  readonly more: number
}

function seenLines(record: DeliveryRecord, reading: DeliveryReading): readonly Line[] {
  const { fit, ladder, seen, numbers, outcomes, delivered } = reading
  const late = fit === null || ladder === null || fit.reason === 'off-ladder' ? [] : drifts(seen, fit, ladder)
  return record.attempts.map(({ requests, more }, index) => {
    const number = numbers[index] ?? { number: index + 1, of: null, confidence: 'guess' as const }
    const outcome = outcomes[index] ?? 'unknown'
    const request = requests.find((one) => one.outcome === outcome) ?? requests[0]
    const again = delivered >= 0 && index > delivered
    return {
      key: `seen ${index}`,
      number: attemptText({ ...number, of: null }),
      spoken: attemptWords(number),
      kind: again ? ('again' as const) : outcome,
      at: seen[index]?.at ?? null,
      delay: ladder?.delays[number.number - 1] ?? null,
      drift: late[index] ?? null,
      words: `${outcomeWords(outcome, request?.status ?? 0)}${again ? ', after it had been delivered' : ''}`,
      requests,
      more,
    }
  })
}

function comingLines(record: DeliveryRecord, reading: DeliveryReading): readonly Line[] {
  const { fit, ladder, seen, delivered } = reading
  if (fit === null || ladder === null) return []
  const over = delivered >= 0 || isCutShort(reading, record.runEnd)
  return predictedAttempts(seen, fit, ladder).map(({ number, at }) => ({
    key: `coming ${number}`,
    number: String(number),
    spoken: `attempt ${number}, predicted`,
    kind: over ? ('unseen' as const) : ('predicted' as const),
    at,
    delay: ladder.delays[number - 1] ?? null,
    drift: null,
    words: delivered >= 0 ? 'not needed' : over ? 'does not come' : 'predicted',
    requests: [],
    more: 0,
  }))
}

interface Props {
  readonly record: DeliveryRecord
  readonly onCallback: (sequence: number) => void
  /** Makes an attempt the first one of a delivery of its own; absent: it cannot be done here. */
  readonly onSplit?: (sequence: number) => void
  /** For a narrow place: without delays, and the answer leads to the callback. */
  readonly narrow?: boolean
}

/** The ladder for those who would rather read. */
export function LadderTable({ record, onCallback, onSplit, narrow = false }: Props): ReactElement {
  const reading = readingOf(record)
  const lines = [...seenLines(record, reading), ...comingLines(record, reading)]
  return (
    <>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">Attempt</th>
            <th scope="col">Time</th>
            {!narrow && <th scope="col">Delay</th>}
            <th scope="col">Drift</th>
            <th scope="col">Answer</th>
            {!narrow && <th scope="col">Requests</th>}
            {onSplit !== undefined && (
              <th scope="col">
                <span className="unseen">By hand</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <Row
              key={line.key}
              line={line}
              first={index === 0}
              narrow={narrow}
              onCallback={onCallback}
              onSplit={onSplit}
            />
          ))}
        </tbody>
      </table>
      {reading.ladder !== null && record.delays?.length === 19 && (
        <p className={styles['statements']}>
          Two statements stand on the same page: {LADDER_STATEMENTS.table} (36 h 12 min 15 s in all, which is used
          here), and an older one, {LADDER_STATEMENTS.month}.
        </p>
      )}
    </>
  )
}

interface RowProps {
  readonly line: Line
  readonly first: boolean
  readonly narrow: boolean
  readonly onCallback: (sequence: number) => void
  readonly onSplit: ((sequence: number) => void) | undefined
}

/** Day of the week and time; what is still to come is not known to the millisecond. */
const timeOf = ({ at, requests }: Line, narrow: boolean): string =>
  at === null ? '' : `${weekTime(at).slice(0, 4)}${clockTime(at).slice(0, requests.length > 0 && !narrow ? 12 : 8)}`

function Row({ line, first, narrow, onCallback, onSplit }: RowProps): ReactElement {
  const { delay, drift, requests } = line
  const sequence = requests[0]?.sequence
  return (
    <tr className={cx(requests.length === 0 && styles['coming'])}>
      <th scope="row" aria-label={line.spoken}>
        <svg width={22} height={20} aria-hidden>
          <MarkShape kind={line.kind} x={11} y={10} text={line.words} />
        </svg>
        {line.number}
      </th>
      <td className={styles['nowrap']}>{timeOf(line, narrow)}</td>
      {!narrow && <td>{delay === null ? '' : delay === 0 ? 'at once' : longSpan(delay)}</td>}
      <td className={styles['drift']}>{drift === null || first ? '' : driftWords(drift)}</td>
      <td>
        {narrow && sequence !== undefined ? (
          <button type="button" className={styles['request']} onClick={() => onCallback(sequence)}>
            {line.words}
          </button>
        ) : (
          line.words
        )}
      </td>
      {!narrow && (
        <td>
          <Requests line={line} onCallback={onCallback} />
        </td>
      )}
      {onSplit !== undefined && (
        <td>{!first && sequence !== undefined && <Split sequence={sequence} onSplit={onSplit} />}</td>
      )}
    </tr>
  )
}

function Split({
  sequence,
  onSplit,
}: {
  readonly sequence: number
  readonly onSplit: (sequence: number) => void
}): ReactElement {
  return (
    <IconButton label="Begin a delivery of its own here" small quiet onPress={() => onSplit(sequence)}>
      <Scissors size={13} />
    </IconButton>
  )
}

function Requests({
  line,
  onCallback,
}: {
  readonly line: Line
  readonly onCallback: (sequence: number) => void
}): ReactElement {
  return (
    <>
      {line.requests.map((request) => (
        <button
          key={request.sequence}
          type="button"
          className={styles['request']}
          title={visibleText(request.agent)}
          onClick={() => onCallback(request.sequence)}
        >
          {visibleText(request.method)}
          {line.requests.length > 1 && ` ${request.status === 0 ? '–' : request.status}`}
          {request.lastedMs !== null && <span> {span(request.lastedMs)}</span>}
          {request.repeat && <span> repeated</span>}
        </button>
      ))}
      {line.more > 0 && <span className={styles['faint']}> and {line.more} more</span>}
    </>
  )
}

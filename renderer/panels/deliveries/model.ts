import { isCutShort, readDelivery } from '../../../shared/checks/deliveries/reading.ts'
import type { DeliveryReading } from '../../../shared/checks/deliveries/reading.ts'
import type { Delivery } from '../../../shared/checks/deliveries/types.ts'
import { drifts, forecast, predictedAttempts, startOfLadder } from '../../../shared/checks/ladder/forecast.ts'
import { oncePer } from '../../../shared/checks/once-per.ts'
import type { Outcome } from '../../../shared/model/delivery.ts'
import type { DeliveryRecord } from '../../../shared/protocol/deliveries.ts'
import { RUN_END_WORDS, attemptWords, driftWords, outcomeWords, stateWords } from '../../format/delivery.ts'
import type { StateWords } from '../../format/delivery.ts'
import { clockTime, span } from '../../format/units.ts'

/* A delivery as marks on a time axis. Pure; the same marks make the lane in the window and the picture in a file. */

/** What a mark stands for; each has a shape of its own, so that colour is never needed. */
export type MarkKind = Outcome | 'next' | 'predicted' | 'unseen' | 'again'

export interface Mark {
  readonly kind: MarkKind
  /** Seconds since the first attempt of the ladder. */
  readonly seconds: number
  /** What a person hears or reads about it. */
  readonly text: string
  /** The callback to go to; null for what has not come. */
  readonly sequence: number | null
}

export interface Lane {
  readonly reading: DeliveryReading
  readonly marks: readonly Mark[]
  readonly words: StateWords
}

/** What only grouping needs is not on the wire. */
const asDelivery = (record: DeliveryRecord): Delivery => ({ ...record, key: 0, body: '' })

/** The numbers of a delivery, worked out once. */
export const readingOf = oncePer((record: DeliveryRecord): DeliveryReading => readDelivery(asDelivery(record)))

const RUN_TIME = (at: number): string => `${clockTime(at)} on the simulator's clock`

function seenMarks(record: DeliveryRecord, reading: DeliveryReading, start: number): readonly Mark[] {
  const { fit, ladder, seen, numbers, outcomes, delivered } = reading
  const late = fit === null || ladder === null ? [] : drifts(seen, fit, ladder)
  return record.attempts.map(({ requests, more }, index) => {
    const request = requests.find(({ outcome }) => outcome === outcomes[index]) ?? requests[0]
    const number = numbers[index]
    const outcome = outcomes[index] ?? 'unknown'
    const at = seen[index]?.at ?? 0
    const count = requests.length + more
    const parts = [
      number === undefined ? '' : attemptWords(number),
      record.run === null ? clockTime(at) : RUN_TIME(at),
      outcomeWords(outcome, request?.status ?? 0),
      request?.lastedMs == null ? null : `after ${span(request.lastedMs)}`,
      index > 0 && fit !== null && fit.reason !== 'off-ladder' ? driftWords(late[index] ?? 0) : null,
      count > 1 ? `${count} requests` : null,
      delivered >= 0 && index > delivered ? 'after it had been delivered' : null,
    ]
    const text = parts.filter((part) => part !== null).join(', ')
    const kind = delivered >= 0 && index > delivered ? 'again' : outcome
    return { kind, seconds: (at - start) / 1000, text: upper(text), sequence: request?.sequence ?? null }
  })
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Attempts of the ladder that were not seen: those before, those that should have come meanwhile. */
function unseenMarks(reading: DeliveryReading): readonly Mark[] {
  const { fit, ladder } = reading
  if (fit === null || ladder === null || fit.reason === 'off-ladder') return []
  const last = fit.numbers.at(-1) ?? 0
  return ladder.offsets.slice(0, last).flatMap((offset, index) =>
    fit.numbers.includes(index + 1)
      ? []
      : [
          {
            kind: 'unseen' as const,
            seconds: offset / 1000,
            text: `Attempt ${index + 1} was not seen`,
            sequence: null,
          },
        ],
  )
}

function comingMarks(record: DeliveryRecord, reading: DeliveryReading, start: number, now: number): readonly Mark[] {
  const { fit, ladder, seen, delivered } = reading
  if (fit === null || ladder === null) return []
  const rest = predictedAttempts(seen, fit, ladder)
  const runEnd = isCutShort(reading, record.runEnd) ? record.runEnd : null
  const present = record.run === null ? now : (seen.at(-1)?.at ?? 0)
  const next = delivered >= 0 ? null : forecast(seen, fit, ladder, present).next
  return rest.map(({ number, at }) => {
    const seconds = (at - start) / 1000
    const time = record.run === null ? clockTime(at).slice(0, 8) : RUN_TIME(at)
    if (delivered >= 0)
      return { kind: 'unseen', seconds, text: `Attempt ${number} is not needed any more`, sequence: null }
    if (runEnd !== null)
      return {
        kind: 'unseen',
        seconds,
        text: `Attempt ${number} does not come: ${lower(RUN_END_WORDS[runEnd])}`,
        sequence: null,
      }
    if (next !== null && number < next.number)
      return { kind: 'unseen', seconds, text: `Attempt ${number} did not come`, sequence: null }
    if (number === next?.number)
      return { kind: 'next', seconds, text: `Attempt ${number} comes next, at ${time}`, sequence: null }
    return { kind: 'predicted', seconds, text: `Attempt ${number} would come at ${time}`, sequence: null }
  })
}

/** An attempt of two requests (POST and GET, two user agents) says so where there is nothing more to say. */
function withPair(record: DeliveryRecord, { delivered, seen }: DeliveryReading, words: StateWords): StateWords {
  const requests = record.attempts[delivered]?.requests.filter(({ repeat }) => !repeat) ?? []
  const [first, last] = [requests[0], requests.at(-1)]
  if (requests.length < 2 || seen.length > 1 || first === undefined || last === undefined) return words
  return { ...words, more: `${requests.length} requests, ${span(last.at - first.at)} apart` }
}

/** The marks and words of one delivery at a moment (ms since 1970). */
export function laneOf(record: DeliveryRecord, now: number): Lane {
  const reading = readingOf(record)
  const { fit, ladder, seen } = reading
  const start = fit === null || ladder === null ? (seen[0]?.at ?? 0) : startOfLadder(seen, fit, ladder)
  const marks = [
    ...unseenMarks(reading),
    ...comingMarks(record, reading, start, now),
    ...seenMarks(record, reading, start),
  ]
  return {
    reading,
    marks,
    words: withPair(record, reading, stateWords(reading, now, record.run !== null, record.runEnd)),
  }
}

import type { DeliveryReading, DeliveryState } from '../../shared/checks/deliveries/reading.ts'
import { stateOf } from '../../shared/checks/deliveries/reading.ts'
import type { FitReason } from '../../shared/checks/ladder/fit.ts'
import { drifts, forecast } from '../../shared/checks/ladder/forecast.ts'
import type { AttemptNumber, Outcome, RunEnd } from '../../shared/model/delivery.ts'
import { plural } from './units.ts'

/* Deliveries in words. Pure: the present is handed in. */

const two = (n: number): string => String(n).padStart(2, '0')
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const

/** A length of time in two units at most: `12 min 41 s`, `36 h 12 min`, `2 d 4 h`, `40 s`. */
export function longSpan(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  const pair = (one: number, unit: string, other: number, small: string): string =>
    other === 0 ? `${one} ${unit}` : `${one} ${unit} ${other} ${small}`
  if (seconds < 3600) return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's')
  if (seconds < 48 * 3600) return pair(Math.floor(seconds / 3600), 'h', Math.floor((seconds % 3600) / 60), 'min')
  return pair(Math.floor(seconds / 86_400), 'd', Math.floor((seconds % 86_400) / 3600), 'h')
}

/** A drift in words: `on time`, `4 s late`, `2 min early`. */
export function driftWords(ms: number): string {
  if (Math.abs(ms) < 500) return 'on time'
  return `${longSpan(Math.abs(ms))} ${ms > 0 ? 'late' : 'early'}`
}

/** Day of the week and minute: `Sun 22:36`. `at` in ms since 1970. */
export function weekTime(at: number): string {
  const d = new Date(at)
  return `${DAYS[d.getDay()] ?? ''} ${two(d.getHours())}:${two(d.getMinutes())}`
}

/** An attempt's number as a list shows it: `3/20`; `~` before a guess; without a schedule it counts what was seen. */
export function attemptText({ number, of, confidence }: AttemptNumber): string {
  return `${confidence === 'guess' ? '~' : ''}${number}${of === null ? '' : `/${of}`}`
}

/** The same, said: with how sure it is. */
export function attemptWords({ number, of, confidence }: AttemptNumber): string {
  if (of === null) return `${number}. attempt that was seen; no schedule is published`
  const sure = { certain: 'certain', likely: 'likely', guess: 'a guess' }[confidence]
  return `attempt ${number} of ${of} (${sure})`
}

const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  delivered: 'delivered',
  late: 'accepted after more than 5 s: the bank had given up',
  redirect: 'redirected: the bank does not follow',
  refused: 'refused',
  unanswered: 'not answered',
  unknown: 'answer not known',
}
export const outcomeWords = (outcome: Outcome, status: number): string =>
  status === 0 || outcome === 'unanswered' ? OUTCOME_WORDS[outcome] : `${status}, ${OUTCOME_WORDS[outcome]}`

/** Why the numbers are believed, or not. */
export const REASON_WORDS: Readonly<Record<FitReason, string>> = {
  single: 'One attempt has no gap to measure, so it is taken for the first.',
  'only-reading': 'The gaps fit the ladder in one way only.',
  clear: 'The gaps fit the ladder; any other reading is much worse.',
  close: 'The gaps fit the ladder; another reading is not much worse.',
  ambiguous: 'The gaps fit the ladder in more than one way.',
  'off-ladder': 'The gaps are on no rung of the ladder, so attempts are counted as they came.',
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** From where a delay counts, as far as the gaps tell; null when there is nothing to tell. */
export function basisWords({ fit }: DeliveryReading): string | null {
  if (fit === null || fit.basis === null) return null
  const { start, end } = fit.error
  const off = (ms: number | null) => (ms === null ? 'does not fit' : `${seconds(ms)} off`)
  if (fit.basis === 'either')
    return 'The attempts were too short to tell whether a delay counts from their start or their end.'
  const [better, worse] = fit.basis === 'end' ? [end, start] : [start, end]
  const other = fit.basis === 'end' ? 'start' : 'end'
  return `The delay seems to count from the ${fit.basis} of the attempt before (${off(better)}; from its ${other} ${off(worse)}).`
}

/** Why nothing is predicted. */
export function unplannedWords(family: string): string {
  if (family === 'loan')
    return 'Nothing is published about retries of loan callbacks: what came is shown, nothing is predicted.'
  return 'The Merchant API sends again, but its schedule is not published: what came is shown, nothing is predicted.'
}

/** What has become of a delivery: a title and a line below it. */
export interface StateWords {
  readonly state: DeliveryState
  readonly title: string
  readonly more: string
}

function deliveredWords(reading: DeliveryReading): StateWords {
  const { delivered, numbers, seen, fit, ladder } = reading
  const again = seen.length - 1 - delivered
  const more = again > 0 ? `came again ${plural(again, 'time')} after that` : null
  const number = numbers[delivered]
  if (number?.number === 1)
    return { state: 'delivered', title: 'Delivered at once', more: more ?? 'at the first attempt' }
  const took = (seen[delivered]?.at ?? 0) - (seen[0]?.at ?? 0)
  const drift = fit === null || ladder === null ? null : drifts(seen, fit, ladder)[delivered]
  const late = drift === null || drift === undefined ? '' : `, ${driftWords(drift)}`
  const title = `Delivered, attempt ${number === undefined ? '' : attemptText({ ...number, of: null })}`
  return {
    state: 'delivered',
    title,
    more: more ?? `${took === 0 ? 'the first that was seen' : `after ${longSpan(took)}`}${late}`,
  }
}

function lostWords({ seen, numbers }: DeliveryReading): StateWords {
  const last = numbers.at(-1)
  const at = weekTime(seen.at(-1)?.at ?? 0)
  const more =
    last?.of != null && last.number >= last.of ? `last attempt ${at}` : `last seen ${at}, attempt ${last?.number ?? 0}`
  return { state: 'lost', title: 'Lost', more }
}

function waitingWords(reading: DeliveryReading, now: number, simulated: boolean): StateWords {
  const { seen, fit, ladder, numbers } = reading
  const next =
    fit === null || ladder === null ? null : forecast(seen, fit, ladder, simulated ? (seen.at(-1)?.at ?? 0) : now)
  const state = 'waiting' as const
  if (next?.next == null) return { state, title: 'Waiting', more: '' }
  // The clock of a simulated run is not the one on the wall.
  if (simulated) return { state, title: `Attempt ${next.next.number} comes next`, more: "by the simulator's clock" }
  const passed = next.next.number - (numbers.at(-1)?.number ?? 0) - 1
  const left = next.next.at - now
  const title = left <= 0 ? `Due now, attempt ${next.next.number}` : `Next in ${longSpan(left)}`
  const chance = `last chance ${weekTime(next.lastChanceAt)}`
  return { state, title, more: passed > 0 ? `${plural(passed, 'attempt')} did not come; ${chance}` : chance }
}

/** Why nothing more comes of a simulated run. */
export const RUN_END_WORDS: Readonly<Record<RunEnd, string>> = {
  stopped: 'The run was stopped',
  interrupted: 'The run was interrupted',
  over: 'The run is over',
}

/** What has become of a delivery by now (ms since 1970), in words. `runEnd`: why its run makes no further attempt; null: it goes on. */
export function stateWords(
  reading: DeliveryReading,
  now: number,
  simulated: boolean,
  runEnd: RunEnd | null,
): StateWords {
  const state = stateOf(reading, simulated ? (reading.seen.at(-1)?.at ?? 0) : now, runEnd)
  if (state === 'ended' && runEnd !== null)
    return { state, title: RUN_END_WORDS[runEnd], more: 'no further attempt comes' }
  if (state === 'delivered') return deliveredWords(reading)
  if (state === 'lost') return lostWords(reading)
  if (state === 'waiting') return waitingWords(reading, now, simulated)
  const last = weekTime(reading.seen.at(-1)?.at ?? 0)
  return { state, title: 'Not delivered yet', more: `${plural(reading.seen.length, 'attempt')}, last ${last}` }
}

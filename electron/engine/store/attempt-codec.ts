import { CONFIDENCES } from '../../../shared/model/delivery.ts'
import type { AttemptNumber } from '../../../shared/model/delivery.ts'

const MOST = 1024

/** Number, length of the ladder (0: none) and confidence as one number. */
export function packAttempt({ number, of, confidence }: AttemptNumber): number {
  const places = Math.min(of ?? 0, MOST - 1) * MOST + Math.min(number, MOST - 1)
  return places * CONFIDENCES.length + CONFIDENCES.indexOf(confidence)
}

export function unpackAttempt(packed: number): AttemptNumber {
  const places = Math.floor(packed / CONFIDENCES.length)
  const of = Math.floor(places / MOST)
  return {
    number: places % MOST,
    of: of === 0 ? null : of,
    confidence: CONFIDENCES[packed % CONFIDENCES.length] ?? 'guess',
  }
}

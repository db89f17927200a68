import { checklist, summary } from '../../../shared/preflight/checklist.ts'
import type { ChecklistItem, CheckVerdict } from '../../../shared/preflight/model.ts'
import type { Observations } from '../../../shared/preflight/observations.ts'
import { outsideLines } from '../../../shared/preflight/outside.ts'
import type { OutsideLine } from '../../../shared/preflight/outside.ts'
import { probe } from './probe.ts'
import type { ProbeParts, ProbeWish } from './probe.ts'

/** How far a check has come, judged. */
export interface JudgedCheck {
  readonly url: string
  readonly checkedAt: number
  readonly rehearsal: boolean
  readonly finished: boolean
  readonly verdict: CheckVerdict
  readonly items: readonly ChecklistItem[]
  readonly outside: readonly OutsideLine[]
}

function judged(seen: Observations): JudgedCheck {
  const items = checklist(seen)
  return {
    url: seen.url.text,
    checkedAt: seen.now,
    rehearsal: seen.rehearsal,
    finished: seen.finished,
    verdict: summary(items).verdict,
    items,
    outside: outsideLines(seen.url),
  }
}

/** Runs a check and tells what it makes of it after each step; the last one told is `finished`. Never rejects. */
export async function runCheck(
  wish: ProbeWish,
  parts: Omit<ProbeParts, 'progress'>,
  tell: (check: JudgedCheck) => void,
): Promise<void> {
  await probe(wish, { ...parts, progress: (seen) => tell(judged(seen)) })
}

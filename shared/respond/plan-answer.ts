import type { AnswerPlan } from '../model/callback.ts'
import type { Settings } from '../model/settings.ts'

/** What the settings say is answered to every callback. 204 by default: below 300 ends the retries (domain.md §5). */
export function planAnswer(settings: Settings): AnswerPlan {
  return { status: settings.answer.status, headers: settings.answer.headers, body: settings.answer.body }
}

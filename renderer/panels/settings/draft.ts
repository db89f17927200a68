import { faultsOf, sentenceOf } from '../../../shared/model/faults.ts'
import { settingsSchema } from '../../../shared/model/settings.ts'
import type { Settings } from '../../../shared/model/settings.ts'
import type { Problem } from '../../../shared/protocol/errors.ts'

/** What is wrong, by the field that it concerns: `https.port`, `certificate.keyFile`, … */
export type FieldErrors = Readonly<Record<string, string>>

/** Takes a draft, gives what the schema says of its fields; nothing when all is well. */
export function draftErrors(draft: unknown): FieldErrors {
  const checked = settingsSchema.safeParse(draft)
  if (checked.success) return {}
  return Object.fromEntries(faultsOf(checked.error, draft).map(({ path, why }) => [path.join('.'), sentenceOf(why)]))
}

/** Takes the engine's problems, gives them by field; those that name none stand under ''. */
export function problemErrors(problems: readonly Problem[]): FieldErrors {
  return Object.fromEntries(
    problems.map((problem) => {
      const field = problem.data?.['field']
      return [typeof field === 'string' ? field : '', problem.message]
    }),
  )
}

/** Whether two settings say the same. */
export function sameSettings(a: Settings, b: Settings): boolean {
  return JSON.stringify(settingsSchema.safeParse(a).data ?? a) === JSON.stringify(settingsSchema.safeParse(b).data ?? b)
}

/** The first error below a path, for a section's mark. */
export function hasErrorIn(errors: FieldErrors, ...paths: readonly string[]): boolean {
  return Object.keys(errors).some((key) => paths.some((path) => key === path || key.startsWith(`${path}.`)))
}

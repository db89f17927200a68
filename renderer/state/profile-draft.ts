import { oncePer } from '../../shared/checks/once-per.ts'
import { faultsOf, sentenceOf } from '../../shared/model/faults.ts'
import { profileDraftSchema } from '../../shared/model/profile.ts'
import type { ProfileDraft } from '../../shared/model/profile.ts'
import type { SecretInDraft } from '../../shared/model/secret-text.ts'
import type { Problem } from '../../shared/protocol/errors.ts'
import type { SecretView } from '../../shared/protocol/profiles.ts'

/** What is wrong, by the member that it concerns: `host`, `digest.parameters`, `events.BOOKED.uriTemplate`, … */
export type FieldErrors = Readonly<Record<string, string>>

type Family = NonNullable<ProfileDraft['family']>
export type DigestDraft = NonNullable<ProfileDraft['digest']>

/** An empty profile with a name. */
export function emptyProfile(name: string, family: Family = 'legacy'): ProfileDraft {
  return { version: 1, name, environment: 'test', family, events: {}, sources: [], proxies: [] }
}

/**
 * Takes a draft, gives what the schema says of its members; nothing when it can be saved. Each of the parts that show a draft asks,
 * and a hundred long templates take 50 ms.
 */
export const draftErrors = oncePer((draft: ProfileDraft): FieldErrors => {
  const checked = profileDraftSchema.safeParse(draft)
  if (checked.success) return {}
  return Object.fromEntries(faultsOf(checked.error, draft).map(({ path, why }) => [path.join('.'), sentenceOf(why)]))
})

/** Takes what the engine said, gives it by member; a problem that names none stands under ''. */
export function problemError(problem: Problem): FieldErrors {
  const path = problem.data?.['path']
  return { [typeof path === 'string' ? path.replaceAll(/\[(\d+)\]/g, '.$1') : '']: problem.message }
}

/** The first error at or below a path. */
export function errorAt(errors: FieldErrors, path: string): string | undefined {
  if (errors[path] !== undefined) return errors[path]
  return Object.entries(errors).find(([key]) => key.startsWith(`${path}.`))?.[1]
}

/** Whether two drafts say the same; members without a value do not count. */
export const sameDraft = (one: ProfileDraft, other: ProfileDraft): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other)

/** Text of an optional field: nothing typed means that nothing is said. */
export const optional = (text: string): string | undefined => (text === '' ? undefined : text)

/** What is known of a secret of the stored profile; null for one that was typed or comes from a variable. */
export function viewOf(secrets: readonly SecretView[], secret: SecretInDraft | null | undefined): SecretView | null {
  if (secret == null || typeof secret === 'string' || !('keep' in secret)) return null
  return secrets.find(({ path }) => path === secret.keep) ?? null
}

/**
 * Makes the present salt the newest of the previous ones, with the day before `today` as its last, and leaves the place of the present
 * one empty for a new salt. `today` is a day as 2025-11-12.
 */
export function retireSalt(digest: DigestDraft, today: string): DigestDraft {
  const { salt, since, note, previousSalts = [], ...rest } = digest
  const fresh = { ...rest, salt: '', since: today }
  if (salt == null || salt === '') return { ...fresh, previousSalts }
  const old = {
    salt,
    ...(since === undefined ? {} : { since }),
    until: today,
    ...(note === undefined ? {} : { note }),
  }
  return { ...fresh, previousSalts: [old, ...previousSalts] }
}

/** Moves an item of a list by one place; at an end it stays. */
export function movedBy<T>(items: readonly T[], index: number, by: -1 | 1): T[] {
  const moved = [...items]
  const [item] = moved.splice(index, 1)
  if (item !== undefined) moved.splice(Math.min(moved.length, Math.max(0, index + by)), 0, item)
  return moved
}

/** An event as it stands in a draft; a new one where there is none, never something inherited. */
export const eventIn = (draft: ProfileDraft, event: string): ProfileDraft['events'][string] =>
  Object.hasOwn(draft.events, event) ? (draft.events[event] ?? {}) : {}

/** The draft with an event changed; null takes it out. */
export function withEvent(
  draft: ProfileDraft,
  event: string,
  change: ProfileDraft['events'][string] | null,
): ProfileDraft {
  const others = Object.entries(draft.events).filter(([name]) => name !== event)
  if (change === null) return { ...draft, events: Object.fromEntries(others) }
  if (!Object.hasOwn(draft.events, event)) return { ...draft, events: Object.fromEntries([...others, [event, change]]) }
  const changed = Object.entries(draft.events).map(([name, old]) => [name, name === event ? change : old] as const)
  return { ...draft, events: Object.fromEntries(changed) }
}

/** The digest settings that hold for an event: its own, else the profile's (null: none registered, undefined: not said). */
export function digestFor(draft: ProfileDraft, event: string): ProfileDraft['digest'] {
  const own = eventIn(draft, event).digest
  return own === undefined ? draft.digest : own
}

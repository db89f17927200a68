import { plainHost } from '../../checks/target.ts'
import type { ProfileDraft } from '../../model/profile.ts'
import { PROFILE_VERSION } from '../../model/profile.ts'
import type { Guess } from './guess.ts'

/** A draft that the editor opens with. `previousName`: the profile that it becomes part of; null: a new one. */
export interface ProposedProfile {
  readonly draft: ProfileDraft
  readonly previousName: string | null
  /** Said above the editor: what was put in, and where. */
  readonly notice: string
}

type DraftEvent = ProfileDraft['events'][string]

/** A name that no other profile has: "shop.example.com", then "shop.example.com 2", … */
export function freeName(wanted: string, taken: readonly string[]): string {
  const base = wanted.slice(0, 70)
  if (!taken.includes(base)) return base
  for (let number = 2; ; number++) {
    const name = `${base} ${number}`
    if (!taken.includes(name)) return name
  }
}

const sameList = (one: readonly string[], other: readonly string[]) => one.join('\u0000') === other.join('\u0000')

/** The settings of an event where the profile's own do not say the same: the salt is the profile's, its list and algorithm are not. */
function eventDigest(digest: ProfileDraft['digest'], guess: Guess): DraftEvent['digest'] {
  if (guess.family !== 'legacy') return undefined
  if (guess.digest === null) return digest == null ? undefined : null
  const { algorithm, parameters } = guess.digest
  if (digest == null) return { algorithm, parameters: [...parameters] }
  if (digest.algorithm === algorithm && sameList(digest.parameters, parameters)) return undefined
  return { ...digest, algorithm, parameters: [...parameters] }
}

/** An event as it is put into a profile. */
function eventOf(digest: ProfileDraft['digest'], guess: Guess): DraftEvent {
  const own = eventDigest(digest, guess)
  return {
    ...(guess.template === null ? {} : { uriTemplate: guess.template }),
    ...(own === undefined ? {} : { digest: own }),
  }
}

/** Only the list of one event says how the others are hashed, unless it is special: those lists differ (domain.md §2.2). */
const OWN_LISTS = ['AUTOMATIC_FRAUD_CONTROL', 'TEST', 'PASSWORD_EXPIRATION']

/** A new profile of a guess. `event` is the user's choice where the guess names none; `taken` are the names in use. */
export function profileOfGuess(guess: Guess, event: string | null, taken: readonly string[]): ProposedProfile {
  const shared = guess.digest !== null && event !== null && !OWN_LISTS.includes(event)
  const digest =
    shared && guess.digest !== null ? { ...guess.digest, parameters: [...guess.digest.parameters] } : undefined
  const place = guess.template === null && guess.path !== null ? { path: guess.path, pathMatch: 'exact' as const } : {}
  const keyed =
    event === null || (guess.template === null && guess.family !== 'legacy') ? {} : { [event]: eventOf(digest, guess) }
  const name = freeName(guess.host ?? `New ${guess.family} endpoint`, taken)
  return {
    draft: {
      version: PROFILE_VERSION,
      name,
      environment: 'test',
      family: guess.family,
      ...(guess.host === null ? {} : { host: guess.host }),
      ...place,
      ...(digest === undefined ? {} : { digest }),
      events: keyed,
      sources: [],
      proxies: [],
    },
    previousName: null,
    notice:
      guess.digest === null
        ? 'Filled in from the callback. Nothing is saved yet: look it through.'
        : 'Filled in from the callback. Enter the salt that was registered, and save: everything stored is then judged again.',
  }
}

const hostOf = ({ host }: ProfileDraft) => (host === undefined ? null : plainHost(host))
const isBelow = (path: string, draft: ProfileDraft) => {
  if (draft.path === undefined) return true
  const prefix = draft.path.replace(/\/$/, '')
  return path === draft.path || path === prefix || (draft.pathMatch !== 'exact' && path.startsWith(`${prefix}/`))
}

/**
 * Puts a guess into a profile that is there already, when it belongs to it: the same host (or one of the two is not said), the path
 * within the profile's, the same family, and no other template for the event. Null: it does not fit.
 */
export function mergeGuess(draft: ProfileDraft, guess: Guess, event: string | null): ProposedProfile | null {
  if (guess.template === null || event === null) return null
  const path = guess.template.replace(/^https:\/\/[^/]*/, '').split('?', 1)[0] ?? ''
  const host = hostOf(draft)
  const there = Object.hasOwn(draft.events, event) ? draft.events[event] : undefined
  if (draft.family !== undefined && draft.family !== guess.family) return null
  if ((host !== null && guess.host !== null && host !== guess.host) || !isBelow(path, draft)) return null
  if (there?.uriTemplate !== undefined) return null
  // A profile without host and path takes anything; only a template of its own shows that it is the same endpoint.
  const related = (host !== null && host === guess.host) || draft.path !== undefined || sharesHost(draft, guess)
  if (!related) return null
  const merged = { ...there, ...eventOf(draft.digest, guess) }
  return {
    draft: { ...draft, events: { ...draft.events, [event]: merged } },
    previousName: draft.name,
    notice: `${event} was added to the profile “${draft.name}”, which covers the same place. Nothing is saved yet: look it through.`,
  }
}

const originOf = (template: string) =>
  /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/.exec(template)?.[1]?.toLowerCase() ?? null

/** Whether a template of the profile has the host of the guess; or, where the guess knows none, whether it is all paths as well. */
function sharesHost(draft: ProfileDraft, guess: Guess): boolean {
  const hosts = Object.values(draft.events).flatMap(({ uriTemplate }) =>
    uriTemplate === undefined ? [] : [originOf(uriTemplate)],
  )
  return hosts.includes(guess.host)
}

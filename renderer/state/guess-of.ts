import { guessEndpoint } from '../../shared/templates/guess/guess.ts'
import type { Guess } from '../../shared/templates/guess/guess.ts'
import type { CallbackDetail, EntryDetail } from '../../shared/protocol/views.ts'

/** The host that a request named, in its target or in its Host header; '' when it named none. */
function hostOf({ target, headers }: CallbackDetail): string {
  const inTarget = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/.exec(target)?.[1]
  return inTarget ?? headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? ''
}

/**
 * What the endpoint of an entry probably is; null where a template explains it already, or where nothing speaks for a callback. Our own
 * demonstration has a profile that is built in.
 */
export function guessOf(entry: EntryDetail | null): Guess | null {
  if (entry === null || entry.kind !== 'callback' || entry.simulated || entry.matchedBy === 'template') return null
  const { method, target, family, eventType, reference } = entry
  // A place is all that such a profile holds: where one covers the callback, there is nothing to add.
  if (entry.profileName !== null && family !== 'legacy') return null
  return guessEndpoint({ method, target, host: hostOf(entry), family, eventType, reference })
}

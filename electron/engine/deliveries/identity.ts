import { hash } from 'node:crypto'
import { outcomeOf } from '../../../shared/checks/deliveries/outcome.ts'
import type { GroupRequest } from '../../../shared/checks/deliveries/types.ts'
import { isTooLongToParse, member, parseJson, textMember } from '../../../shared/checks/json.ts'
import { PUBLISHED_DELAYS } from '../../../shared/checks/ladder/ladder.ts'
import type { EndpointProfile } from '../../../shared/model/profile.ts'
import type { CallbackFacts, StoredEntry } from '../../../shared/model/stored.ts'
import { wireBody } from '../verify/wire-body.ts'
import type { Judgement } from '../verify/types.ts'

const LONGEST_AGENT = 120
const LONGEST_FACET = 40

const digestOf = (data: string | Uint8Array): string => hash('sha1', data)

/** What of a judgement says which event a callback tells of. */
export type Told = Pick<Judgement, 'head' | 'recognition' | 'bodyText'>

/** A number of 52 bits that stands for what the requests of one event have in common. */
function keyOf(judgement: Told, facts: CallbackFacts, host: string): number {
  const { family, eventType, reference } = judgement.recognition
  const run = facts.simulation?.run ?? (facts.simulated ? 'demo' : '')
  const parts = [family, eventType ?? '', reference ?? '', judgement.head.target, host, run]
  return Number.parseInt(digestOf(JSON.stringify(parts)).slice(0, 13), 16)
}

/**
 * What stands for the body. A loan callback may be signed anew for each attempt, so there the event counts and not the token;
 * whether it is, is not published.
 */
function bodyOf(entry: StoredEntry, { recognition, bodyText }: Told): string {
  if (recognition.family === 'loan' && !isTooLongToParse(bodyText)) {
    const event = member(parseJson(bodyText), 'externalApplicationEvent')
    if (event !== undefined) return digestOf(JSON.stringify(event)).slice(0, 16)
  }
  const body = wireBody(entry)
  return body.length === 0 ? '' : digestOf(body).slice(0, 16)
}

/** The result of a fraud control, or the status or action that a body names; at most a word. */
function facetOf({ recognition, bodyText }: Told): string | null {
  const result = recognition.parameters.find(({ name }) => name === 'result')?.value
  if (recognition.family === 'legacy') return result === undefined ? null : result.slice(0, LONGEST_FACET)
  if (recognition.family === 'loan' || bodyText === '' || isTooLongToParse(bodyText)) return null
  const json = parseJson(bodyText)
  return (textMember(json, 'status') ?? textMember(json, 'action'))?.slice(0, LONGEST_FACET) ?? null
}

/** Seconds between attempts: those of the profile, else the published ones, which hold for legacy callbacks alone (domain.md §5). */
function delaysOf({ recognition }: Told, profiles: readonly EndpointProfile[]): readonly number[] | null {
  const { profileName } = recognition
  const own = profileName === null ? undefined : profiles.find(({ name }) => name === profileName)?.ladder
  if (own !== undefined) return own.delaysSeconds
  return recognition.family === 'legacy' ? PUBLISHED_DELAYS : null
}

/**
 * What grouping looks at in a judged callback; null for what is no callback of the bank.
 * @param profiles the profiles that it was judged with
 * @param status what was answered; null: nothing
 */
export function groupRequest(
  entry: StoredEntry,
  facts: CallbackFacts,
  judgement: Told,
  profiles: readonly EndpointProfile[],
  status: number | null,
): GroupRequest | null {
  if (judgement.recognition.family === 'unknown') return null
  return groupedBy(entry, facts, judgement, profiles, status)
}

/** What grouping would look at in any request. */
export function groupedBy(
  entry: StoredEntry,
  facts: CallbackFacts,
  judgement: Told,
  profiles: readonly EndpointProfile[],
  status: number | null,
): GroupRequest {
  const { head, recognition } = judgement
  const { family, eventType, reference } = recognition
  let host = ''
  let agent = ''
  for (const [name, value] of head.headers) {
    if (name.length === 4 && name.toLowerCase() === 'host') host = value.toLowerCase()
    else if (name.length === 10 && name.toLowerCase() === 'user-agent') agent = value.slice(0, LONGEST_AGENT)
  }
  const { sent = null, afterMs = null } = entry.outcome ?? {}
  return {
    sequence: entry.sequence,
    at: facts.simulation?.at ?? entry.receivedAt,
    lastedMs: afterMs,
    key: keyOf(judgement, facts, host),
    body: bodyOf(entry, judgement),
    method: head.method,
    agent,
    family,
    eventType,
    reference,
    facet: facetOf(judgement),
    simulated: facts.simulated,
    run: facts.simulation?.run ?? null,
    status: status ?? 0,
    outcome: outcomeOf({ status: status ?? 0, sent, afterMs }),
    delays: delaysOf(judgement, profiles),
  }
}

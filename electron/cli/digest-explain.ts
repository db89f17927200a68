import type { DigestCase } from '../../shared/checks/digest/case.ts'
import { otherSalts } from '../../shared/checks/digest/case.ts'
import { searchCase } from '../../shared/checks/digest/explain.ts'
import type { Cause, SearchResult } from '../../shared/checks/digest/faults/search.ts'
import { candidateLists } from '../../shared/checks/digest/lists.ts'
import { readPasted } from '../../shared/checks/digest/paste.ts'
import { ALGORITHM_NAMES } from '../../shared/model/algorithm-names.ts'
import type { DigestAlgorithm, EndpointProfile } from '../../shared/model/profile.ts'
import type { Problem, Result } from '../../shared/protocol/errors.ts'
import { good } from '../../shared/protocol/errors.ts'
import { faultHash } from '../engine/verify/hash.ts'
import { usage } from './command.ts'
import { plain } from './terminal-text.ts'

/** What the user said of a digest that is to be explained. */
export interface ExplainRequest {
  /** --explain; null: it stands in the URL. */
  readonly received: string | null
  readonly url: string | null
  readonly algorithm: DigestAlgorithm | null
  readonly parameters: readonly { readonly name: string; readonly value: string }[]
  /** The first is the one that is checked. */
  readonly salts: readonly string[]
  readonly identifiers: readonly string[]
  readonly event: string | null
  readonly profiles: readonly EndpointProfile[]
}

const EMPTY: Omit<DigestCase, 'algorithm' | 'received'> = {
  profileName: null,
  values: [],
  salt: null,
  saltKnown: false,
  otherSalts: [],
  others: [],
  lists: [],
  eventType: null,
  identifiers: [],
  texts: [],
  ampNames: [],
}

const AMP = /^(?:amp;)+/

/** What the URL says, or nothing when there is none. */
function fromUrl({
  url,
  profiles,
  received,
}: ExplainRequest): Result<Omit<DigestCase, 'algorithm'> & Partial<DigestCase>> {
  if (url === null) return good({ ...EMPTY, received: received ?? '' })
  const pasted = readPasted(url, profiles)
  if (pasted.kind === 'digest') return usage(`--url takes a URL, not "${plain(url, 100)}".`)
  const digest = received ?? pasted.known.received
  if (digest === '' && !pasted.hasDigest)
    return usage('The URL carries no digest: give the one that came with --explain.')
  return good({ ...pasted.known, received: digest })
}

/** Values of --param go before those of the URL. */
function withParameters(
  known: Omit<DigestCase, 'algorithm'>,
  { parameters }: ExplainRequest,
): Omit<DigestCase, 'algorithm'> {
  if (parameters.length === 0) return known
  const values = parameters.map(({ name, value }) => ({ name: name.replace(AMP, ''), value, raw: value }))
  const others = [...known.values, ...known.others].filter(({ value }) => !values.some((one) => one.value === value))
  const ampNames = parameters.map(({ name }) => name).filter((name) => AMP.test(name))
  return { ...known, values, others, ampNames: [...known.ampNames, ...ampNames] }
}

/** The salt of --salt goes before that of a profile, whose salts are tried as well. */
function withSalts(
  known: Omit<DigestCase, 'algorithm'>,
  { salts, profiles }: ExplainRequest,
): Omit<DigestCase, 'algorithm'> {
  const [first, ...rest] = salts
  const ofProfiles = known.otherSalts.length > 0 ? known.otherSalts : otherSalts(null, profiles)
  if (first === undefined) return { ...known, otherSalts: ofProfiles }
  const further = rest.map((salt, index) => ({ salt, label: `salt ${String(index + 2)} of those given` }))
  const own = known.salt === null ? [] : [{ salt: known.salt, label: `the salt of profile ${known.profileName ?? ''}` }]
  const others = [...further, ...own, ...ofProfiles].filter(({ salt }) => salt !== first)
  return { ...known, salt: first, saltKnown: true, otherSalts: others }
}

/** Puts together what is known from options, URL and profiles. */
function caseOf(request: ExplainRequest): Result<DigestCase> | { readonly ok: false; readonly problem: Problem } {
  const read = fromUrl(request)
  if (!read.ok) return read
  const known = withSalts(withParameters(read.value, request), request)
  const eventType = request.event ?? known.eventType
  const { received } = known
  const byLength = received.trim().length === 32 ? 'MD5' : 'SHA1'
  return good({
    ...known,
    eventType,
    algorithm: request.algorithm ?? read.value.algorithm ?? byLength,
    // What is not said to be salted is taken for what the user knows: no salt.
    saltKnown: request.url === null || known.saltKnown,
    lists: candidateLists(eventType, [])
      .map(({ names }) => names)
      .filter((names) => names.length > 0),
    identifiers: request.identifiers,
  })
}

/** A digest explained: what it was held against, and what the search found. */
export interface Explanation {
  readonly known: DigestCase
  readonly search: SearchResult
}

/** Runs the fault search on what the user gave. */
export function explain(
  request: ExplainRequest,
): Result<Explanation> | { readonly ok: false; readonly problem: Problem } {
  const known = caseOf(request)
  if (!known.ok) return known
  if (known.value.values.length === 0) {
    return usage('Nothing is known that the digest could cover: give it with --param name=value, or a URL with --url.')
  }
  // Ended by its candidates alone: the same question has the same answer, however slow a process that has just started is.
  return good({ known: known.value, search: searchCase(known.value, faultHash) })
}

function causeLines(causes: readonly Cause[]): readonly string[] {
  let before = 0
  return causes.flatMap(({ code, summary, advice, explanation }) => {
    const word = explanation === before ? 'and' : before === 0 ? 'Cause' : 'or'
    before = explanation
    return [`${word.padEnd(10)}${plain(summary, 600)} (${code})`, `${' '.repeat(10)}${advice}`]
  })
}

function triedSentence({ tried, complete }: SearchResult): string {
  const count = `${String(tried)} ${tried === 1 ? 'candidate' : 'candidates'}`
  return `${count} tried${complete ? '' : ', not every pair of mistakes'}.`
}

/** The explanation for a person at a terminal. */
export function readableExplanation({ known, search }: Explanation): string {
  const names = [...known.values.map(({ name }) => name), ...(known.salt === null ? [] : ['salt'])].join(' + ')
  const lines = [
    `${'Expected'.padEnd(10)}${search.expected} (${ALGORITHM_NAMES[known.algorithm]} of ${plain(names, 300)})`,
    `${'Received'.padEnd(10)}${plain(known.received, 300)}`,
    ...causeLines(search.causes),
  ]
  if (search.causes.length === 0) {
    lines.push(
      search.matches
        ? 'They are equal: nothing is wrong with this digest.'
        : 'No mistake that is known gives this digest. Most likely it was made with another salt; else a value was changed on the way.',
    )
  }
  return [...lines, triedSentence(search)].join('\n')
}

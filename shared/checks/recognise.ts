import { FRAUD_RESULTS, LEGACY_EVENTS, LOAN_EVENTS, MAPI_EVENTS } from '../facts/events.ts'
import type { Family, RequestHead } from '../model/callback.ts'
import type { DigestSettings, EndpointProfile } from '../model/profile.ts'
import type { NamedValue, Recognition } from '../model/recognition.ts'
import type { Finding } from '../model/verdict.ts'
import { bodyShape } from './body-shape.ts'
import type { BodyShape } from './body-shape.ts'
import { catalogueNotes, unknownValue } from './catalogue.ts'
import { finding } from './finding.ts'
import { findToken } from './find-token.ts'
import { hintNotes } from './hints.ts'
import { htmlPage } from './html-page.ts'
import { duplicateMembers, isTooLongToParse, member, parseJson } from './json.ts'
import { eventOfBody, legacyShape } from './legacy-shape.ts'
import { bestTemplate, coveringProfile, digestSettingsOf, hostOf, templateElsewhere } from './profile-match.ts'
import type { Coverage, ProfileMatch } from './profile-match.ts'
import type { JwsPresence } from './signature.ts'
import { parseTarget } from './target.ts'
import type { ParsedTarget } from './target.ts'
import { listNotes, nearNotes } from './unknown-notes.ts'

/** A recognition with what the checks need beyond it. */
export interface Recognised {
  readonly recognition: Recognition
  readonly profile: EndpointProfile | null
  /** null: registered without a digest. undefined: no profile says. */
  readonly digestSettings: DigestSettings | null | undefined
  /** The fitting template asks for a digest; null when no template fits. */
  readonly templateHasDigest: boolean | null
  /** Every digest parameter, in order. */
  readonly digests: readonly NamedValue[]
  readonly jwsPresence: JwsPresence
  /** Where the token stood, when not where the documentation puts it; else null. */
  readonly jwsPlace: string | null
  /** The event beside the token, for comparing with the signed one; undefined: none. */
  readonly event: unknown
  /** Names and positions in the body that lead to the object that holds the token. */
  readonly eventPath: readonly string[]
}

/** What a request was found to be, before profiles are laid beside it. */
interface Found {
  readonly family: Family
  readonly eventType: string | null
  readonly reference: string | null
  readonly parameters: readonly NamedValue[]
  readonly digests: readonly NamedValue[]
  readonly notes: readonly Finding[]
}

const NOTHING: Found = { family: 'unknown', eventType: null, reference: null, parameters: [], digests: [], notes: [] }
const isOneOf = (names: readonly string[], name: string) => names.includes(name)

function familyOf(event: string): Family | null {
  if (LEGACY_EVENTS.has(event)) return 'legacy'
  if (isOneOf(LOAN_EVENTS, event)) return 'loan'
  return isOneOf(MAPI_EVENTS, event) ? 'mapi' : null
}

/** `amp;paymentId` is read as paymentId (domain.md §6 no. 12). */
function repairNames(target: ParsedTarget): { target: ParsedTarget; notes: readonly Finding[] } {
  const names = target.query.filter(({ name }) => name.startsWith('amp;')).map(({ name }) => name)
  if (names.length === 0) return { target, notes: [] }
  const query = target.query.map((pair) => ({ ...pair, name: pair.name.replace(/^(?:amp;)+/, '') }))
  return { target: { ...target, query }, notes: [finding('amp-in-name', { names: names.slice(0, 10) })] }
}

const referenceIn = (values: readonly NamedValue[]) =>
  values.find(({ name }) => name === 'paymentId' || name === 'identifier' || name === 'applicationReference')?.value ??
  null

/** Every digest of a request that fits a template: the one of the placeholder, and repetitions of its parameter. */
function digestsOf(match: ProfileMatch, target: ParsedTarget): readonly NamedValue[] {
  const inQuery = match.template.query.find(({ pieces }) =>
    pieces.some((piece) => 'placeholder' in piece && piece.placeholder === 'digest'),
  )
  const found = match.values.filter(({ name }) => name === 'digest')
  if (inQuery === undefined || inQuery.pieces.length > 1) return found
  return target.query.filter(({ name }) => name === inQuery.name)
}

function templateNotes({ template, slash }: ProfileMatch, target: ParsedTarget): readonly Finding[] {
  const differs = slash ? [finding('path-slash-differs', { expected: template.text, received: target.path })] : []
  return template.repaired ? [finding('amp-in-template', { template: template.text }), ...differs] : differs
}

/** A request that fits a template; what its body says of loan and Merchant API events goes before the template's name. */
function byTemplate(match: ProfileMatch, target: ParsedTarget, body: BodyShape | null): Found {
  const { event, values, profile } = match
  const notes = templateNotes(match, target)
  const parameters = values.filter(({ name }) => name !== 'digest')
  const named = familyOf(event) ?? profile.family ?? 'legacy'
  if (body !== null && named !== 'legacy') return { ...NOTHING, ...body, parameters, notes: [...notes, ...body.notes] }
  const family = profile.family ?? named
  return {
    family,
    eventType: event,
    reference: referenceIn(values),
    parameters,
    digests: digestsOf(match, target),
    notes,
  }
}

/** Whether what fits the template of this event is a legacy callback, whatever its body says. */
export const isLegacyTemplate = ({ family }: EndpointProfile, event: string): boolean =>
  (familyOf(event) ?? family ?? 'legacy') === 'legacy' && (family ?? 'legacy') === 'legacy'

/**
 * What a target alone tells of a legacy callback that fits a template: nothing of it depends on body or headers. null for other
 * families, whose body goes before the name of the template.
 */
export function legacyByTemplate(match: ProfileMatch, target: ParsedTarget): Recognised | null {
  const { event, profile, template } = match
  if (!isLegacyTemplate(profile, event)) return null
  const found = byTemplate(match, target, null)
  const { family, eventType, reference, parameters, digests, notes } = found
  return {
    recognition: {
      family,
      eventType,
      reference,
      parameters,
      digest: digests[0]?.value ?? null,
      jws: null,
      matchedBy: 'template',
      profileName: profile.name,
      template: template.text,
      notes,
    },
    profile,
    digestSettings: digestSettingsOf(profile, eventType),
    templateHasDigest: template.hasDigest,
    digests,
    jwsPresence: 'absent',
    jwsPlace: null,
    event: undefined,
    eventPath: [],
  }
}

function byShape(target: ParsedTarget, json: unknown, body: BodyShape | null): Found {
  if (body !== null) return { ...NOTHING, ...body }
  const legacy = legacyShape(target, json)
  if (legacy === null) return NOTHING
  const { eventType, guessed, parameters, digests } = legacy
  const events = [...LEGACY_EVENTS.keys()]
  const notes = guessed
    ? [finding('event-guessed')]
    : eventType !== null && !LEGACY_EVENTS.has(eventType)
      ? [unknownValue('event type', eventType, events)]
      : []
  return { family: 'legacy', eventType, reference: referenceIn(parameters), parameters, digests, notes }
}

function parameterNotes(target: ParsedTarget, { eventType, parameters }: Found): readonly Finding[] {
  const notes: Finding[] = []
  if (target.broken.length > 0) notes.push(finding('parameter-not-decodable', { names: target.broken.slice(0, 10) }))
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const { name } of target.query) (seen.has(name) ? repeated : seen).add(name)
  if (repeated.size > 0) notes.push(finding('parameter-repeated', { names: [...repeated].slice(0, 10) }))
  const unfilled = parameters.filter(({ value }) => /^\{[^{}]*\}$/.test(value)).map(({ value }) => value)
  if (unfilled.length > 0) notes.push(finding('placeholder-unfilled', { placeholders: unfilled }))
  const result = parameters.find(({ name }) => name === 'result')?.value
  if (eventType === 'AUTOMATIC_FRAUD_CONTROL' && result !== undefined && !isOneOf(FRAUD_RESULTS, result)) {
    notes.push(unknownValue('result', result, FRAUD_RESULTS))
  }
  return notes
}

function bodyNotes(head: RequestHead, text: string, json: unknown): readonly Finding[] {
  if (text === '') return []
  if (json === undefined) {
    if (isTooLongToParse(text)) return [finding('body-not-read', { characters: text.length })]
    const page = htmlPage(text)
    if (page !== null) return [finding('body-html', { kind: page.kind, title: page.title })]
    const type = head.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
    return /json/i.test(type) ? [finding('body-not-json')] : []
  }
  const doubled = duplicateMembers(text)
  return doubled.length > 0 ? [finding('body-duplicate-members', { members: doubled })] : []
}

/** Why no profile covers a request that nearly fits one. */
function coverNotes(
  { profile, differs }: Coverage,
  profiles: readonly EndpointProfile[],
  host: string,
  target: ParsedTarget,
): readonly Finding[] {
  if (profile !== null) return []
  if (differs !== null) return [finding('template-differs', { profile: differs.name })]
  const elsewhere = templateElsewhere(profiles, host, target)
  if (elsewhere === null) return []
  const { name, host: wanted = '' } = elsewhere
  return [finding('host-differs', { expected: wanted, received: host === '' ? 'no Host' : host, profile: name })]
}

const withoutMark = (text: string) => (text.startsWith('\ufeff') ? text.slice(1) : text)

/** What a request is, with all that remarks on it are made from. */
function identify(head: RequestHead, bodyText: string, profiles: readonly EndpointProfile[]) {
  const repaired = repairNames(parseTarget(head.target))
  const target = repaired.target
  const text = withoutMark(bodyText)
  const json = text === '' ? undefined : parseJson(text)
  const host = hostOf(head, target)
  const jws = findToken(json, text, target.query, (form) => parseTarget(`/?${form}`).query)
  // What wraps the body (a queue, a gateway) does not make it another callback.
  const wrapped = jws.place !== null && jws.holder !== undefined ? bodyShape(jws.holder, target, false) : null
  const body = bodyShape(json, target, text === '') ?? wrapped
  const match = bestTemplate(profiles, host, target, () => eventOfBody(json))
  const found = match === null ? byShape(target, json, body) : byTemplate(match, target, body)
  const cover =
    match === null && found.family !== 'unknown'
      ? coveringProfile(profiles, host, target, found.family, found.eventType)
      : { profile: match?.profile ?? null, differs: null }
  const event = member(jws.holder ?? json, 'externalApplicationEvent')
  return { repaired, target, text, json, host, jws, match, found, cover, event }
}

/** The token of a request, and what its light depends on beside it. */
export interface RecognisedToken extends Pick<Recognised, 'jwsPresence' | 'jwsPlace' | 'event' | 'eventPath'> {
  readonly jws: string | null
  readonly profileName: string | null
}

/** The same as `recognise`, as far as the signature light needs it: without remarks, which take most of the time. */
export function recogniseToken(
  head: RequestHead,
  bodyText: string,
  profiles: readonly EndpointProfile[],
): RecognisedToken {
  const { jws, cover, event } = identify(head, bodyText, profiles)
  const { text, presence, place, path } = jws
  const profileName = cover.profile?.name ?? null
  return {
    jws: text,
    profileName,
    jwsPresence: presence,
    jwsPlace: place,
    event,
    eventPath: path,
  }
}

/**
 * Says what a request is: by the registered templates of the profiles (the most specific one wins), else by the known shapes
 * (domain.md §1; e2e/corpus/callback-requests.json). An RCO paymentCreatedCallbackUrl is a bare URL of the shop's own: without a
 * template nothing tells it from any other request, so that it stays `unknown`. Pure, linear, never throws.
 */
export function recognise(head: RequestHead, bodyText: string, profiles: readonly EndpointProfile[]): Recognised {
  const { repaired, target, text, json, host, jws, match, found, cover, event } = identify(head, bodyText, profiles)
  const { method } = head
  const noted = jws.holder ?? json
  const isMissed = found.family === 'unknown' || (match === null && found.family === 'legacy')
  const recognition: Recognition = {
    family: found.family,
    eventType: found.eventType,
    reference: found.reference,
    parameters: found.parameters,
    digest: found.digests[0]?.value ?? null,
    jws: jws.text,
    matchedBy: match !== null ? 'template' : found.family === 'unknown' ? 'none' : 'shape',
    profileName: cover.profile?.name ?? null,
    template: match?.template.text ?? null,
    notes: [
      ...repaired.notes,
      ...found.notes,
      ...coverNotes(cover, profiles, host, target),
      ...parameterNotes(target, found),
      ...bodyNotes(head, text, json),
      ...(isMissed ? nearNotes(profiles, host, target, head.target) : []),
      ...(found.family === 'unknown' ? listNotes(json, target) : []),
      ...catalogueNotes(found.family, found.eventType, noted),
      ...hintNotes({ method, host, target, body: noted, profile: cover.profile, found }),
    ],
  }
  return {
    recognition,
    profile: cover.profile,
    digestSettings: cover.profile === null ? undefined : digestSettingsOf(cover.profile, found.eventType),
    templateHasDigest: match?.template.hasDigest ?? null,
    digests: found.digests,
    jwsPresence: jws.presence,
    jwsPlace: jws.place,
    event,
    eventPath: jws.path,
  }
}

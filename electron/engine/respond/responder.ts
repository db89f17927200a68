import { outcomeOf } from '../../../shared/checks/deliveries/outcome.ts'
import { htmlPage } from '../../../shared/checks/html-page.ts'
import type { AnswerRule } from '../../../shared/model/answer-rule.ts'
import type { StoredEntry } from '../../../shared/model/stored.ts'
import type { AppliedRule, CallbackFacts } from '../../../shared/model/stored.ts'
import type { PageKind, RequestHead } from '../../../shared/model/callback.ts'
import type { Settings } from '../../../shared/model/settings.ts'
import type { UpstreamAnswer } from '../../../shared/model/upstream.ts'
import { lightStates } from '../../../shared/model/verdict.ts'
import { recognise } from '../../../shared/checks/recognise.ts'
import type { Recognised } from '../../../shared/checks/recognise.ts'
import { parseTarget } from '../../../shared/checks/target.ts'
import { anyRule, chooseRule } from '../../../shared/respond/choose-rule.ts'
import type { RuleCandidate, RuleChoice, RuleList } from '../../../shared/respond/choose-rule.ts'
import { mayPass } from '../../../shared/respond/login.ts'
import { planAct } from '../../../shared/respond/plan-answer.ts'
import type { AnswerAct } from '../../../shared/respond/plan-answer.ts'
import { parseHead } from '../listener/wire/head.ts'
import type { CapturedCallback, ListenerAct } from '../listener/types.ts'
import { decodeBody } from '../verify/body.ts'
import type { Judge, Judgement, TrustBase } from '../verify/types.ts'
import { wireBody } from '../verify/wire-body.ts'
import { groupedBy } from '../deliveries/identity.ts'
import { forward } from './forward.ts'
import type { Passing } from './passing.ts'
import type { Counted, Planned, SequenceCounts } from './sequence-counts.ts'

export interface ResponderParts {
  readonly settings: () => Settings
  /** Whose rules hold for callbacks of the bank; the rules of the profiles come from here. */
  readonly trust: () => TrustBase
  /** What a callback is judged against. */
  readonly trustFor: (facts: CallbackFacts) => TrustBase
  readonly judge: Judge
  readonly counts: SequenceCounts
  /** What an upstream answered, for the archive. */
  readonly keep: (sequence: number, answer: UpstreamAnswer) => void
  /** Rules that runs of the simulator bring along, by run: for their own callbacks they hold in place of all others. */
  readonly runs: () => ReadonlyMap<string, readonly AnswerRule[]>
  /** What is being passed on to upstreams. */
  readonly passing: Passing
  readonly monotonic: () => number
}

/** What is done to one callback: `rule` is stored with it; without one the settings' answer stands. */
export interface Decision {
  readonly answerStatus: number
  /** The body of the answer is an HTML page of this kind; null: it is none, or an upstream gives it. */
  readonly answerPage: PageKind | null
  readonly rule: AppliedRule
  /** Made once the callback has its number. */
  readonly act: (sequence: number) => ListenerAct
}

/** null: no rule holds. */
export type Decide = (capture: CapturedCallback) => Decision | null | Promise<Decision | null>

/** The answer rules as they stand now. */
export interface Responder {
  /** How to decide; null when there is no rule, so that a callback costs nothing more. */
  readonly decide: () => Decide | null
  /**
   * Which rule would hold for a stored callback, without counting anything.
   * @param drafts rules of the settings that are not saved yet; null: the saved ones
   */
  readonly explain: (entry: StoredEntry, drafts: readonly AnswerRule[] | null) => Promise<RuleChoice>
}

/** A callback that is being decided on. */
interface Matter {
  readonly capture: CapturedCallback
  readonly head: RequestHead
  readonly body: Uint8Array
  readonly bodyText: string
  readonly found: Recognised
}

const asEntry = ({ receivedAt, raw, facts }: CapturedCallback): StoredEntry => ({
  sequence: 0,
  receivedAt,
  raw,
  facts,
  outcome: null,
})

function candidateOf({ head, found }: Matter): RuleCandidate {
  return {
    profileName: found.profile?.name ?? null,
    eventType: found.recognition.eventType,
    method: head.method,
    path: parseTarget(head.target).path,
    lights: null,
  }
}

/** The acts of the listener know nothing of upstreams: fetching is put in here. */
function listenerAct(
  parts: ResponderParts,
  { capture, head, body }: Matter,
  act: AnswerAct,
  sequence: number,
): ListenerAct {
  if (act.kind !== 'forward') return act
  const { url, timeoutMs, authority, delayMs } = act
  const { passing, monotonic } = parts
  const { simulated, connection } = capture.facts
  const { peer } = connection
  const fetch = async () => {
    const { plan, answer } = await forward({
      head,
      body,
      simulated,
      url,
      timeoutMs,
      authority,
      peer,
      passing,
      monotonic,
    })
    parts.keep(sequence, answer)
    return plan
  }
  return { kind: 'fetch', delayMs, fetch }
}

/** Counts the attempt for a rule that does not do the same every time. */
function countFor(parts: ResponderParts, matter: Matter, scope: string | null, rule: AnswerRule): Counted | null {
  if (rule.steps.length === 1) return null
  const { capture, head, bodyText, found } = matter
  const { profiles } = parts.trustFor(capture.facts)
  const told = { head, recognition: found.recognition, bodyText }
  const request = groupedBy(asEntry(capture), capture.facts, told, profiles, null)
  return parts.counts.count({ profile: scope, name: rule.name }, request, capture.receivedAt)
}

/** How the bank will take what a rule does; what an upstream answers is known later. */
function plannedOf(act: AnswerAct): Planned {
  if (act.kind === 'forward') return { status: 0, outcome: 'unknown', lastedMs: null }
  if (act.kind !== 'answer') return { status: 0, outcome: 'unanswered', lastedMs: null }
  const { status } = act.plan
  return { status, outcome: outcomeOf({ status, sent: true, afterMs: act.delayMs }), lastedMs: act.delayMs }
}

function carryOut(
  parts: ResponderParts,
  matter: Matter,
  { scope, rule }: Extract<RuleChoice, { kind: 'rule' }>,
): Decision {
  const credentials = matter.found.profile?.credentials
  const passed = !rule.requireLogin || mayPass(matter.head.headers, credentials)
  const counted = countFor(parts, matter, scope, rule)
  const attempt = counted?.attempt ?? null
  const { act, step } = planAct(rule, attempt ?? 1, { passed, credentials })
  counted?.planned(plannedOf(act))
  const delayMs = act.kind === 'silence' ? 0 : act.delayMs
  return {
    answerStatus: act.kind === 'answer' ? act.plan.status : 0,
    answerPage:
      act.kind === 'answer' && typeof act.plan.body === 'string' ? (htmlPage(act.plan.body)?.kind ?? null) : null,
    rule: { profile: scope, name: rule.name, attempt, act: act.kind, delayMs, loginRefused: step === null },
    act: (sequence) => {
      counted?.stored(sequence)
      return listenerAct(parts, matter, act, sequence)
    },
  }
}

function rulesOf(ofSettings: readonly AnswerRule[], trust: TrustBase): readonly RuleList[] {
  const ofProfiles = trust.profiles.map(({ name, answerRules = [] }) => ({ scope: name, rules: answerRules }))
  return [...ofProfiles, { scope: null, rules: ofSettings }]
}

/** What is known of a callback before its lights are. */
function matterOf(parts: ResponderParts, capture: CapturedCallback): Matter {
  const head = parseHead(capture.raw, capture.facts.headLength)
  const body = wireBody(asEntry(capture))
  const { text } = decodeBody(body, head.headers, parts.settings().limits.decodedBytes)
  return { capture, head, body, bodyText: text, found: recognise(head, text, parts.trustFor(capture.facts).profiles) }
}

/** The rule that holds; judges first when one asks for a light. */
function choose(parts: ResponderParts, lists: readonly RuleList[], matter: Matter): RuleChoice | Promise<RuleChoice> {
  const candidate = candidateOf(matter)
  const choice = chooseRule(lists, candidate)
  if (choice.kind !== 'needs-lights') return choice
  const judged = ({ verdict }: Judgement) => chooseRule(lists, { ...candidate, lights: lightStates(verdict) })
  const judgement = parts.judge(asEntry(matter.capture), parts.trustFor(matter.capture.facts))
  return judgement instanceof Promise ? judgement.then(judged) : judged(judgement)
}

function decideBy(parts: ResponderParts, lists: readonly RuleList[]): Decide {
  return (capture) => {
    const matter = matterOf(parts, capture)
    const finish = (choice: RuleChoice) => (choice.kind === 'rule' ? carryOut(parts, matter, choice) : null)
    const choice = choose(parts, lists, matter)
    return choice instanceof Promise ? choice.then(finish) : finish(choice)
  }
}

/** Looks at rules only when there are some: they are read anew when settings or profiles have changed, without any restart. */
export function createResponder(parts: ResponderParts): Responder {
  let known: { readonly settings: Settings; readonly trust: TrustBase; readonly decide: Decide | null } | null = null

  const usual = (): Decide | null => {
    const settings = parts.settings()
    const trust = parts.trust()
    if (known === null || known.settings !== settings || known.trust !== trust) {
      const lists = rulesOf(settings.answerRules, trust)
      known = { settings, trust, decide: anyRule(lists) ? decideBy(parts, lists) : null }
    }
    return known.decide
  }
  const withRuns: Decide = (capture) => {
    const { simulation } = capture.facts
    const rules = simulation === undefined ? undefined : parts.runs().get(simulation.run)
    if (rules !== undefined) return decideBy(parts, [{ scope: null, rules }])(capture)
    return usual()?.(capture) ?? null
  }
  return {
    decide: () => (parts.runs().size === 0 ? usual() : withRuns),
    explain: async (entry, drafts) => {
      if (entry.facts.kind !== 'callback') return { kind: 'none' }
      const { receivedAt, raw, facts } = entry
      const lists = rulesOf(drafts ?? parts.settings().answerRules, parts.trust())
      return choose(parts, lists, matterOf(parts, { receivedAt, raw, facts }))
    },
  }
}

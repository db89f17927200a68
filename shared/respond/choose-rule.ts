import type { AnswerRule } from '../model/answer-rule.ts'
import type { LightState, LightStates } from '../model/verdict.ts'
import { LIGHT_NAMES } from '../model/verdict.ts'

/** The rules of one profile, or (scope null) those of the settings, in order. */
export interface RuleList {
  readonly scope: string | null
  readonly rules: readonly AnswerRule[]
}

/** What rules are laid beside: facts of the callback that its sender cannot use to change a rule, only to fall under one. */
export interface RuleCandidate {
  readonly profileName: string | null
  readonly eventType: string | null
  readonly method: string
  /** Path as sent: still percent-encoded, without query, dots not resolved. */
  readonly path: string
  /** null: not judged yet. */
  readonly lights: LightStates | null
}

export type RuleChoice =
  | { readonly kind: 'rule'; readonly scope: string | null; readonly rule: AnswerRule }
  /** A rule that might hold asks for a light: judge, then choose again. */
  | { readonly kind: 'needs-lights' }
  | { readonly kind: 'none' }

const NONE: RuleChoice = { kind: 'none' }

function pathFits({ path, pathMatch }: AnswerRule['when'], sent: string): boolean {
  if (path === undefined || sent === path) return true
  if (pathMatch === 'exact') return false
  return sent.startsWith(path.endsWith('/') ? path : `${path}/`)
}

/** Everything but the light. */
function fits(scope: string | null, { enabled, when }: AnswerRule, candidate: RuleCandidate): boolean {
  if (!enabled) return false
  const profile = scope ?? when.profile
  if (profile !== undefined && profile !== candidate.profileName) return false
  if (when.events.length > 0 && (candidate.eventType === null || !when.events.includes(candidate.eventType)))
    return false
  if (when.methods.length > 0 && !when.methods.includes(candidate.method)) return false
  return pathFits(when, candidate.path)
}

function stateOf(name: (typeof LIGHT_NAMES)[number], lights: LightStates): LightState {
  return lights[LIGHT_NAMES.indexOf(name)] ?? 'unchecked'
}

/**
 * The rule that holds: the first of the profile's own, then the first of the settings'. Pure; nothing of the callback is ever
 * read as part of a rule.
 */
export function chooseRule(lists: readonly RuleList[], candidate: RuleCandidate): RuleChoice {
  // Rules of a profile know more of the endpoint than those of the settings, whatever order they are handed in.
  const ordered = [...lists.filter(({ scope }) => scope !== null), ...lists.filter(({ scope }) => scope === null)]
  for (const { scope, rules } of ordered) {
    for (const rule of rules) {
      if (!fits(scope, rule, candidate)) continue
      const { light } = rule.when
      if (light === undefined) return { kind: 'rule', scope, rule }
      if (candidate.lights === null) return { kind: 'needs-lights' }
      if (light.states.includes(stateOf(light.name, candidate.lights))) return { kind: 'rule', scope, rule }
    }
  }
  return NONE
}

/** True when some enabled rule could hold: without one, a callback is answered as the settings say, with no work at all. */
export function anyRule(lists: readonly RuleList[]): boolean {
  return lists.some(({ rules }) => rules.some(({ enabled }) => enabled))
}

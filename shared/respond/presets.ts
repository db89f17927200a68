import { answerRuleSchema } from '../model/answer-rule.ts'
import type { AnswerRule } from '../model/answer-rule.ts'

/** A ready rule in plain words, to start from. */
export interface Preset {
  readonly id: string
  /** Also the name of the rule that is made from it. */
  readonly title: string
  readonly purpose: string
  readonly rule: AnswerRule
}

function preset(id: string, title: string, purpose: string, steps: readonly object[], rest: object = {}): Preset {
  return { id, title, purpose, rule: answerRuleSchema.parse({ name: title, steps, ...rest }) }
}

/** The codes are those that published shop modules give (domain.md §0 no. 7). */
export const PRESETS: readonly Preset[] = [
  preset('accept', 'Accept everything (204)', 'Every attempt counts as delivered.', [{ kind: 'answer', status: 204 }]),
  preset(
    'not-ready',
    'Not ready yet (503 twice, then 204)',
    'As a shop does that has no order yet: the third attempt of each delivery is accepted.',
    [
      { kind: 'answer', status: 503, attempts: 2 },
      { kind: 'answer', status: 204 },
    ],
  ),
  preset('digest-rejected', 'Digest rejected (406)', 'As a shop does whose salt is not the one that was registered.', [
    { kind: 'answer', status: 406 },
  ]),
  preset(
    'digest-checked',
    'Digest checked (406 only when it fails)',
    'The digest is judged first; callbacks whose digest fails are refused, all others go on to the next rule.',
    [{ kind: 'answer', status: 406 }],
    { when: { light: { name: 'digest', states: ['fail'] } } },
  ),
  preset('not-ours', 'Not our order (410)', 'As a shop does that shares its account with another one.', [
    { kind: 'answer', status: 410 },
  ]),
  preset('redirect', 'Redirect (the bank will not follow)', 'As a server does that moves callers to another address.', [
    { kind: 'answer', status: 302, headers: [['Location', 'https://www.example.com/callbacks']] },
  ]),
  preset('slow', 'Too slow (6 s)', 'Accepts, but a second after the bank has given up.', [
    { kind: 'answer', status: 204, delaySeconds: 6 },
  ]),
  preset('silence', 'Silence', 'Takes the callback and never answers.', [{ kind: 'silence' }]),
  preset('close', 'Hang up', 'Closes the connection without an answer.', [{ kind: 'close' }]),
  preset('reset', 'Crash', 'Resets the connection, as a server does that dies.', [{ kind: 'reset' }]),
  preset(
    'login',
    'Login required (401 without)',
    "Only callers with the profile's credentials are accepted.",
    [{ kind: 'answer', status: 204 }],
    { requireLogin: true },
  ),
  preset('forward', 'Ask the real shop', 'Passes every callback on, and gives back what the shop answers.', [
    { kind: 'forward', url: 'https://shop.example' },
  ]),
]

import { STAGES } from './types.ts'
import type { Fault } from './types.ts'

const overlap = (a: Fault, b: Fault): boolean =>
  a.subject === b.subject || (a.stage === b.stage && (a.subject === '*' || b.subject === '*'))

const SALTLESS: readonly Fault['code'][] = ['salt-missing']
const isWord = ({ family }: Fault): boolean => family === 'word'
const ofSalt = ({ stage }: Fault): boolean => stage === 'salt' || stage === 'salt-text'

/**
 * False for two faults that exclude each other (the salt is either first or missing), and for pairs that say nothing (a placeholder
 * in lower case, a missing salt with a line break).
 */
export function compatible(a: Fault, b: Fault): boolean {
  if (!overlap(a, b)) return !((ofSalt(a) && SALTLESS.includes(b.code)) || (ofSalt(b) && SALTLESS.includes(a.code)))
  return a.family !== b.family && !isWord(a) && !isWord(b)
}

/** True when the second fault of a pair must be applied before the first. */
export const isReversed = (a: Fault, b: Fault): boolean => STAGES[a.stage] > STAGES[b.stage]

/** True for two changes of the same text: which comes first makes a difference. */
export const eitherWay = (a: Fault, b: Fault): boolean =>
  a.stage === b.stage && a.stage.endsWith('text') && overlap(a, b)

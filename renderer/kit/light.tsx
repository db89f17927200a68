import type { ReactElement } from 'react'
import type { LightName, LightState } from '../../shared/model/verdict.ts'
import { cx } from './cx.ts'
import styles from './light.module.css'

/** How the states are said. */
export const STATE_WORDS: Readonly<Record<LightState, string>> = {
  pass: 'passed',
  warn: 'needs a look',
  fail: 'failed',
  unchecked: 'not checked',
  'not-applicable': 'does not apply',
}
/** How the five lights are named: in full, and above their column. */
export const LIGHT_WORDS: Readonly<Record<LightName, { readonly full: string; readonly short: string }>> = {
  digest: { full: 'Digest', short: 'Dig' },
  signature: { full: 'Signature', short: 'Sig' },
  source: { full: 'Source', short: 'Src' },
  transport: { full: 'Transport', short: 'TLS' },
  answer: { full: 'Answer', short: 'Ans' },
}

interface LightProps {
  readonly name: LightName | null
  readonly state: LightState
  readonly large?: boolean
}

/** One light: a tinted square with an icon, and its name and state for those who do not see it. */
export function Light({ name, state, large = false }: LightProps): ReactElement {
  const words = name === null ? STATE_WORDS[state] : `${LIGHT_WORDS[name].full}: ${STATE_WORDS[state]}`
  return (
    <span
      role="img"
      aria-label={words}
      title={words}
      className={cx(styles['light'], styles[state], large && styles['large'])}
    />
  )
}

/** The state that stands for all five: trouble first; then whether it was proved genuine by digest or signature. */
export function overall(states: readonly LightState[]): LightState {
  if (states.includes('fail')) return 'fail'
  if (states.includes('warn')) return 'warn'
  return states.slice(0, 2).includes('pass') ? 'pass' : 'unchecked'
}

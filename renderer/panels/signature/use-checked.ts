import { useEffect, useRef, useState } from 'react'
import { webPage } from '../../../shared/checks/web-page.ts'
import { toProblem } from '../../../shared/protocol/errors.ts'
import type { Problem } from '../../../shared/protocol/errors.ts'
import { LONGEST_KEY_SET, LONGEST_TOKEN } from '../../../shared/protocol/signature.ts'
import type { MethodResult } from '../../../shared/protocol/table.ts'
import { useApp } from '../../app/use-app.ts'
import { count } from '../../format/units.ts'
import type { SignatureState } from '../../state/signature.ts'

export interface Outcome {
  readonly checked: MethodResult<'signature.check'> | null
  readonly problem: Problem | null
}

/** What is typed is looked at when the typing pauses; what is pasted, opened or filled in at once. */
const TYPING_PAUSE_MS = 150
const TYPED_AT_ONCE = 8
const LONG = 100_000
/** What the engine does not take is no token and no key set, and is said so without sending it. */
const tooLong = (what: string, text: string, most: number): Problem => ({
  code: 'bad-params',
  message: `${what} has ${count(text.length)} characters and is not looked at: ${count(most)} is the most that is taken.`,
})

function fault({ token, keySet, keys }: SignatureState): Problem | null {
  if (token.length > LONGEST_TOKEN) return tooLong('The token', token, LONGEST_TOKEN)
  return keys === 'pasted' ? keySetFault(keySet) : null
}

/** Why a pasted key set is not looked at; null: it is. */
export function keySetFault(keySet: string): Problem | null {
  if (keySet.length <= LONGEST_KEY_SET) return null
  const page = webPage(keySet)
  return page === null
    ? tooLong('The key set', keySet, LONGEST_KEY_SET)
    : { code: 'bad-params', message: `The key set cannot be used. ${page}` }
}

/** Has the engine look at what stands in the workshop, shortly after each change; null while there is nothing. */
export function useChecked(state: SignatureState, sets: unknown): Outcome | null {
  const { call } = useApp()
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const { token, keys, keySet, set } = state
  const length = useRef(0)
  useEffect(() => {
    const now = token.length + keySet.length
    const pause = Math.abs(now - length.current) > TYPED_AT_ONCE ? 0 : TYPING_PAUSE_MS
    length.current = now
    if (token.trim() === '' && (keys !== 'pasted' || keySet.trim() === '')) {
      setOutcome(null)
      return undefined
    }
    const problem = fault({ token, keys, keySet, set })
    if (problem !== null) {
      setOutcome({ checked: null, problem })
      return undefined
    }
    // The verdict of what stood there before would stand beside a text that takes its time.
    if (pause === 0 && now > LONG) setOutcome(null)
    let current = true
    const pasted = keys === 'pasted' && keySet.trim() !== ''
    const timer = setTimeout(() => {
      const chosen = keys === 'pasted' ? [] : set === null ? null : [set]
      call('signature.check', { token, keySet: pasted ? keySet : null, sets: chosen }).then(
        (checked) => current && setOutcome({ checked, problem: null }),
        (thrown: unknown) => current && setOutcome({ checked: null, problem: toProblem(thrown) }),
      )
    }, pause)
    return () => {
      current = false
      clearTimeout(timer)
    }
    // The registered sets changed: the same token may get another verdict.
  }, [call, token, keys, keySet, set, sets])
  return outcome
}

import { useEffect, useRef, useState } from 'react'
import { toProblem } from '../../../shared/protocol/errors.ts'
import type { Problem } from '../../../shared/protocol/errors.ts'
import type { MethodResult } from '../../../shared/protocol/table.ts'
import { useApp } from '../../app/use-app.ts'
import type { SignatureState } from '../../state/signature.ts'

export interface Outcome {
  readonly checked: MethodResult<'signature.check'> | null
  readonly problem: Problem | null
}

/** What is typed is looked at when the typing pauses; what is pasted, opened or filled in at once. */
const TYPING_PAUSE_MS = 150
const TYPED_AT_ONCE = 8
/** What the engine takes; longer texts are no tokens, and are said so without sending them. */
const LONGEST_TOKEN = 16_777_216
const LONGEST_KEYS = 4_194_304

const tooLong = (what: string, most: number): Problem => ({
  code: 'bad-params',
  message: `${what} is longer than ${String(most)} characters, and is not looked at.`,
})

function fault({ token, keySet, keys }: SignatureState): Problem | null {
  if (token.length > LONGEST_TOKEN) return tooLong('The token', LONGEST_TOKEN)
  return keys === 'pasted' && keySet.length > LONGEST_KEYS ? tooLong('The key set', LONGEST_KEYS) : null
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

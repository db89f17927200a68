import { useState } from 'react'
import type { ReactElement } from 'react'
import { TextField } from '../../kit/fields.tsx'
import { errorAt } from '../../state/profile-draft.ts'
import { Card } from './layout.tsx'
import type { TabProps } from './tab-props.ts'

const numbersIn = (text: string): number[] => (text.match(/[^\s,;]+/g) ?? []).map(Number)

/** Delays between attempts, for an endpoint that is known to be retried otherwise than the documents say. */
export function LadderCard({ draft, change, errors, locked }: TabProps): ReactElement {
  const stored = draft.ladder?.delaysSeconds.join(', ') ?? ''
  // What is typed stays as it is typed: "30, " is on its way to "30, 45".
  const [typed, setTyped] = useState(stored)
  const shown = numbersIn(typed).join() === numbersIn(stored).join() ? typed : stored
  const put = (text: string): void => {
    setTyped(text)
    const delaysSeconds = numbersIn(text)
    change({ ladder: delaysSeconds.length === 0 ? undefined : { delaysSeconds } })
  }
  return (
    <Card
      title="Ladder"
      intro="Only when the bank is known to try this endpoint again at other times than it publishes (20 attempts over 36 hours)."
    >
      <TextField
        label="Seconds from each attempt to the next"
        code
        value={shown}
        disabled={locked}
        onChange={put}
        error={
          errorAt(errors, 'ladder') === undefined
            ? undefined
            : 'Numbers of seconds, not below 0, are expected: 30, 45, 60.'
        }
        placeholder="as published"
      />
    </Card>
  )
}

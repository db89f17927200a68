import { useState } from 'react'
import type { ReactElement } from 'react'
import WandSparkles from 'lucide-react/icons/wand-sparkles'
import { ALGORITHM_NAMES } from '../../../shared/model/algorithm-names.ts'
import type { CallbackDetail } from '../../../shared/protocol/views.ts'
import type { Guess } from '../../../shared/templates/guess/guess.ts'
import { eventsOfFamily } from '../../../shared/templates/words.ts'
import { useApp } from '../../app/use-app.ts'
import { visibleText } from '../../format/visible.ts'
import { FAMILY_WORDS } from '../../format/words.ts'
import { Captured, Tag } from '../../kit/bits.tsx'
import { Button } from '../../kit/button.tsx'
import { Select } from '../../kit/fields.tsx'
import { guessOf } from '../../state/guess-of.ts'
import styles from './guess.module.css'

const CONFIDENCE = { high: 'very likely', medium: 'likely', low: 'a guess' } as const

/** For a callback that no template explains: what its endpoint probably is, why, and the way to a profile of it. */
export function GuessCard({ entry }: { readonly entry: CallbackDetail }): ReactElement | null {
  const guess = guessOf(entry)
  return guess === null ? null : <Card key={entry.sequence} guess={guess} covered={entry.profileName} />
}

function Card({ guess, covered }: { readonly guess: Guess; readonly covered: string | null }): ReactElement {
  const app = useApp()
  const [chosen, setChosen] = useState(guess.event ?? guess.candidates[0] ?? null)
  const choose = guess.event === null && guess.template !== null
  const event = choose ? chosen : guess.event
  const options = [...new Set([...guess.candidates, ...eventsOfFamily(guess.family)])].map((id) => ({ id, name: id }))
  const place = guess.template ?? `${guess.host ?? ''}${guess.path ?? ''}`
  return (
    <section className={styles['card']} aria-label="Proposed profile">
      <header>
        <WandSparkles size={16} aria-hidden />
        <h2>{covered === null ? 'No profile covers this endpoint' : `${covered} has no template for it`}</h2>
        <Tag tone={guess.confidence === 'high' ? 'accent' : 'plain'}>{CONFIDENCE[guess.confidence]}</Tag>
      </header>
      <code className={styles['template']} title={visibleText(place)}>
        <Captured text={place} />
      </code>
      {choose && (
        <div className={styles['choose']}>
          <Select label="Event" value={chosen ?? ''} options={options} onChange={setChosen} />
        </div>
      )}
      <div className={styles['act']}>
        <Button small tone="primary" onPress={() => app.profiles.openGuess(guess, event)}>
          Make a profile of it
        </Button>
        <details>
          <summary>What is proposed, and why</summary>
          <Proposal guess={guess} event={choose ? null : event} />
        </details>
      </div>
    </section>
  )
}

function Proposal({ guess, event }: { readonly guess: Guess; readonly event: string | null }): ReactElement {
  const { digest } = guess
  return (
    <>
      <dl>
        <dt>Family</dt>
        <dd>{FAMILY_WORDS[guess.family]}</dd>
        {event !== null && <dt>Event</dt>}
        {event !== null && <dd>{event}</dd>}
        {digest !== null && <dt>Digest</dt>}
        {digest !== null && (
          <dd>
            {ALGORITHM_NAMES[digest.algorithm]} over {digest.parameters.join(', ')} and a salt
          </dd>
        )}
      </dl>
      <ul>
        {guess.reasons.map((reason) => (
          <li key={reason}>
            <Captured text={reason} />
          </li>
        ))}
      </ul>
    </>
  )
}

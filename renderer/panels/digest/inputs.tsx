import type { ReactElement } from 'react'
import { readPasted } from '../../app/digest.ts'
import { useApp, useDigest } from '../../app/use-app.ts'
import { toProblem } from '../../../shared/protocol/errors.ts'
import { count } from '../../format/units.ts'
import { ALGORITHM_OPTIONS } from '../../format/words.ts'
import { Button } from '../../kit/button.tsx'
import { Choice } from '../../kit/choice.tsx'
import { TextField } from '../../kit/fields.tsx'
import styles from './digest.module.css'
import { SaltField } from './salt-field.tsx'
import { StoreSalt } from './store-salt.tsx'
import { ValueRows } from './value-rows.tsx'

/** Signs that a digest alone does not have: a URL, a request, a line of a log. Plain searches: the text may be long. */
const looksLikeMore = (text: string): boolean =>
  text.includes('://') ||
  text.includes('HTTP/') ||
  (/[?&]/.test(text) && text.includes('=')) ||
  /^\s*\/[^/\s]+\//.test(text)

/** A request with all its headers is shorter; more is not read. */
const LONGEST = 100_000

/** Everything that goes into a digest, and the one that came. */
export function Inputs(): ReactElement {
  const app = useApp()
  const { digest } = app
  const state = useDigest((all) => all)
  const receive = (text: string): void => {
    const received = text.slice(0, LONGEST)
    if (text.length > LONGEST) app.ui.say(`Only the first ${count(LONGEST)} characters were taken.`, 'error')
    digest.change({ received })
    if (looksLikeMore(received)) {
      readPasted(app, received).catch((thrown: unknown) => app.ui.fail(toProblem(thrown)))
    }
  }
  return (
    <>
      {state.origin !== null && <Origin words={state.origin.words} profile={state.origin.profileName} />}
      <TextField
        label="Digest or whole URL received"
        code
        rows={2}
        value={state.received}
        onChange={receive}
        placeholder="Paste the digest, the URL, the request or a line of a log"
      />
      <div>
        <Choice
          label="Algorithm"
          value={state.algorithm}
          options={ALGORITHM_OPTIONS}
          onChange={(algorithm) => digest.change({ algorithm })}
        />
      </div>
      <ValueRows rows={state.rows} onChange={(rows) => digest.change({ rows })} />
      <SaltField />
      <StoreSalt />
      <TextField
        label="Other identifiers to try"
        code
        rows={2}
        value={state.identifiers}
        onChange={(identifiers) => digest.change({ identifiers })}
        help="One a line: the shop's own order number, for example."
      />
    </>
  )
}

function Origin({ words, profile }: { readonly words: string; readonly profile: string | null }): ReactElement {
  const { digest } = useApp()
  return (
    <div className={styles['origin']}>
      <span>
        Filled from {words}
        {profile === null ? '; no profile covers it' : `; profile ${profile}`}
      </span>
      <Button small tone="quiet" onPress={digest.clear}>
        Empty the workshop
      </Button>
    </div>
  )
}

import { useState } from 'react'
import type { ReactElement } from 'react'
import type { ProfileDraft } from '../../../../shared/model/profile.ts'
import { testMatch } from '../../../../shared/templates/match-test.ts'
import type { MatchTest } from '../../../../shared/templates/match-test.ts'
import { Captured } from '../../../kit/bits.tsx'
import { TextField } from '../../../kit/fields.tsx'
import { Light } from '../../../kit/light.tsx'
import { eventIn } from '../../../state/profile-draft.ts'
import { Card } from '../layout.tsx'
import styles from './workshop.module.css'

interface Props {
  readonly draft: ProfileDraft
  readonly event: string
  readonly text: string
}

/** "Does this address fit?": with its values, or with every difference. */
export function MatchCard({ draft, event, text }: Props): ReactElement {
  const [pasted, setPasted] = useState('')
  const tested = pasted.trim() === '' ? null : testMatch(text, pasted)
  const others = Object.keys(draft.events).filter((name) => {
    const template = eventIn(draft, name).uriTemplate
    return name !== event && template !== undefined && pasted.trim() !== '' && testMatch(template, pasted).fits
  })
  return (
    <Card title="Does it match?" intro="Paste a URL, a path or a line of a log.">
      <TextField
        label="Address"
        code
        value={pasted}
        onChange={setPasted}
        placeholder="GET /callbacks/unfreeze?paymentId=10000016&digest=…"
      />
      {tested !== null && (
        <div role="status" className={styles['match']}>
          {tested.fits ? <Fits tested={tested} event={event} /> : <Differs reasons={tested.reasons} />}
          {others.length > 0 && (
            <p className={styles['muted']}>
              It also fits the template of {others.join(', ')}; the one with more fixed parts wins.
            </p>
          )}
        </div>
      )}
    </Card>
  )
}

function Fits({
  tested,
  event,
}: {
  readonly tested: MatchTest & { readonly fits: true }
  readonly event: string
}): ReactElement {
  return (
    <>
      <p className={styles['outcome']}>
        <Light name={null} state="pass" /> It fits the template of {event}.
      </p>
      {tested.values.length > 0 && (
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">Placeholder</th>
              <th scope="col">Value</th>
              <th scope="col">As sent</th>
            </tr>
          </thead>
          <tbody>
            {tested.values.map(({ name, value, raw }, index) => (
              // A placeholder may stand twice.
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={index}>
                <td>
                  <code>{`{${name}}`}</code>
                </td>
                <td>
                  <code>
                    <Captured text={value} />
                  </code>
                </td>
                <td>
                  <code>
                    <Captured text={raw} />
                  </code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {tested.more.length > 0 && (
        <p className={styles['muted']}>Further parameters do no harm: {tested.more.join(', ')}.</p>
      )}
      {tested.otherHost !== null && (
        <p className={styles['muted']}>
          The host is another one, <Captured text={tested.otherHost} />; templates are compared without it.
        </p>
      )}
    </>
  )
}

function Differs({ reasons }: { readonly reasons: readonly string[] }): ReactElement {
  return (
    <>
      <p className={styles['outcome']}>
        <Light name={null} state="fail" /> It does not fit.
      </p>
      <ul className={styles['reasons']}>
        {reasons.slice(0, 20).map((reason) => (
          <li key={reason}>
            <Captured text={reason} />
          </li>
        ))}
      </ul>
    </>
  )
}

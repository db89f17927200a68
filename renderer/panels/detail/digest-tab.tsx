import { useState } from 'react'
import type { ReactElement } from 'react'
import Eye from 'lucide-react/icons/eye'
import EyeOff from 'lucide-react/icons/eye-off'
import { ALGORITHM_NAMES } from '../../../shared/model/algorithm-names.ts'
import type { CallbackDetail } from '../../../shared/protocol/views.ts'
import { fillDigest } from '../../app/digest.ts'
import { useApp, useUi } from '../../app/use-app.ts'
import { Captured, Empty } from '../../kit/bits.tsx'
import { Button, IconButton } from '../../kit/button.tsx'
import { cx } from '../../kit/cx.ts'
import { Light } from '../../kit/light.tsx'
import { Causes } from '../digest/causes.tsx'
import { Joined } from '../digest/joined.tsx'
import styles from './detail.module.css'
import { Marked } from './marked.tsx'
import table from './digest-tab.module.css'

type Workings = CallbackDetail['digest'][number]

/** Why the digest fits or not: the cause, what is expected, and every list with every salt that was tried. */
export function DigestTab({ entry }: { readonly entry: CallbackDetail }): ReactElement {
  const app = useApp()
  const why = entry.verdict.digest.findings[0]
  const open = (
    <Button small onPress={() => fillDigest(app, entry.sequence)}>
      Open in the digest workshop
    </Button>
  )
  if (entry.digest.length === 0 && entry.digestSearch === null) {
    return (
      <Empty title={why?.summary ?? 'There is no digest to work out'}>
        <p>
          {why?.explanation ??
            'Register the parameters and the salt in an endpoint profile, and the digest is worked out here.'}
        </p>
        {entry.family === 'legacy' && open}
      </Empty>
    )
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['scroll']} tabIndex={0} role="region" aria-label="Digest">
      {entry.digestSearch !== null && (
        <section className={table['cause']}>
          <h2 className={styles['sectionTitle']}>Cause</h2>
          <Causes search={entry.digestSearch} />
        </section>
      )}
      {entry.digest.length > 0 && <Tried digest={entry.digest} />}
      <div className={styles['section']}>{open}</div>
    </div>
  )
}

/** Every combination in a table, and how the chosen one comes about. */
function Tried({ digest }: { readonly digest: readonly Workings[] }): ReactElement {
  const best = Math.max(
    0,
    digest.findIndex(({ matches }) => matches),
  )
  const [chosen, setChosen] = useState(best)
  const shown = digest[chosen] ?? digest[0]
  return (
    <>
      {shown !== undefined && <Working workings={shown} />}
      <section className={cx(styles['section'], table['room'])}>
        <h2>
          Tried: {digest.length} {digest.length === 1 ? 'combination' : 'combinations'} of list, salt and algorithm
        </h2>
        <table className={table['tried']}>
          <thead>
            <tr>
              <th scope="col">Parameters</th>
              <th scope="col">Salt</th>
              <th scope="col">Gives</th>
            </tr>
          </thead>
          <tbody>
            {digest.map((workings, index) => (
              // The combinations of one callback never change their order.
              // oxlint-disable-next-line react/no-array-index-key
              <Row key={index} workings={workings} chosen={index === chosen} choose={() => setChosen(index)} />
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}

interface RowProps {
  readonly workings: Workings
  readonly chosen: boolean
  readonly choose: () => void
}

function Row({ workings, chosen, choose }: RowProps): ReactElement {
  const { algorithm, parameters, salt, saltLabel, expected, matches, list, listSource } = workings
  return (
    <tr data-chosen={chosen} data-matches={matches}>
      <td>
        <button type="button" className={table['choose']} aria-pressed={chosen} onClick={choose}>
          <Light name={null} state={matches ? 'pass' : 'fail'} />
          <span>
            <Captured text={parameters.map(({ name }) => name).join(' + ')} />
            <small title={listSource ?? undefined}>
              {list === 'registered' ? 'registered' : 'published'} ·{' '}
              <span className={table['algorithm']}>{ALGORITHM_NAMES[algorithm]}</span>
            </small>
          </span>
        </button>
      </td>
      <td>{salt === null ? 'none' : <Captured text={saltLabel} />}</td>
      <td className={table['digest']}>
        <code>{expected}</code>
      </td>
    </tr>
  )
}

function Working({ workings }: { readonly workings: Workings }): ReactElement {
  const presenting = useUi((ui) => ui.presenting)
  const [asked, setOpen] = useState(false)
  const open = asked && !presenting
  const { algorithm, parameters, salt, saltLabel, expected, received, matches } = workings
  return (
    <section className={table['room']}>
      <div className={styles['rowTitle']}>
        <Light name={null} state={matches ? 'pass' : 'fail'} />
        {ALGORITHM_NAMES[algorithm]} over {parameters.map(({ name }) => name).join(' + ')}{' '}
        {salt === null ? 'without a salt' : `with the salt: ${saltLabel}`}
        {salt !== null && (
          <span className={styles['push']}>
            <IconButton
              label={open ? 'Hide the salt' : 'Show the salt'}
              small
              quiet
              pressed={open}
              disabled={presenting}
              onPress={() => setOpen(!open)}
            >
              {open ? <EyeOff size={14} /> : <Eye size={14} />}
            </IconButton>
          </span>
        )}
      </div>
      <Joined parts={parameters.map(({ name, value }) => ({ name, text: value }))} salt={salt} saltShown={open} />
      <dl className={table['compare']}>
        <dt>expected</dt>
        <dd>{expected}</dd>
        <dt>received</dt>
        <dd>{received === null ? 'none' : <Marked text={received} other={expected} />}</dd>
      </dl>
    </section>
  )
}

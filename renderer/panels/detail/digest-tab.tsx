import { useState } from 'react'
import type { ReactElement } from 'react'
import Eye from 'lucide-react/icons/eye'
import EyeOff from 'lucide-react/icons/eye-off'
import type { CallbackDetail } from '../../../shared/protocol/views.ts'
import { Captured, Empty } from '../../kit/bits.tsx'
import { IconButton } from '../../kit/button.tsx'
import { cx } from '../../kit/cx.ts'
import { Light } from '../../kit/light.tsx'
import styles from './detail.module.css'
import { Marked } from './marked.tsx'

type Workings = CallbackDetail['digest'][number]

const PARTS = ['part1', 'part2', 'part3'] as const
/** As many dots for every salt: their number would tell its length. */
const MASK = '••••••••••'

/** How the digest came about, for every salt that was tried. */
export function DigestTab({ entry }: { readonly entry: CallbackDetail }): ReactElement {
  if (entry.digest.length === 0) {
    const why = entry.verdict.digest.findings[0]
    return (
      <Empty title={why?.summary ?? 'There is no digest to work out'}>
        <p>
          {why?.explanation ??
            'Register the parameters and the salt in an endpoint profile, and the digest is worked out here.'}
        </p>
      </Empty>
    )
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['scroll']} tabIndex={0} role="region" aria-label="Digest">
      {entry.digest.map((workings) => (
        <Candidate key={`${workings.saltLabel}-${workings.algorithm}`} workings={workings} />
      ))}
    </div>
  )
}

function Candidate({ workings }: { readonly workings: Workings }): ReactElement {
  const [open, setOpen] = useState(false)
  const { algorithm, parameters, salt, saltLabel, expected, received, matches } = workings
  return (
    <section className={styles['candidate']}>
      <div className={styles['rowTitle']}>
        <Light name={null} state={matches ? 'pass' : 'fail'} />
        {algorithm === 'SHA1' ? 'SHA-1' : algorithm} with {salt === null ? 'no salt' : `the ${saltLabel}`}
        {salt !== null && (
          <span className={styles['push']}>
            <IconButton
              label={open ? 'Hide the salt' : 'Show the salt'}
              small
              quiet
              pressed={open}
              onPress={() => setOpen(!open)}
            >
              {open ? <EyeOff size={14} /> : <Eye size={14} />}
            </IconButton>
          </span>
        )}
      </div>
      <div className={styles['box']} aria-label="Text that is hashed">
        {parameters.map((parameter, index) => (
          <span key={parameter.name} className={styles[PARTS[index % PARTS.length] ?? 'part1']} title={parameter.name}>
            <Captured text={parameter.value} />
          </span>
        ))}
        {salt !== null && <span className={styles['salt']}>{open ? <Captured text={salt} /> : MASK}</span>}
      </div>
      <div className={styles['legend']}>
        {parameters.map((parameter, index) => (
          <span key={parameter.name} className={styles[PARTS[index % PARTS.length] ?? 'part1']}>
            {parameter.name}
          </span>
        ))}
        {salt !== null && <span className={styles['salt']}>salt</span>}
      </div>
      <dl className={cx(styles['compare'], styles['section'])}>
        <dt>gives</dt>
        <dd>{expected}</dd>
        <dt>received</dt>
        <dd>{received === null ? 'none' : <Marked text={received} other={expected} />}</dd>
      </dl>
    </section>
  )
}

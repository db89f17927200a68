import type { ReactElement } from 'react'
import type { MethodResult } from '../../../shared/protocol/table.ts'
import { Captured } from '../../kit/bits.tsx'
import { LightFindings } from '../detail/light-findings.tsx'
import { TokenComparison } from './token-comparison.tsx'
import { TokenParts } from './token-parts.tsx'
import { TokenText } from './token-text.tsx'
import { TokenTimes } from './token-times.tsx'
import styles from './token.module.css'

type Checked = MethodResult<'signature.check'>

interface Props {
  readonly light: Checked['light']
  readonly jws: Checked['jws']
  /** When the callback arrived, or the present for a pasted token; ms since 1970. */
  readonly arrival: number
  /** Judged as of now, not as of an arrival. */
  readonly pasted?: boolean
}

const WORDS = {
  verified: 'Token verified',
  rejected: 'Token rejected',
  unverifiable: 'Token cannot be verified',
  malformed: 'Token malformed',
} as const

/** Everything that is known of a token: verdict and reason, life time, its parts, its claims, and the body beside it. */
export function TokenResult({ light, jws, arrival, pasted = false }: Props): ReactElement {
  const { verdict = null, reason = null } = light
  const { token, tokenLength, payloadText, keyId, verifiedBy } = jws
  return (
    <div>
      {verdict !== null && (
        <p className={styles['verdict']} data-verdict={verdict} data-reason={reason}>
          <strong>{WORDS[verdict]}</strong>
          <code>{reason}</code>
        </p>
      )}
      <LightFindings name="signature" light={light} />
      {payloadText !== null && <TokenTimes times={jws.times} arrival={arrival} pasted={pasted} />}
      {payloadText !== null && <TokenComparison comparison={jws.comparison} />}
      <section className={styles['section']}>
        <h2>
          Token
          {keyId !== null && (
            <>
              , key <Captured text={keyId.slice(0, 200)} />
            </>
          )}
          {verifiedBy !== null && (
            <>
              , verified by the key set <Captured text={verifiedBy} />
            </>
          )}
        </h2>
        <TokenText token={token} length={tokenLength} />
      </section>
      <TokenParts headerText={jws.headerText} payloadText={payloadText} payloadLength={jws.payloadLength} />
    </div>
  )
}

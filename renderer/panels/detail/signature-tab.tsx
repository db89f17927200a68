import type { ReactElement } from 'react'
import type { CallbackDetail } from '../../../shared/protocol/views.ts'
import { Empty } from '../../kit/bits.tsx'
import styles from './detail.module.css'
import { LightFindings } from './light-findings.tsx'
import { TokenParts, TokenText } from './token.tsx'

/** The token in the body: its verdict, its parts, its claims. */
export function SignatureTab({ entry }: { readonly entry: CallbackDetail }): ReactElement {
  const { jws } = entry
  const light = entry.verdict.signature
  if (jws === null) {
    const why = light.findings[0]
    return (
      <Empty title={why?.summary ?? 'There is no token'}>
        <p>{why?.explanation ?? 'The body holds no jwsData.'}</p>
      </Empty>
    )
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['scroll']} tabIndex={0} role="region" aria-label="Signature">
      <LightFindings name="signature" light={light} />
      <section className={styles['section']}>
        <h2>
          Token{jws.keyId === null ? '' : `, key ${jws.keyId}`}
          {jws.verifiedBy === null ? '' : `, verified by ${jws.verifiedBy}`}
        </h2>
        <TokenText token={jws.token} />
      </section>
      <TokenParts headerText={jws.headerText} payloadText={jws.payloadText} />
    </div>
  )
}

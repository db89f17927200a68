import type { ReactElement } from 'react'
import type { CallbackDetail } from '../../../shared/protocol/views.ts'
import { fillWorkshop } from '../../app/signature.ts'
import { useApp } from '../../app/use-app.ts'
import { Empty } from '../../kit/bits.tsx'
import { Button } from '../../kit/button.tsx'
import { TokenResult } from '../token/token-result.tsx'
import styles from './detail.module.css'

/** The token in the body: its verdict, its parts, its claims, and how it compares with the body. */
export function SignatureTab({ entry }: { readonly entry: CallbackDetail }): ReactElement {
  const app = useApp()
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
      <TokenResult light={light} jws={jws} arrival={entry.receivedAt} />
      <div className={styles['section']}>
        <Button small onPress={() => fillWorkshop(app, entry.sequence)}>
          Open in the signature workshop
        </Button>
      </div>
    </div>
  )
}

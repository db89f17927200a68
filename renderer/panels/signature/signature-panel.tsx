import { useEffect, useState } from 'react'
import type { ReactElement } from 'react'
import { toProblem } from '../../../shared/protocol/errors.ts'
import type { Problem } from '../../../shared/protocol/errors.ts'
import type { MethodResult } from '../../../shared/protocol/table.ts'
import { useApp } from '../../app/use-app.ts'
import { Banner, Empty } from '../../kit/bits.tsx'
import { TextField } from '../../kit/fields.tsx'
import { TwoColumns } from '../../kit/panel.tsx'
import { LightFindings } from '../detail/light-findings.tsx'
import { TokenParts, TokenText } from '../detail/token.tsx'

type Checked = MethodResult<'signature.check'>
interface Outcome {
  readonly token: string
  readonly checked: Checked | null
  readonly problem: Problem | null
}

const TYPING_PAUSE_MS = 200

/** Reads and verifies a pasted token, with a pasted key set or the registered ones. */
export function SignaturePanel(): ReactElement {
  const [token, setToken] = useState('')
  const [keySet, setKeySet] = useState('')
  const outcome = useChecked(token, keySet)
  return (
    <TwoColumns
      title="Signature check"
      intro="Only RS256 is accepted, and keys come only from a key set, never from the token. Without a key set of its own the token is checked against those of your profiles."
      left={
        <>
          <TextField
            label="Token (jwsData)"
            code
            rows={9}
            value={token}
            onChange={setToken}
            placeholder="eyJhbGciOiJSUzI1NiIs…"
          />
          <TextField
            label="Key set (JWKS), optional"
            code
            rows={9}
            value={keySet}
            onChange={setKeySet}
            placeholder='{"keys":[…]}'
          />
        </>
      }
      right={<Result outcome={outcome} />}
    />
  )
}

function Result({ outcome }: { readonly outcome: Outcome | null }): ReactElement {
  if (outcome === null) return <Empty title="Paste a token">Its verdict, its header and its claims show here.</Empty>
  if (outcome.problem !== null) return <Banner severity="error">{outcome.problem.message}</Banner>
  if (outcome.checked === null) return <Empty title="Checking …" />
  return (
    <div>
      <LightFindings name="signature" light={outcome.checked.light} />
      <br />
      <TokenText token={outcome.token} />
      <TokenParts headerText={outcome.checked.headerText} payloadText={outcome.checked.payloadText} />
    </div>
  )
}

function useChecked(token: string, keySet: string): Outcome | null {
  const { call } = useApp()
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  useEffect(() => {
    if (token.trim() === '') {
      setOutcome(null)
      return undefined
    }
    let current = true
    const timer = setTimeout(() => {
      call('signature.check', { token, keySet: keySet.trim() === '' ? null : keySet }).then(
        (checked) => current && setOutcome({ token, checked, problem: null }),
        (thrown: unknown) => current && setOutcome({ token, checked: null, problem: toProblem(thrown) }),
      )
    }, TYPING_PAUSE_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [call, token, keySet])
  return outcome
}

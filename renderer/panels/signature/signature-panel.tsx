import { useMemo } from 'react'
import type { ReactElement } from 'react'
import type { KeySetView } from '../../../shared/protocol/signature.ts'
import { useApp, useSignature, useUi } from '../../app/use-app.ts'
import { plural } from '../../format/units.ts'
import { Banner, Empty } from '../../kit/bits.tsx'
import { Button } from '../../kit/button.tsx'
import { Choice } from '../../kit/choice.tsx'
import { Select } from '../../kit/fields.tsx'
import { LargeText } from '../../kit/large-text.tsx'
import { TwoColumns } from '../../kit/panel.tsx'
import type { KeyChoice } from '../../state/signature.ts'
import { TokenResult } from '../token/token-result.tsx'
import { KeySetCard } from './key-set-card.tsx'
import { KeySets, useKeySets } from './key-sets.tsx'
import { keySetFault, useChecked } from './use-checked.ts'
import type { Outcome } from './use-checked.ts'

const CHOICES: readonly { readonly id: KeyChoice; readonly name: string }[] = [
  { id: 'registered', name: 'Registered key sets' },
  { id: 'pasted', name: 'Pasted keys' },
]
const ALL = ''

/** The signature workshop: a token, keys, and everything that can be said of them. */
export function SignaturePanel(): ReactElement {
  const state = useSignature((all) => all)
  const { signature } = useApp()
  const sets = useKeySets()
  const outcome = useChecked(state, sets)
  return (
    <TwoColumns
      title="Signature workshop"
      intro="Paste a token, a callback body or a whole request. Only RS256 is accepted, and keys come only from key sets, never from the token."
      left={
        <>
          <LargeText
            label="Token (jwsData)"
            rows={8}
            value={state.token}
            onChange={(token) => signature.change({ token })}
            placeholder="eyJhbGciOiJSUzI1NiIs…"
          />
          <Choice label="Keys" value={state.keys} options={CHOICES} onChange={(keys) => signature.change({ keys })} />
          {state.keys === 'pasted' ? (
            <PastedKeys keySet={state.keySet} view={outcome?.checked?.keySet ?? null} />
          ) : (
            <>
              {sets !== null && sets.length > 1 && <SetChoice sets={sets} chosen={state.set} />}
              <KeySets sets={sets} />
            </>
          )}
        </>
      }
      right={<Result outcome={outcome} token={state.token} />}
    />
  )
}

/** Keys that are typed, pasted or opened from a file; what was read of them stands below. */
function PastedKeys({ keySet, view }: { readonly keySet: string; readonly view: KeySetView | null }): ReactElement {
  const { signature, desktop, ui } = useApp()
  const problem = useMemo(() => keySetFault(keySet), [keySet])
  const open = (): void =>
    desktop.openText('key-set', (opened) => {
      if (opened === null) return
      if (opened.problem === null) signature.change({ keySet: opened.text })
      else ui.say(opened.problem, 'error')
    })
  return (
    <>
      <LargeText
        label="Key set (JWKS), one key, or PEM"
        rows={8}
        value={keySet}
        onChange={(text) => signature.change({ keySet: text })}
        placeholder='{"keys":[…]}'
      />
      <div>
        <Button small onPress={open}>
          Open a file…
        </Button>
      </div>
      {problem !== null && (
        <Banner severity="error" inset>
          {problem.message}
        </Banner>
      )}
      {view !== null && <KeySetCard set={view} />}
    </>
  )
}

/** All sets, or one: "would it verify with the test keys alone?" */
function SetChoice({
  sets,
  chosen,
}: {
  readonly sets: readonly KeySetView[]
  readonly chosen: string | null
}): ReactElement {
  const { signature } = useApp()
  const options = [
    { id: ALL, name: 'All registered key sets' },
    ...sets.map(({ name, profile }) => ({ id: name, name: profile ?? name })),
  ]
  return (
    <Select
      label="Check against"
      value={chosen ?? ALL}
      options={options}
      onChange={(id) => signature.change({ set: id === ALL ? null : id })}
    />
  )
}

function Result({ outcome, token }: { readonly outcome: Outcome | null; readonly token: string }): ReactElement {
  const now = useUi((ui) => ui.now)
  if (token.trim() === '') return <Empty title="Paste a token">Its verdict, its header and its claims show here.</Empty>
  if (outcome?.problem != null) return <Banner severity="error">{outcome.problem.message}</Banner>
  if (outcome?.checked == null) return <Empty title={`Checking ${plural(token.length, 'character')} …`} />
  const { light, jws } = outcome.checked
  return <TokenResult light={light} jws={jws} arrival={now} pasted />
}

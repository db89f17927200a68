import { useState } from 'react'
import type { ReactElement } from 'react'
import type { ProfileDraft } from '../../../shared/model/profile.ts'
import { toProblem } from '../../../shared/protocol/errors.ts'
import { useApp } from '../../app/use-app.ts'
import { Button } from '../../kit/button.tsx'
import { Select, TextField } from '../../kit/fields.tsx'
import { errorAt } from '../../state/profile-draft.ts'
import { isDirty } from '../../state/open-profile.ts'
import { KeySetCard as RegisteredKeys } from '../signature/key-set-card.tsx'
import { useKeySets } from '../signature/key-sets.tsx'
import { keySetText, readPastedKeys } from './key-text.ts'
import { Card } from './layout.tsx'
import styles from './profiles.module.css'
import { SecretField } from './secret-field.tsx'
import type { TabProps } from './tab-props.ts'
import { useEditor } from './use-editor.ts'

type KeySet = ProfileDraft['keySet']
const KINDS = [
  { id: 'none', name: 'None' },
  { id: 'url', name: 'Fetched from an address' },
  { id: 'file', name: 'A file' },
  { id: 'keys', name: 'Pasted: JWKS, JWK or PEM' },
] as const
type Kind = (typeof KINDS)[number]['id']

const kindOf = (keySet: KeySet): Kind => {
  if (keySet === undefined) return 'none'
  if (typeof keySet === 'string') return 'file'
  return 'url' in keySet ? 'url' : 'keys'
}

/** Addresses of the bank's key sets (Resurs documentation, page "Callbacks and polling status" of the Consumer Loan API). */
const ADDRESSES = {
  production: 'https://apigw.resurs.com/api/auth_service/jwks',
  test: 'https://apigw.integration.resurs.com/api/auth_service/jwks',
  lab: 'https://apigw.integration.resurs.com/api/auth_service/jwks',
} as const

function started(kind: Kind, environment: ProfileDraft['environment']): KeySet {
  switch (kind) {
    case 'none':
      return undefined
    case 'url':
      return { url: ADDRESSES[environment] }
    case 'file':
      return ''
    case 'keys':
      return { keys: [] }
  }
}

/** The key set of signed callbacks: where it comes from, and what it holds now. */
export function KeySetCard(props: TabProps): ReactElement {
  const { draft, change, locked, errors } = props
  const kind = kindOf(draft.keySet)
  return (
    <Card
      title="Key set"
      intro="The public keys that jwsData of loan callbacks is verified with. Test and production have separate ones; nothing in a token chooses a key."
    >
      <Select
        label="Key set"
        value={kind}
        options={KINDS}
        disabled={locked}
        onChange={(next) => next !== kind && change({ keySet: started(next, draft.environment) })}
      />
      {kind === 'url' && <Address {...props} />}
      {kind === 'file' && <File {...props} />}
      {kind === 'keys' && <Pasted {...props} />}
      {kind !== 'url' && errorAt(errors, 'keySet') !== undefined && (
        <p className={styles['bad']}>{errorAt(errors, 'keySet')}</p>
      )}
      <Registered name={props.open.previousName} />
    </Card>
  )
}

function Address({ open, draft, change, locked, errors }: TabProps): ReactElement | null {
  const { keySet } = draft
  if (typeof keySet !== 'object' || !('url' in keySet)) return null
  const { apiKey } = keySet
  return (
    <>
      <TextField
        label="Address"
        help="https only. The bank’s own address asks for an API key, which its support hands out."
        code
        value={keySet.url}
        disabled={locked}
        onChange={(url) => change({ keySet: { ...keySet, url } })}
        error={errors['keySet.url'] ?? errors['keySet']}
      />
      {apiKey === undefined ? (
        !locked && (
          <div className={styles['row']}>
            <Button small onPress={() => change({ keySet: { ...keySet, apiKey: '' } })}>
              Give an API key
            </Button>
          </div>
        )
      ) : (
        <SecretField
          open={open}
          locked={locked}
          name="API key"
          value={apiKey}
          onChange={(secret) => change({ keySet: { ...keySet, apiKey: secret } })}
          error={errors['keySet.apiKey']}
        />
      )}
    </>
  )
}

function File({ draft, change, locked }: TabProps): ReactElement | null {
  const app = useApp()
  if (typeof draft.keySet !== 'string') return null
  return (
    <div className={styles['add']} style={{ gridTemplateColumns: '1fr auto' }}>
      <TextField
        label="File"
        help="A path beside the profile, or a full one. JWKS, a list of keys, one JWK, or PEM."
        code
        value={draft.keySet}
        disabled={locked}
        onChange={(keySet) => change({ keySet })}
      />
      <Button
        disabled={locked}
        onPress={() => app.desktop.chooseFile('key-set', (path) => path !== null && change({ keySet: path }))}
      >
        Choose…
      </Button>
    </div>
  )
}

/** What is pasted goes into the profile as soon as it can be read; until then the text stays here, with the reason. */
function Pasted({ draft, change, locked }: TabProps): ReactElement {
  const app = useApp()
  const [text, setText] = useState(() => keySetText(draft.keySet))
  const read = readPastedKeys(text)
  const take = (pasted: string): void => {
    setText(pasted)
    const found = readPastedKeys(pasted)
    if (found.keySet !== null) change({ keySet: found.keySet })
  }
  const open = (): void =>
    app.desktop.openText('key-set', (opened) => {
      if (opened === null) return
      if (opened.problem !== null) app.ui.say(opened.problem, 'error')
      else take(opened.text)
    })
  return (
    <>
      <TextField
        label="Keys"
        code
        rows={8}
        value={text}
        disabled={locked}
        onChange={take}
        error={text.trim() === '' ? undefined : (read.problem ?? undefined)}
        placeholder={'{"keys":[{"kty":"RSA", …}]}  or  -----BEGIN PUBLIC KEY-----'}
      />
      <div className={styles['row']}>
        <Button small disabled={locked} onPress={open}>
          Read it from a file…
        </Button>
      </div>
    </>
  )
}

/** The set as the engine holds it now: age, keys, what is wrong with them. */
function Registered({ name }: { readonly name: string | null }): ReactElement | null {
  const app = useApp()
  const sets = useKeySets()
  const dirty = useEditor(isDirty)
  const [busy, setBusy] = useState(false)
  const set = sets?.find(({ profile }) => profile !== null && profile === name)
  if (set === undefined || name === null) return null
  const refresh = (): void => {
    setBusy(true)
    app
      .call('keysets.refresh', { profile: name })
      .then(() => app.ui.say('Fetched the key set.'))
      .catch((thrown: unknown) => app.ui.fail(toProblem(thrown)))
      .finally(() => setBusy(false))
  }
  return (
    <>
      {dirty && <p className={styles['muted']}>As it was saved last:</p>}
      <RegisteredKeys set={set} busy={busy} onRefresh={set.kind === 'url' ? refresh : undefined} />
    </>
  )
}

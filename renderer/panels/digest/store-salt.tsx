import { useState } from 'react'
import type { ReactElement } from 'react'
import { toProblem } from '../../../shared/protocol/errors.ts'
import { storeSalt } from '../../app/digest.ts'
import { useApp, useDigest, useEngine } from '../../app/use-app.ts'
import { Button } from '../../kit/button.tsx'
import { Select } from '../../kit/fields.tsx'
import styles from './digest.module.css'

/** Stores the salt in a profile: the one that the callback belongs to, or another. */
export function StoreSalt(): ReactElement | null {
  const app = useApp()
  const { salt, profileName } = useDigest((state) => ({
    salt: state.salt,
    profileName: state.origin?.profileName ?? null,
  }))
  const profiles = useEngine((state) => state.profiles) ?? []
  const names = profiles.flatMap(({ kind, name, family }) =>
    kind === 'profile' && name !== null && (family === null || family === 'legacy') ? [name] : [],
  )
  const [chosen, setChosen] = useState<string | null>(null)
  const [storing, setStoring] = useState(false)
  if (salt === '' || names.length === 0) return null
  const wanted = chosen ?? profileName
  const target = names.find((name) => name === wanted) ?? names[0] ?? ''
  const store = (): void => {
    setStoring(true)
    storeSalt(app, target)
      .catch((thrown: unknown) => app.ui.fail(toProblem(thrown)))
      .finally(() => setStoring(false))
  }
  return (
    <div className={styles['store']}>
      {names.length > 1 && (
        <Select
          label="Profile"
          value={target}
          options={names.map((name) => ({ id: name, name }))}
          onChange={setChosen}
        />
      )}
      <Button disabled={storing} onPress={store}>
        Store this salt in {target}
      </Button>
    </div>
  )
}

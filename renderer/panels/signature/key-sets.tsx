import { useCallback, useEffect, useState } from 'react'
import type { ReactElement } from 'react'
import { toProblem } from '../../../shared/protocol/errors.ts'
import type { KeySetView } from '../../../shared/protocol/signature.ts'
import { useApp, useEngine } from '../../app/use-app.ts'
import { Button } from '../../kit/button.tsx'
import { Empty } from '../../kit/bits.tsx'
import { KeySetCard } from './key-set-card.tsx'
import styles from './signature.module.css'

/** The registered key sets; read again whenever a profile or a file changes. */
export function useKeySets(): readonly KeySetView[] | null {
  const { call, ui } = useApp()
  const profiles = useEngine((state) => state.profiles)
  const [sets, setSets] = useState<readonly KeySetView[] | null>(null)
  useEffect(() => {
    let current = true
    call('keysets.list', {}).then(
      (listed) => current && setSets(listed.sets),
      (thrown: unknown) => current && ui.fail(toProblem(thrown)),
    )
    return () => {
      current = false
    }
  }, [call, ui, profiles])
  return sets
}

/** Every registered key set, with its age and its keys; those with an address can be fetched anew. */
export function KeySets({ sets }: { readonly sets: readonly KeySetView[] | null }): ReactElement {
  const app = useApp()
  const [busy, setBusy] = useState<string | null>(null)
  const refresh = useCallback(
    (profile: string) => {
      setBusy(profile)
      app
        .call('keysets.refresh', { profile })
        .then(() => app.ui.say(`Fetched the key set of ${profile}.`))
        .catch((thrown: unknown) => app.ui.fail(toProblem(thrown)))
        .finally(() => setBusy(null))
    },
    [app],
  )
  return (
    <div className={styles['cards']}>
      <div className={styles['title']}>
        <h2>Registered key sets</h2>
        <Button small onPress={() => app.desktop.openLink('profiles')}>
          How to register one
        </Button>
      </div>
      {sets?.length === 0 && (
        <Empty title="No key set is registered">
          Without one a token is decoded, but not verified. Put the bank’s key set into a profile, or paste it above.
        </Empty>
      )}
      {sets?.map((set) => (
        <KeySetCard
          key={`${set.kind} ${set.name}`}
          set={set}
          busy={busy !== null && busy === set.profile}
          onRefresh={set.kind === 'url' && set.profile !== null ? () => refresh(set.profile ?? '') : undefined}
        />
      ))}
    </div>
  )
}

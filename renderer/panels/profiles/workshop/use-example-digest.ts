import { useEffect, useState } from 'react'
import type { ProfileDraft } from '../../../../shared/model/profile.ts'
import { useApp } from '../../../app/use-app.ts'
import { useEditor } from '../use-editor.ts'

interface ExampleDigest {
  /** null: it cannot be computed here. */
  readonly digest: string | null
  /** What the digest in the example is, in a sentence. */
  readonly words: string
}

const SAMPLE =
  'The digest is the published example, not one of this profile: show the salt, and the right one stands here.'

/** The digest that the bank would send for the values, when the salt is in sight: typed, shown on demand, or none at all. */
export function useExampleDigest(digest: ProfileDraft['digest'], valueOf: (name: string) => string): ExampleDigest {
  const { call } = useApp()
  const { salt, algorithm = 'SHA1', parameters = [] } = digest ?? {}
  const revealed = useEditor((state) =>
    salt != null && typeof salt !== 'string' && 'keep' in salt ? state.revealed[salt.keep] : undefined,
  )
  const known =
    digest == null || salt === undefined || salt === ''
      ? undefined
      : typeof salt === 'object' && salt !== null
        ? revealed
        : salt
  const values = JSON.stringify(parameters.map(valueOf))
  const [computed, setComputed] = useState<string | null>(null)
  useEffect(() => {
    let current = true
    const keep = (found: string | null): void => {
      if (current) setComputed(found)
    }
    const joined = JSON.parse(values) as string[]
    if (known === undefined || joined.length === 0) keep(null)
    // Without it the published example stands there.
    else
      call('digest.compute', { algorithm, values: joined, salt: known }).then(
        (found) => keep(found.digest),
        () => keep(null),
      )
    return () => {
      current = false
    }
  }, [call, algorithm, values, known])
  if (digest == null)
    return { digest: null, words: 'No digest is configured for this event: the bank has nothing to put there.' }
  return computed === null
    ? { digest: null, words: SAMPLE }
    : { digest: computed, words: 'The digest is the right one for these values and the salt of this profile.' }
}

import type { ProfileView } from '../../shared/protocol/profiles.ts'
import type { Guess } from '../../shared/templates/guess/guess.ts'
import { freeName, mergeGuess, profileOfGuess } from '../../shared/templates/guess/to-profile.ts'
import type { ProposedProfile } from '../../shared/templates/guess/to-profile.ts'
import { fresh, fromView } from './open-profile.ts'
import { emptyProfile } from './profile-draft.ts'
import type { EditorCore } from './editor-core.ts'

function propose(
  core: EditorCore,
  { draft, notice }: ProposedProfile,
  event: string | null,
  view: ProfileView | null,
): void {
  core.ui.setPanel('profiles')
  const tab = event === null ? 'endpoint' : 'templates'
  core.show(view === null ? fresh(draft, notice) : { ...fromView(view), draft, notice }, tab, event)
}

/** Asks the stored profiles, one after the other, until one takes the guess in; else proposes a new one. */
async function proposeGuess(core: EditorCore, guess: Guess, event: string | null): Promise<void> {
  for (const name of core.names()) {
    const view = await core.call('profiles.read', { name })
    const proposed = view.readOnly === null ? mergeGuess(view.profile, guess, event) : null
    if (proposed !== null) return propose(core, proposed, event, view)
  }
  propose(core, profileOfGuess(guess, event, core.names()), event, null)
}

/** The ways in which a profile comes into the editor. */
export function profileOpening(core: EditorCore) {
  const { call, ui, names, get, show, guarded, told } = core
  return {
    /** Opens a profile from disk. */
    openStored: (name: string): void => {
      if (get().open?.previousName === name) return
      guarded(() => told(call('profiles.read', { name }), (view) => show(fromView(view))))
    },
    openNew: (): void => {
      ui.setPanel('profiles')
      guarded(() => show(fresh(emptyProfile(freeName('New endpoint', names())), null), 'endpoint'))
    },
    /** Proposes a profile of a guess, or the change of one that covers the same place. */
    openGuess: (guess: Guess, event: string | null): void =>
      guarded(() => told(proposeGuess(core, guess, event), () => undefined)),
    remove: (name: string): void =>
      ui.confirm({
        title: `Delete the profile “${name}”?`,
        body: 'Its templates, salts and credentials are gone for good, and callbacks that it covers can no longer be verified. What was captured stays.',
        action: 'Delete the profile',
        run: () =>
          told(call('profiles.delete', { name }), () => {
            if (get().open?.previousName === name) show(null)
            ui.say(`Deleted the profile “${name}”.`)
          }),
      }),
  }
}

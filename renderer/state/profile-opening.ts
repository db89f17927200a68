import type { ProfileView } from '../../shared/protocol/profiles.ts'
import type { Guess } from '../../shared/templates/guess/guess.ts'
import { freeName, mergeGuess, profileOfGuess } from '../../shared/templates/guess/to-profile.ts'
import type { ProposedProfile } from '../../shared/templates/guess/to-profile.ts'
import { fresh, fromView, isDirty } from './open-profile.ts'
import { emptyProfile, sameDraft } from './profile-draft.ts'
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

const CHANGED = 'The file was changed elsewhere meanwhile. Saving replaces it; discarding shows what stands there now.'
const GONE = 'The file is gone. Its secrets went with it: enter them again before you save it as a new profile.'

/** The file was changed, renamed or deleted by somebody else: shows it, unless something unsaved would be lost. */
async function refresh({ get, set, show, call, names }: EditorCore): Promise<void> {
  const { open } = get()
  if (open?.previousName == null || get().saving) return
  if (!names().includes(open.previousName)) {
    if (!isDirty(get())) return show(null)
    return set({ open: { ...open, previousName: null, file: null, secrets: [], notice: GONE } })
  }
  const view = await call('profiles.read', { name: open.previousName })
  const now = get().open
  if (now !== open) return
  const same = sameDraft(open.base, view.profile) && JSON.stringify(open.secrets) === JSON.stringify(view.secrets)
  const found = fromView(view)
  if (same) return set({ open: { ...open, file: found.file, readOnly: found.readOnly } })
  if (!isDirty(get())) return set({ open: { ...found, notice: open.notice }, revealed: {} })
  set({ open: { ...found, draft: open.draft, notice: CHANGED }, revealed: {} })
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
    /** To be called whenever the engine tells of profiles. */
    refresh: (): void => {
      // A profile that cannot be read just now is told of again, with the reason in the list.
      refresh(core).catch(() => undefined)
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

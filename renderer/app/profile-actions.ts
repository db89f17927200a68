import { guessOf } from '../state/guess-of.ts'
import { isDirty } from '../state/open-profile.ts'
import type { Guess } from '../../shared/templates/guess/guess.ts'
import { toPanel } from './action.ts'
import type { Action } from './action.ts'
import type { App } from './create-app.ts'
import { chooseExport, exportWithSecrets } from './profile-files.ts'

/** What the chosen callback's endpoint probably is; null when there is nothing to propose. */
const guessHere = (app: App): Guess | null => guessOf(app.detail.store.getState().entry)

/** Opens a profile of the chosen callback in the editor, ready to be looked through and saved. */
function makeProfile(app: App): void {
  const guess = guessHere(app)
  if (guess !== null) app.profiles.openGuess(guess, guess.event ?? guess.candidates[0] ?? null)
}

/** Asks for a profile file and takes it in. */
export function importProfile(app: App): void {
  app.ui.setPanel('profiles')
  app.desktop.openText('profile', (opened) => {
    if (opened === null) return
    if (opened.problem !== null) return app.ui.say(opened.problem, 'error')
    app.profiles.importText(opened.text)
  })
}

const ready = (app: App): boolean => app.engine.store.getState().link.kind === 'ready'

/** The profile of the editor, when it is on disk. */
const stored = (app: App): string | null => app.profiles.store.getState().open?.previousName ?? null
const withStored = (id: Action['id'], title: string, run: (app: App, name: string) => void): Action => ({
  id,
  title,
  group: 'Profiles',
  enabled: (app) => ready(app) && stored(app) !== null,
  run: (app) => {
    const name = stored(app)
    if (name !== null) run(app, name)
  },
})
const savable = (app: App): boolean => {
  const state = app.profiles.store.getState()
  const inSight = app.ui.store.getState().panel === 'profiles'
  return ready(app) && inSight && state.open?.readOnly === null && isDirty(state)
}

/** What can be done with profiles. */
export const PROFILE_ACTIONS: readonly Action[] = [
  toPanel('profiles', 'Profiles', 'mod+8'),
  {
    id: 'profile-of-callback',
    title: 'Make a profile of this callback',
    group: 'Profiles',
    enabled: (app) => ready(app) && guessHere(app) !== null,
    run: makeProfile,
  },
  { id: 'profile-new', title: 'New profile', group: 'Profiles', enabled: ready, run: (app) => app.profiles.openNew() },
  { id: 'profile-import', title: 'Import a profile…', group: 'Profiles', enabled: ready, run: importProfile },
  {
    id: 'profile-save',
    title: 'Save the profile',
    group: 'Profiles',
    shortcut: 'mod+s',
    enabled: savable,
    run: (app) => void app.profiles.save(),
  },
  withStored('profile-duplicate', 'Duplicate the profile', (app, name) => app.profiles.duplicate(name)),
  withStored('profile-export', 'Export the profile, without secrets…', (app, name) => chooseExport(app, name, false)),
  withStored('profile-export-secrets', 'Export the profile with its secrets…', exportWithSecrets),
  withStored('profile-delete', 'Delete the profile…', (app, name) => app.profiles.remove(name)),
]

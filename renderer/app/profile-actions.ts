import { guessOf } from '../state/guess-of.ts'
import type { Guess } from '../../shared/templates/guess/guess.ts'
import type { Action } from './action.ts'
import type { App } from './create-app.ts'

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

/** What can be done with profiles. */
export const PROFILE_ACTIONS: readonly Action[] = [
  {
    id: 'panel-profiles',
    title: 'Profiles',
    group: 'Go to',
    shortcut: 'mod+8',
    enabled: () => true,
    run: (app) => app.ui.setPanel('profiles'),
  },
  {
    id: 'profile-of-callback',
    title: 'Make a profile of this callback',
    group: 'Profiles',
    enabled: (app) => ready(app) && guessHere(app) !== null,
    run: makeProfile,
  },
  { id: 'profile-new', title: 'New profile', group: 'Profiles', enabled: ready, run: (app) => app.profiles.openNew() },
  { id: 'profile-import', title: 'Import a profile…', group: 'Profiles', enabled: ready, run: importProfile },
]

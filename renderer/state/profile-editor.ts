import { createStore } from 'zustand/vanilla'
import type { ProfileDraft } from '../../shared/model/profile.ts'
import { toProblem } from '../../shared/protocol/errors.ts'
import type { EditorCore, ProfileEditorDeps } from './editor-core.ts'
import { NEEDS_A_LOOK } from './leaving.ts'
import type { Unsaved } from './leaving.ts'
import { fromView, isDirty } from './open-profile.ts'
import type { ProfileEditorState, ProfileTab } from './open-profile.ts'
import { draftErrors, problemError } from './profile-draft.ts'
import { profileExchange } from './profile-exchange.ts'
import { profileOpening } from './profile-opening.ts'

export type ProfileEditor = ReturnType<typeof createProfileEditor>

function coreOf(deps: ProfileEditorDeps) {
  const store = createStore<ProfileEditorState>(() => ({
    open: null,
    tab: 'endpoint',
    event: null,
    revealed: {},
    saving: false,
  }))
  const { getState: get, setState } = store
  const core: EditorCore = {
    ...deps,
    get,
    set: (part) => setState(part),
    show: (open, tab = get().tab, event = null) => {
      const first = Object.keys(open?.draft.events ?? {})[0] ?? null
      setState({ open, tab, event: event ?? first, revealed: {} })
    },
    guarded: (run) => deps.ui.leave('profiles', run),
    told: (answer, done) => {
      answer.then(done, (thrown: unknown) => deps.ui.fail(toProblem(thrown)))
    },
  }
  return { store, core }
}

async function save({ get, set, call, ui }: EditorCore): Promise<void> {
  const { open, saving } = get()
  if (open === null || open.readOnly !== null || saving) return
  if (Object.keys(draftErrors(open.draft)).length > 0) {
    return ui.say(NEEDS_A_LOOK, 'error')
  }
  set({ saving: true })
  try {
    const view = await call('profiles.save', { profile: open.draft, previousName: open.previousName })
    set({ open: fromView(view), revealed: {} })
    ui.say('Saved. Everything stored is judged again with it.')
  } catch (thrown) {
    const problem = toProblem(thrown)
    const now = get().open
    if (now !== null) set({ open: { ...now, refused: problemError(problem) } })
    ui.fail(problem)
  } finally {
    set({ saving: false })
  }
}

/** What would be lost with the editor, and how it is kept or given up. */
function unsavedOf(core: EditorCore, discard: () => void): Unsaved | null {
  const { open } = core.get()
  if (open === null || open.readOnly !== null || !isDirty(core.get())) return null
  const sound = Object.keys(draftErrors(open.draft)).length === 0
  return {
    what: `the ${open.previousName === null ? 'new ' : ''}profile “${open.draft.name}”`,
    saving: core.get().saving,
    wrong: sound ? null : NEEDS_A_LOOK,
    save: async () => {
      await save(core)
      return !isDirty(core.get())
    },
    discard,
  }
}

async function reveal({ get, call, ui }: EditorCore, path: string): Promise<string | null> {
  const { open, revealed } = get()
  if (open?.previousName == null) return null
  const known = revealed[path]
  if (known !== undefined) return known
  try {
    const { secret } = await call('profiles.reveal', { name: open.previousName, path })
    return secret
  } catch (thrown) {
    ui.fail(toProblem(thrown))
    return null
  }
}

/** The profile editor: what is open, what was changed, and what can be done with it. */
export function createProfileEditor(deps: ProfileEditorDeps) {
  const { store, core } = coreOf(deps)
  const { get, set, show } = core
  const discard = (): void => {
    const { open } = get()
    if (open === null) return
    show(open.previousName === null ? null : { ...open, draft: open.base, refused: {}, notice: null })
  }
  store.subscribe(() => deps.ui.setUnsaved('profiles', unsavedOf(core, discard)))
  return {
    store,
    ...profileOpening(core),
    ...profileExchange(core),
    setTab: (tab: ProfileTab): void => set({ tab }),
    setEvent: (event: string | null): void => set({ event }),
    change: (part: Partial<ProfileDraft>): void => {
      const { open } = get()
      if (open !== null) set({ open: { ...open, draft: { ...open.draft, ...part }, refused: {} } })
    },
    /** Back to what is on disk; a new profile is closed. */
    discard,
    save: () => save(core),
    /** A stored secret, for a copy that the user asked for; it is not shown. */
    secret: (path: string) => reveal(core, path),
    /** Shows a stored secret until it is hidden, or the profile is closed or saved. */
    reveal: async (path: string): Promise<void> => {
      const { open } = get()
      const secret = await reveal(core, path)
      if (secret !== null && get().open === open) set({ revealed: { ...get().revealed, [path]: secret } })
    },
    hide: (path: string): void => {
      const { [path]: _, ...others } = get().revealed
      set({ revealed: others })
    },
  }
}

import type { Call } from '../link/client.ts'
import type { OpenProfile, ProfileEditorState, ProfileTab } from './open-profile.ts'
import type { UiStore } from './ui.ts'

/** What the profile editor needs of the app. */
export interface ProfileEditorDeps {
  readonly call: Call
  readonly ui: Pick<UiStore, 'say' | 'fail' | 'confirm' | 'setPanel' | 'leave' | 'setUnsaved'>
  /** Names in use. */
  readonly names: () => readonly string[]
}

/** What the parts of the editor share. */
export interface EditorCore extends ProfileEditorDeps {
  readonly get: () => ProfileEditorState
  readonly set: (part: Partial<ProfileEditorState>) => void
  /** Shows a profile (null: none), on a tab and with an event; secrets that were shown are forgotten. */
  readonly show: (open: OpenProfile | null, tab?: ProfileTab, event?: string | null) => void
  /** Runs at once, or after the user has saved or given up what is not saved. */
  readonly guarded: (run: () => void) => void
  /** Waits for the engine's answer; a refusal is said. */
  readonly told: <T>(answer: Promise<T>, done: (value: T) => void) => void
}

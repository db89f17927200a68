import type { ProfileDraft } from '../../shared/model/profile.ts'
import type { ProfileView, SecretView } from '../../shared/protocol/profiles.ts'
import { draftErrors, sameDraft } from './profile-draft.ts'
import type { FieldErrors } from './profile-draft.ts'

export const PROFILE_TABS = ['endpoint', 'templates', 'digest', 'access'] as const
export type ProfileTab = (typeof PROFILE_TABS)[number]

/** The profile that is being edited. It outlives the panel: looking something up in the inbox loses nothing. */
export interface OpenProfile {
  /** The profile on disk that a save replaces; null: a new one. */
  readonly previousName: string | null
  readonly file: string | null
  /** Why it cannot be saved; null: it can. */
  readonly readOnly: string | null
  readonly secrets: readonly SecretView[]
  /** As it stands on disk; for a new one, as it was opened. */
  readonly base: ProfileDraft
  readonly draft: ProfileDraft
  /** Where it comes from, when not from disk. */
  readonly notice: string | null
  /** What the engine refused at the last save. */
  readonly refused: FieldErrors
}

export interface ProfileEditorState {
  readonly open: OpenProfile | null
  readonly tab: ProfileTab
  /** The event whose template is shown. */
  readonly event: string | null
  /** Secrets that the user asked to see, by path; forgotten with the profile. */
  readonly revealed: Readonly<Record<string, string>>
  readonly saving: boolean
}

/** Whether something would be lost. */
export const isDirty = ({ open }: ProfileEditorState): boolean =>
  open !== null && (open.previousName === null || !sameDraft(open.base, open.draft))

/** What stops a save: the schema's messages, then what the engine said. */
export const errorsOf = (open: OpenProfile): FieldErrors => ({ ...open.refused, ...draftErrors(open.draft) })

/** A profile from disk, as it is opened. */
export const fromView = ({ name, file, readOnly, profile, secrets }: ProfileView): OpenProfile => ({
  previousName: name,
  file,
  readOnly,
  secrets,
  base: profile,
  draft: profile,
  notice: null,
  refused: {},
})

/** A profile that is not on disk yet. */
export const fresh = (draft: ProfileDraft, notice: string | null): OpenProfile => ({
  previousName: null,
  file: null,
  readOnly: null,
  secrets: [],
  base: draft,
  draft,
  notice,
  refused: {},
})

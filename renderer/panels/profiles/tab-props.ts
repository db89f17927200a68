import type { ProfileDraft } from '../../../shared/model/profile.ts'
import type { TemplateMark } from '../../../shared/templates/lint.ts'
import type { FieldErrors } from '../../state/profile-draft.ts'
import type { OpenProfile } from '../../state/open-profile.ts'

/** What every part of the editor gets. */
export interface TabProps {
  readonly open: OpenProfile
  readonly draft: ProfileDraft
  readonly change: (part: Partial<ProfileDraft>) => void
  readonly errors: FieldErrors
  /** The profile cannot be saved here: fields show, and cannot be changed. */
  readonly locked: boolean
}

/** What the workshop of one event gets. */
export interface WorkshopProps extends TabProps {
  readonly event: string
  readonly marks: readonly TemplateMark[]
}

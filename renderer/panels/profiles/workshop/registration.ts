import type { ProfileDraft } from '../../../../shared/model/profile.ts'
import type { SecretInDraft } from '../../../../shared/model/secret-text.ts'
import { MASKED } from '../../../../shared/templates/registration/call.ts'
import type { Registration } from '../../../../shared/templates/registration/call.ts'
import { digestFor, eventIn } from '../../../state/profile-draft.ts'

/** The text that stands in a call for a secret of the draft. */
export type SecretText = (secret: SecretInDraft) => string

/** Every secret masked; what is not entered yet stays empty, so that its place is named. */
export const maskedSecrets: SecretText = (secret) => (secret === '' ? '' : MASKED)

function saltText(salt: SecretInDraft | null | undefined, text: SecretText): string | null | undefined {
  if (salt == null) return salt
  const plain = text(salt)
  return plain === '' ? undefined : plain
}

function credentialsOf({ credentials }: ProfileDraft, text: SecretText): Registration['credentials'] {
  if (credentials === undefined) return null
  return credentials.kind === 'basic'
    ? { kind: 'basic', user: credentials.user, password: text(credentials.password) }
    : { kind: 'bearer', token: text(credentials.token) }
}

/** What is registered for an event of a draft. */
export function registrationOf(draft: ProfileDraft, event: string, template: string, text: SecretText): Registration {
  const digest = digestFor(draft, event)
  return {
    event,
    environment: draft.environment,
    template,
    digest:
      digest == null
        ? null
        : { algorithm: digest.algorithm, parameters: digest.parameters, salt: saltText(digest.salt, text) },
    credentials: credentialsOf(draft, text),
  }
}

/** The URL of each event of a draft. */
export function urlsOf(draft: ProfileDraft): ReadonlyMap<string, string> {
  return new Map(
    Object.keys(draft.events).flatMap((event) => {
      const { uriTemplate } = eventIn(draft, event)
      return uriTemplate === undefined ? [] : [[event, uriTemplate] as const]
    }),
  )
}

/** The secrets that a call needs, in plain text; those of the stored profile are asked for. Null: one cannot be had. */
export async function shownSecrets(
  draft: ProfileDraft,
  event: string,
  reveal: (path: string) => Promise<string | null>,
): Promise<SecretText | null> {
  const { credentials } = draft
  const login =
    credentials === undefined ? [] : [credentials.kind === 'basic' ? credentials.password : credentials.token]
  const known = new Map<SecretInDraft, string>()
  for (const secret of [digestFor(draft, event)?.salt, ...login]) {
    if (secret == null) continue
    const plain = typeof secret === 'string' ? secret : 'env' in secret ? `$${secret.env}` : await reveal(secret.keep)
    if (plain === null) return null
    known.set(secret, plain)
  }
  return (secret) => known.get(secret) ?? ''
}

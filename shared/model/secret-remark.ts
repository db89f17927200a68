/** What may be odd about a secret; closed, each with a sentence in shared/checks/secret-remarks.ts. */
export const SECRET_REMARKS = [
  'empty',
  'leading-space',
  'trailing-space',
  'control',
  'invisible',
  'non-ascii',
  'html',
  'percent',
  'example',
] as const
export type SecretRemarkCode = (typeof SECRET_REMARKS)[number]

export interface SecretRemark {
  readonly code: SecretRemarkCode
  /** One sentence for the user; never the secret itself. */
  readonly text: string
}

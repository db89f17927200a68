import type { ReactElement } from 'react'
import { TwoColumns } from '../../kit/panel.tsx'
import { Inputs } from './inputs.tsx'
import { Result } from './result.tsx'

/** The digest workshop: values, salt and algorithm in, the digest out; and why another one came. */
export function DigestPanel(): ReactElement {
  return (
    <TwoColumns
      title="Digest workshop"
      intro="The bank joins the values in the order in which they were registered, without separators, adds the salt, and sends the hash in upper case. Nothing typed here is kept unless you store it."
      left={<Inputs />}
      right={<Result />}
    />
  )
}

import type { ReactElement } from 'react'
import Eye from 'lucide-react/icons/eye'
import EyeOff from 'lucide-react/icons/eye-off'
import { plural } from '../../format/units.ts'
import { Button } from '../../kit/button.tsx'
import type { Hiding } from './use-hidden.ts'

/** Says while presenting how many values are hidden, and shows them on demand. Nothing when there are none. */
export function HiddenNote({ count, hidden, toggle }: Hiding): ReactElement | null {
  if (count === 0) return null
  return (
    <Button small onPress={toggle}>
      {hidden ? <Eye size={14} aria-hidden /> : <EyeOff size={14} aria-hidden />}{' '}
      {hidden ? `${plural(count, 'value')} hidden: show` : 'Hide again'}
    </Button>
  )
}

import { useEffect, useState } from 'react'
import type { ReactElement } from 'react'
import Eye from 'lucide-react/icons/eye'
import EyeOff from 'lucide-react/icons/eye-off'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import type { MethodResult } from '../../../shared/protocol/table.ts'
import { useApp, useDigest, useUi } from '../../app/use-app.ts'
import { IconButton } from '../../kit/button.tsx'
import { TextField } from '../../kit/fields.tsx'
import styles from './digest.module.css'

type Traits = MethodResult<'profiles.inspectSecret'>

/** The salt: masked until asked for, with its fingerprint and with what is odd about it. */
export function SaltField(): ReactElement {
  const { digest } = useApp()
  const { salt, asked } = useDigest((state) => ({ salt: state.salt, asked: state.saltShown }))
  const presenting = useUi((ui) => ui.presenting)
  const saltShown = asked && !presenting
  const traits = useTraits(salt)
  return (
    <div>
      <div className={styles['salt']}>
        <TextField
          label="Salt"
          code
          type={saltShown ? 'text' : 'password'}
          value={salt}
          onChange={(text) => digest.change({ salt: text })}
          {...(salt === '' ? { help: 'Leave it empty when the callback was registered without a salt.' } : {})}
        />
        <IconButton
          label={saltShown ? 'Hide the salt' : 'Show the salt'}
          quiet
          pressed={saltShown}
          disabled={presenting}
          onPress={() => digest.change({ saltShown: !saltShown })}
        >
          {saltShown ? <EyeOff size={15} /> : <Eye size={15} />}
        </IconButton>
      </div>
      {traits !== null && salt !== '' && (
        <div className={styles['traits']}>
          <span>
            Fingerprint <code>{traits.fingerprint}</code>, {traits.length}{' '}
            {traits.length === 1 ? 'character' : 'characters'}
          </span>
          {traits.remarks.map(({ code, text }) => (
            <span key={code} className={styles['remark']}>
              <TriangleAlert size={14} aria-hidden />
              {text}
            </span>
          ))}
        </div>
      )}
    </div>
  )
}

function useTraits(secret: string): Traits | null {
  const { call } = useApp()
  const [traits, setTraits] = useState<Traits | null>(null)
  useEffect(() => {
    let current = true
    const keep = (found: Traits | null): void => {
      if (current) setTraits(found)
    }
    if (secret === '') keep(null)
    // Without them the field works all the same; a lost link has its own notice.
    else call('profiles.inspectSecret', { secret }).then(keep, () => keep(null))
    return () => {
      current = false
    }
  }, [call, secret])
  return traits
}

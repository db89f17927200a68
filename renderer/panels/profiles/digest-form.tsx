import type { ReactElement } from 'react'
import { ALGORITHM_OPTIONS } from '../../format/words.ts'
import { Choice } from '../../kit/choice.tsx'
import type { DigestDraft } from '../../state/profile-draft.ts'
import { ParameterList } from './parameter-list.tsx'
import { PreviousSalts } from './previous-salts.tsx'
import styles from './profiles.module.css'
import { SaltField } from './salt-field.tsx'
import type { TabProps } from './tab-props.ts'

interface Props extends Pick<TabProps, 'open' | 'locked' | 'errors'> {
  readonly digest: DigestDraft
  readonly onChange: (digest: DigestDraft) => void
  readonly path: string
  readonly offered: readonly string[]
}

/** One digest configuration: algorithm, parameters, present and previous salts. */
export function DigestForm({ digest, onChange, path, offered, ...rest }: Props): ReactElement {
  return (
    <>
      <div className={styles['field']}>
        <span className={styles['label']}>Algorithm</span>
        <Choice
          label="Algorithm"
          value={digest.algorithm}
          options={ALGORITHM_OPTIONS}
          onChange={(algorithm) => !rest.locked && onChange({ ...digest, algorithm })}
        />
      </div>
      <ParameterList
        parameters={digest.parameters}
        offered={offered}
        locked={rest.locked}
        onChange={(parameters) => onChange({ ...digest, parameters })}
        error={rest.errors[`${path}.parameters`]}
      />
      <SaltField {...rest} digest={digest} onChange={onChange} path={path} />
      <PreviousSalts
        {...rest}
        salts={digest.previousSalts ?? []}
        path={`${path}.previousSalts`}
        onChange={(previousSalts) =>
          onChange({ ...digest, previousSalts: previousSalts.length === 0 ? undefined : previousSalts })
        }
      />
    </>
  )
}

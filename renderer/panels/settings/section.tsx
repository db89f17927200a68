import type { ReactElement, ReactNode } from 'react'
import type { Settings } from '../../../shared/model/settings.ts'
import type { FieldErrors } from './draft.ts'
import styles from './settings.module.css'

/** What every section of the settings gets. */
export interface SectionProps {
  readonly draft: Settings
  readonly change: (part: Partial<Settings>) => void
  readonly errors: FieldErrors
}

/** A titled group of fields. */
export function Section({
  title,
  intro,
  children,
}: {
  readonly title: string
  readonly intro: string
  readonly children: ReactNode
}): ReactElement {
  return (
    <div className={styles['form']}>
      <div>
        <h2>{title}</h2>
        <p className={styles['intro']}>{intro}</p>
      </div>
      {children}
    </div>
  )
}

import type { ReactElement, ReactNode } from 'react'
import { cx } from '../../kit/cx.ts'
import styles from './profiles.module.css'

interface ScrollProps {
  readonly label: string
  /** In two columns, where there is room for them. */
  readonly wide?: boolean
  readonly children: ReactNode
}

/** The content of a tab; it scrolls by itself and can be scrolled with the keyboard. */
export function Scroll({ label, wide = false, children }: ScrollProps): ReactElement {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={cx(styles['scroll'], wide && styles['wide'])} tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  )
}

interface CardProps {
  readonly title: string
  readonly intro?: string
  readonly tools?: ReactNode
  readonly children: ReactNode
}

/** A titled group of fields. */
export function Card({ title, intro, tools, children }: CardProps): ReactElement {
  return (
    <div className={styles['card']} role="group" aria-label={title}>
      <header className={styles['cardHead']}>
        <div>
          <h3>{title}</h3>
          {intro !== undefined && <p>{intro}</p>}
        </div>
        {tools}
      </header>
      {children}
    </div>
  )
}

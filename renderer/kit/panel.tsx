import type { ReactElement, ReactNode } from 'react'
import styles from './panel.module.css'

interface Props {
  readonly title: string
  readonly intro: string
  readonly left: ReactNode
  readonly right: ReactNode
}

/** A panel with what is given on the left and what comes of it on the right. */
export function TwoColumns({ title, intro, left, right }: Props): ReactElement {
  return (
    <div className={styles['panel']}>
      <header className={styles['head']}>
        <h1>{title}</h1>
        <p>{intro}</p>
      </header>
      <div className={styles['columns']}>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <section className={styles['column']} aria-label="Given" tabIndex={0}>
          {left}
        </section>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <section className={styles['column']} aria-label="Result" tabIndex={0}>
          {right}
        </section>
      </div>
    </div>
  )
}

import type { ReactElement, ReactNode } from 'react'
import CircleAlert from 'lucide-react/icons/circle-alert'
import Info from 'lucide-react/icons/info'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import { stretches } from '../format/visible.ts'
import { cx } from './cx.ts'
import styles from './bits.module.css'

/** A key, or keys, to press. */
export function Kbd({ children }: { readonly children: string }): ReactElement {
  return <kbd className={styles['kbd']}>{children}</kbd>
}

/** Captured text: text only, with everything that would hide or reorder it made visible. */
export function Captured({ text }: { readonly text: string }): ReactElement {
  const parts = stretches(text)
  return (
    <>
      {parts.map((part, index) =>
        part.special ? (
          // The stretches of one text never change their order.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index} className={styles['special']} title={part.name}>
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
    </>
  )
}

interface EmptyProps {
  readonly icon?: ReactNode
  readonly title: string
  readonly children?: ReactNode
  /** Where it stands in place of what has the view's heading. */
  readonly heading?: boolean
}

/** Says why there is nothing, and what to do. */
export function Empty({ icon, title, children, heading = false }: EmptyProps): ReactElement {
  const Title = heading ? 'h1' : 'p'
  return (
    <div className={styles['empty']}>
      {icon}
      <Title className={styles['emptyTitle']}>{title}</Title>
      {children !== undefined && <div className={styles['emptyText']}>{children}</div>}
    </div>
  )
}

const BANNER_ICONS = { info: Info, warning: TriangleAlert, error: CircleAlert } as const

interface BannerProps {
  readonly severity: 'info' | 'warning' | 'error'
  readonly children: ReactNode
  readonly action?: ReactNode
  /** Within a form instead of across the window. */
  readonly inset?: boolean
}

/** A sentence across the window that stays until what it speaks of has passed. */
export function Banner({ severity, children, action, inset = false }: BannerProps): ReactElement {
  const Icon = BANNER_ICONS[severity]
  return (
    <div
      role={severity === 'error' ? 'alert' : 'status'}
      className={cx(styles['banner'], styles[severity], inset && styles['inset'])}
    >
      <Icon size={16} aria-hidden />
      <div className={styles['bannerText']}>{children}</div>
      {action}
    </div>
  )
}

interface TagProps {
  readonly tone?: 'plain' | 'accent' | 'warn'
  readonly children: ReactNode
}

/** A word or two in a tinted box. */
export function Tag({ tone = 'plain', children }: TagProps): ReactElement {
  return (
    <span className={cx(styles['tag'], tone === 'accent' && styles['tagAccent'], tone === 'warn' && styles['tagWarn'])}>
      {children}
    </span>
  )
}

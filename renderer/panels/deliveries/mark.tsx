import type { ReactElement } from 'react'
import { cx } from '../../kit/cx.ts'
import type { MarkKind } from './model.ts'
import { SHAPES } from './shapes.ts'
import styles from './mark.module.css'

interface Props {
  readonly kind: MarkKind
  readonly x: number
  readonly y: number
  readonly text: string
  readonly id?: string
  /** The mark that the keyboard is at. */
  readonly current?: boolean
  readonly onPress?: (() => void) | undefined
  /** Told when the pointer comes and goes; whoever asks shows the text, in place of the system's own tip. */
  readonly onPoint?: (over: boolean) => void
}

/** One mark of a lane: a shape of its own for each outcome, and a text that says what it is. */
export function MarkShape({ kind, x, y, text, id, current = false, onPress, onPoint }: Props): ReactElement {
  const { outline, inside } = SHAPES[kind]
  return (
    // The keys are those of the grid around it.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <g
      id={id}
      role="img"
      aria-label={text}
      className={cx(styles['mark'], styles[kind], onPress !== undefined && styles['pressable'])}
      transform={`translate(${x} ${y})`}
      onPointerEnter={() => onPoint?.(true)}
      onPointerLeave={() => onPoint?.(false)}
      onClick={
        onPress === undefined
          ? undefined
          : (event) => {
              event.stopPropagation()
              onPress()
            }
      }
    >
      {onPoint === undefined && <title>{text}</title>}
      {current && <circle className={styles['cursor']} r={12} />}
      {/* Easier to hit than to see. */}
      <circle className={styles['target']} r={11} />
      <path className={styles['outline']} d={outline} />
      {inside !== null && <path className={styles['inside']} d={inside} />}
    </g>
  )
}

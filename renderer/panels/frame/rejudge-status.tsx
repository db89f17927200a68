import type { ReactElement } from 'react'
import { ProgressBar } from 'react-aria-components'
import { runAction } from '../../app/actions.ts'
import { useApp, useEngine } from '../../app/use-app.ts'
import { count } from '../../format/units.ts'
import { Button } from '../../kit/button.tsx'
import styles from './rejudge-status.module.css'

/** In the bottom line: how far judging everything again has come, or that some rows wait for it. Nothing when all is current. */
export function RejudgeStatus(): ReactElement | null {
  const app = useApp()
  const progress = useEngine((state) => state.rejudging)
  if (progress === null || progress.state === 'current') return null
  if (progress.state === 'behind') {
    return (
      <span className={styles['behind']}>
        Some verdicts rest on older salts, keys or lists.
        <Button small onPress={() => runAction(app, 'rejudge')}>
          Judge again
        </Button>
      </span>
    )
  }
  const { done, total } = progress
  const text = total === 0 ? 'Judging again …' : `Judging again: ${count(done)} of ${count(total)}`
  return (
    <span className={styles['running']}>
      <ProgressBar
        className={styles['progress'] ?? ''}
        value={done}
        maxValue={Math.max(1, total)}
        valueLabel={text}
        aria-label="Judging everything again"
      >
        {({ percentage = 0 }) => (
          <>
            <span className={styles['track']}>
              <span className={styles['fill']} style={{ width: `${String(percentage)}%` }} />
            </span>
            <span className={styles['words']}>{text}</span>
          </>
        )}
      </ProgressBar>
      <Button small onPress={() => runAction(app, 'cancel-rejudge')}>
        Cancel
      </Button>
    </span>
  )
}

import type { ReactElement } from 'react'
import { useEngine } from '../../app/use-app.ts'
import { count, plural, size } from '../../format/units.ts'
import { RejudgeStatus } from './rejudge-status.tsx'
import styles from './frame.module.css'

/** The bottom line: what the archive holds. */
export function StatusBar(): ReactElement {
  const archive = useEngine((state) => state.archive)
  if (archive === null) return <footer className={styles['status']}>Connecting to the engine …</footer>
  return (
    <footer className={styles['status']} role="group" aria-label="Archive">
      <span>{plural(archive.callbacks, 'callback')}</span>
      <span>{plural(archive.connectionEvents, 'connection event')}</span>
      {archive.backlog > 0 && <span>{count(archive.backlog)} being judged</span>}
      <RejudgeStatus />
      {archive.fill !== null && <span>{Math.round(archive.fill * 100)} % of the limit</span>}
      <span className={styles['push']} title={archive.file}>
        Archive {size(archive.bytes)}
      </span>
    </footer>
  )
}

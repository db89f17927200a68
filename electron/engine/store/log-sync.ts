import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs'

/** Brings SQLite's write-ahead log to the disk, so that the commits in it are durable. */
export interface LogSync {
  /** Without holding up the loop; `done` gets null, or what went wrong: then nothing may be promised. */
  readonly start: (done: (failure: Error | null) => void) => void
  /** At once. Throws what fs throws. */
  readonly now: () => void
  readonly close: () => void
}

/**
 * Opens the log of an archive that is open for writing. SQLite makes each commit a write into this one file; the sync that
 * `synchronous = FULL` would do inside of COMMIT (0.1 to 0.4 ms, in which nobody is served) is done here beside the loop.
 * Throws what fs throws.
 */
export function openLogSync(archive: string): LogSync {
  // For writing: Windows flushes no file that is open for reading only.
  const handle = openSync(`${archive}-wal`, 'r+')
  return {
    start: (done) => fdatasync(handle, done),
    now: () => fdatasyncSync(handle),
    close: () => closeSync(handle),
  }
}

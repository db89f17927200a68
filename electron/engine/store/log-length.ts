import type { Sqlite } from './sqlite.ts'

/**
 * Pages of the log before SQLite copies them into the file by itself: 4 MB. Each copy holds the loop up once for some 3 ms, every 0.7
 * seconds at 500 callbacks a second; a longer log means longer copies (16 MB: 7 to 16 ms, in which several answers wait).
 */
const CALM_PAGES = 1_000
/** In a flood, where everybody waits anyway: few copies cost less than many. */
const FLOOD_PAGES = 4_000
/** So many arrivals in one commit are a flood. */
const MANY = 8

/** Sets how long the log of an archive may grow, and gives what is told with the arrivals of each commit. */
export function keepLogShort(sqlite: Sqlite): (arrivals: number) => void {
  let pages = 0
  const allow = (wanted: number): void => {
    if (wanted !== pages) sqlite.exec(`PRAGMA wal_autocheckpoint = ${String(wanted)}`)
    pages = wanted
  }
  allow(CALM_PAGES)
  return (arrivals) => allow(arrivals < MANY ? CALM_PAGES : FLOOD_PAGES)
}

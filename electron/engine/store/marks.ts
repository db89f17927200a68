import type { Sqlite } from './sqlite.ts'

/** A short word that the program keeps beside the rows, by its name; null when it was never set. */
export function readMark(sqlite: Sqlite, name: string): string | null {
  const value = sqlite.get('SELECT value FROM meta WHERE name = ?', `mark ${name}`)?.['value']
  return typeof value === 'string' ? value : null
}

/** Sets a mark. It does not sync: what it speaks of goes with the same log. */
export function writeMark(sqlite: Sqlite, name: string, value: string): void {
  const text = 'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value'
  sqlite.run(text, `mark ${name}`, value)
}

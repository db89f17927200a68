import type { Sqlite } from '../store/sqlite.ts'

/** What the user decided about one request: it follows another one, or (null) begins a delivery. */
export interface Choice {
  readonly key: number
  readonly follows: number | null
}

/** What was split and joined by hand: kept in the archive, and few. */
export interface Choices {
  readonly of: (sequence: number) => Choice | null
  /** A request with this key that was joined to another kind of request; null: none. */
  readonly joinedKey: (key: number) => number | null
  readonly set: (sequence: number, choice: Choice) => void
  readonly remove: (first: number, last: number) => void
  /** Reads them anew, after a transaction was rolled back. */
  readonly reload: () => void
}

/** Reads the choices of an archive. */
export function loadChoices(sqlite: Sqlite): Choices {
  const held = new Map<number, Choice>()
  const reload = () => {
    held.clear()
    for (const row of sqlite.all('SELECT sequence, key, follows FROM delivery_choice ORDER BY sequence')) {
      const follows = row['follows']
      held.set(Number(row['sequence']), { key: Number(row['key']), follows: follows == null ? null : Number(follows) })
    }
  }
  reload()
  return {
    of: (sequence) => held.get(sequence) ?? null,
    joinedKey: (key) => {
      let found: number | null = null
      if (held.size > 0)
        for (const [sequence, one] of held) if (one.key === key && one.follows !== null) found = sequence
      return found
    },
    set: (sequence, choice) => {
      held.set(sequence, choice)
      sqlite.run(
        'INSERT OR REPLACE INTO delivery_choice (sequence, key, follows) VALUES (?, ?, ?)',
        sequence,
        choice.key,
        choice.follows,
      )
    },
    remove: (first, last) => {
      if (held.size === 0) return
      sqlite.run('DELETE FROM delivery_choice WHERE sequence BETWEEN ? AND ?', first, last)
      for (const sequence of held.keys()) if (sequence >= first && sequence <= last) held.delete(sequence)
    },
    reload,
  }
}

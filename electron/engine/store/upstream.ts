import type { UpstreamAnswer } from '../../../shared/model/upstream.ts'
import type { Ledger } from './ledger.ts'
import type { Sqlite } from './sqlite.ts'

/** Keeps what an upstream answered. It does not sync, like the index: the next commit of an arrival does. */
export function writeUpstream(sqlite: Sqlite, ledger: Ledger, sequence: number, answer: UpstreamAnswer): void {
  // What was removed in the meantime stays removed.
  if (!ledger.present.has(sequence)) return
  const { body, ...facts } = answer
  sqlite.run(
    'INSERT OR REPLACE INTO upstream_answer (sequence, facts, body) VALUES (?, ?, ?)',
    sequence,
    JSON.stringify(facts),
    body,
  )
}

/** What an upstream answered to one callback; null when none was asked, or it has not answered yet. */
export function readUpstream(sqlite: Sqlite, sequence: number): UpstreamAnswer | null {
  const row = sqlite.get('SELECT facts, body FROM upstream_answer WHERE sequence = ?', sequence)
  if (row === undefined) return null
  const body = row['body'] instanceof Uint8Array ? row['body'] : new Uint8Array()
  // Written by this program with JSON.stringify from an UpstreamAnswer, in a file with our mark and version.
  return { ...(JSON.parse(String(row['facts'])) as Omit<UpstreamAnswer, 'body'>), body }
}

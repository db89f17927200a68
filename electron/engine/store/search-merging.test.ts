import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { migrate } from './migrations/migrations.ts'
import { mergeByHand, mergeSome, oweMerging } from './search-merging.ts'
import { openSqlite } from './sqlite.ts'

const folder = mkdtempSync(join(tmpdir(), 'search-merging-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function opened(name: string) {
  const sqlite = openSqlite({ file: join(folder, name), readOnly: false })
  migrate(sqlite, () => '0badcafe')
  return sqlite
}

test.each([
  [1, false],
  [4, false],
  [256, false],
  [256, true],
])('segments stay few with %i rows a transaction, merged as a whole: %s, and every word is found', (size, whole) => {
  const sqlite = opened(`rows-${String(size)}-${String(whole)}`)
  mergeByHand(sqlite)
  let rows = 0
  for (let batch = 0; batch < 300; batch++) {
    sqlite.transaction(() => {
      for (let n = 0; n < size; n++) {
        rows += 1
        sqlite.run('INSERT INTO search (rowid, words) VALUES (?, ?)', rows, `reference${String(rows)} payment`)
      }
      oweMerging(sqlite, size)
    })
    let pieces = 1
    while (mergeSome(sqlite, whole)) pieces += 1
    if (whole) expect(pieces).toBe(1)
  }
  // 300 transactions left as many segments.
  expect(sqlite.number('SELECT count(DISTINCT segid) FROM search_idx')).toBeLessThan(40)
  expect(sqlite.number("SELECT count(*) FROM search WHERE search MATCH 'payment'")).toBe(rows)
  const last = `reference${String(rows)}`
  expect(sqlite.number(`SELECT rowid FROM search WHERE search MATCH '${last}'`)).toBe(rows)
  sqlite.close()
})

test('what the file says already is not written again', () => {
  const sqlite = opened('twice')
  mergeByHand(sqlite)
  expect(sqlite.get("SELECT v FROM search_config WHERE k = 'automerge'")).toEqual({ v: 0 })
  const before = sqlite.number('SELECT total_changes()')
  mergeByHand(sqlite)
  expect(sqlite.number('SELECT total_changes()')).toBe(before)
  sqlite.close()
})

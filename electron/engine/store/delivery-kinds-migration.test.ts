import { expect, test } from 'vitest'
import { migrate } from './migrations/migrations.ts'
import { openSqlite } from './sqlite.ts'

/** The last version that found deliveries by their keys alone. */
const OLD = 5

const indexes = `SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'delivery' ORDER BY name`

test.each([0, OLD])('an archive that begins at version %i finds deliveries by reference and key', (from) => {
  const sqlite = openSqlite({ file: ':memory:', readOnly: false })
  if (from > 0) migrate(sqlite, () => '0badcafe', from)
  migrate(sqlite, () => '0badcafe')
  expect(sqlite.all(indexes).map(({ name }) => name)).toEqual(['delivery_kind', 'delivery_state'])
  const plan = sqlite.all('EXPLAIN QUERY PLAN SELECT id FROM delivery WHERE reference IS ? AND key = ?', 'a', 1)
  expect(String(plan[0]?.['detail'])).toContain('delivery_kind (reference=? AND key=?)')
  sqlite.close()
})

test('version 5 is what it was', () => {
  const sqlite = openSqlite({ file: ':memory:', readOnly: false })
  migrate(sqlite, () => '0badcafe', OLD)
  expect(sqlite.all(indexes).map(({ name }) => name)).toEqual(['delivery_key', 'delivery_reference', 'delivery_state'])
  sqlite.close()
})

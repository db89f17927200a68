import { expect, test } from 'vitest'
import { keepLogShort } from './log-length.ts'
import { openSqlite } from './sqlite.ts'

test('the log is short while little comes, may be longer in a flood, and is short again after it', () => {
  const sqlite = openSqlite({ file: ':memory:', readOnly: false })
  const allowed = () => sqlite.number('PRAGMA wal_autocheckpoint')
  const told = keepLogShort(sqlite)
  expect(allowed()).toBe(1_000)
  told(64)
  expect(allowed()).toBe(4_000)
  told(1)
  expect(allowed()).toBe(1_000)
  sqlite.close()
})

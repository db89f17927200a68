import { describe, expect, test } from 'vitest'
import { loadDriver, openSqlite } from './sqlite.ts'
import type { DriverName } from './sqlite.ts'

const drivers = (['builtin', 'package'] as const).filter((name) => name === 'package' || loadDriver(name) !== null)

describe.each<DriverName>(drivers)('rows as lists (%s driver)', (driver) => {
  test('hold the columns in the order asked for, beside the same text asked for as objects', () => {
    const sqlite = openSqlite({ file: ':memory:', readOnly: false, driver })
    sqlite.exec("CREATE TABLE pair (name TEXT, size INTEGER, bytes BLOB); INSERT INTO pair VALUES ('a', 1, x'00ff')")
    const text = 'SELECT size, name, bytes, NULL AS absent FROM pair WHERE size < ?'
    const bytes = new Uint8Array([0, 255])
    expect(sqlite.lists(text, 9)).toEqual([[1, 'a', bytes, null]])
    expect(sqlite.all(text, 9)).toEqual([{ size: 1, name: 'a', bytes, absent: null }])
    expect(sqlite.lists(text, 9)).toEqual([[1, 'a', bytes, null]])
    expect(sqlite.lists(text, 0)).toEqual([])
    sqlite.close()
  })
})

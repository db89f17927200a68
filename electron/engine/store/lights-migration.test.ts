import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { migrate } from './migrations/migrations.ts'
import { packLights } from './row-codec.ts'
import { openSqlite } from './sqlite.ts'
import { openSample, tempFolder } from './testing/samples.ts'

/** The last version that kept the lights in the wide rows. */
const OLD = 4
const GOOD = ['pass', 'pass', 'warn', 'pass', 'pass'] as const
const BAD = ['fail', 'not-applicable', 'warn', 'unchecked', 'pass'] as const

const folder = tempFolder()
afterAll(folder.remove)

test('the lights of an archive of an older version are what they were, in rows, filters and orders', () => {
  const file = join(folder.path, 'archive.sqlite')
  const sqlite = openSqlite({ file, readOnly: false })
  migrate(sqlite, () => '0badcafe', OLD)
  for (const [index, lights] of [GOOD, BAD, GOOD].entries()) {
    sqlite.run("INSERT INTO arrival VALUES (?, 0, 0, '{}', x'')", index + 1)
    sqlite.run(
      `INSERT INTO entry_index (sequence, kind, received_at, family, method, target, size, peer, lights, simulated)
        VALUES (?, 0, 0, 0, 'GET', '/', 1, '', ?, 0)`,
      index + 1,
      packLights(lights),
    )
  }
  sqlite.close()
  const { archive } = openSample({ file })
  const shown = (view: ReturnType<typeof archive.open>) => view.rows(0, 9).map(({ sequence }) => sequence)
  expect(archive.row(1)?.lights).toEqual(GOOD)
  expect(archive.row(2)?.lights).toEqual(BAD)
  expect(shown(archive.open({ light: { name: 'digest', state: 'pass' } }))).toEqual([3, 1])
  expect(shown(archive.open({}, { by: 'lights', descending: true }))).toEqual([2, 3, 1])
  archive.relight([
    { sequences: '[1]', from: packLights(GOOD), to: packLights(BAD) },
    { sequences: '[3]', from: packLights(BAD), to: packLights(GOOD) },
  ])
  archive.relit()
  expect(archive.row(1)?.lights).toEqual(BAD)
  expect(shown(archive.open({ light: { name: 'digest', state: 'fail' } }))).toEqual([2, 1])
  // Judged meanwhile: it did not show what the change was worked out from.
  expect(archive.row(3)?.lights).toEqual(GOOD)
  archive.remove([2])
  expect(shown(archive.open({ light: { name: 'digest', state: 'fail' } }))).toEqual([1])
  archive.close()
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FAMILIES } from '../../../shared/model/callback.ts'
import { createPipeline } from '../pipeline.ts'
import { openArchive } from '../store/archive.ts'
import { migrate } from '../store/migrations/migrations.ts'
import { openSqlite } from '../store/sqlite.ts'
import { callbackFacts } from '../store/testing/samples.ts'
import { createJudge } from '../verify/judge.ts'

const NOON = Date.UTC(2026, 5, 2, 12)
/** The last version that knew no deliveries. */
const OLD = 3

/** An archive of that version, with these callbacks judged and indexed (seconds after noon). */
function oldArchive(file: string, ...seconds: readonly number[]): void {
  const sqlite = openSqlite({ file, readOnly: false })
  migrate(sqlite, () => '0badcafe', OLD)
  const head = 'GET /callback?event-type=UNFREEZE&paymentId=1 HTTP/1.1\r\nHost: shop.example\r\n\r\n'
  const facts = JSON.stringify({ ...callbackFacts, headLength: head.length, framing: 'none', answerStatus: 503 })
  for (const [index, after] of seconds.entries()) {
    const at = NOON + after * 1000
    sqlite.run('INSERT INTO arrival VALUES (?, ?, 0, ?, ?)', index + 1, at, facts, Buffer.from(head))
    sqlite.run(
      `INSERT INTO entry_index (sequence, kind, received_at, family, event_type, reference, method, target, status, size,
        peer, lights, simulated, sent, after_ms) VALUES (?, 0, ?, ?, 'UNFREEZE', '1', 'GET', '/', 503, 10, '', 0, 0, 1, 20)`,
      index + 1,
      at,
      FAMILIES.indexOf('legacy'),
    )
  }
  sqlite.close()
}

test('an archive of an older version is grouped in the background, once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'older-archive-'))
  const file = join(folder, 'archive.sqlite')
  oldArchive(file, 0, 30, 75, 135)
  const opened = openArchive({
    file,
    expecting: () => 0,
    retention: () => ({ maxCount: null, maxAgeDays: null, maxBytes: null }),
    wall: () => NOON,
    notice: () => undefined,
  })
  if (!opened.ok) throw new Error(opened.problem.message)
  const archive = opened.value
  expect(archive.deliveries.open({}).total()).toBe(0)
  const trust = { profiles: [], keySets: [] }
  const pipeline = createPipeline({
    archive,
    judge: createJudge({ decodedBytes: 1000 }),
    trustFor: () => trust,
    trust: () => trust,
    onJudged: () => undefined,
    onFault: () => undefined,
    monotonic: () => 0,
  })
  await pipeline.catchUp()
  expect(archive.row(4)?.delivery).toEqual({ id: 1, number: 4, of: 20, confidence: 'certain' })
  expect(archive.deliveries.read(1)?.attempts).toHaveLength(4)
  expect(archive.deliveries.ungrouped(0, 9)).toEqual([])
  archive.close()
  rmSync(folder, { recursive: true })
})

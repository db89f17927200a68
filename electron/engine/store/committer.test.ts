import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Problem } from '../../../shared/protocol/errors.ts'
import { makeCommitter } from './committer.ts'
import type { Committer } from './committer.ts'
import { migrate } from './migrations/migrations.ts'
import { BURST, PACE_MS } from './pace.ts'
import { openSqlite } from './sqlite.ts'
import type { Sqlite } from './sqlite.ts'
import { DRIVERS, append, appendAll, arrival, openSample, tempFolder } from './testing/samples.ts'
import type { AppendDone } from './types.ts'

describe.each(DRIVERS)('group commit with the %s driver', (driver) => {
  let folder: ReturnType<typeof tempFolder>
  let sqlite: Sqlite
  let committer: Committer
  /** Sizes of the commits so far, what was promised to the sidecar, and the banner. */
  let commits: number[]
  let promised: number[]
  let banner: Problem | null
  let now: number
  let expecting: number
  let arriving: number
  /** The end of the sync that is under way beside the loop; how many were done on the loop; whether they fail. */
  let finish: ((failure: Error | null) => void) | null
  let synced: number
  let failing: boolean
  /** How long a sync on the loop takes, ms. */
  let slowness: number
  beforeEach(() => {
    folder = tempFolder()
    sqlite = openSqlite({ file: join(folder.path, 'a.db'), readOnly: false, driver })
    migrate(sqlite, () => '00000000')
    commits = []
    promised = []
    banner = null
    now = 1_000
    expecting = 0
    arriving = 0
    finish = null
    synced = 0
    failing = false
    slowness = 0
    let next = 1
    committer = makeCommitter({
      sqlite,
      file: 'a.db',
      log: {
        start: (done) => void (finish = done),
        now: () => {
          synced += 1
          now += slowness
          if (failing) throw new Error('the disk is gone')
        },
        close: () => undefined,
      },
      sidecar: { write: (sequence) => void promised.push(sequence), close: () => undefined },
      expecting: () => expecting,
      arriving: () => arriving,
      monotonic: () => now,
      next: () => next,
      committed: (first, batch) => {
        next = first + batch.length
        commits.push(batch.length)
      },
      notice: (_key, problem) => {
        banner = problem
      },
    })
  })
  afterEach(() => {
    sqlite.close()
    folder.remove()
  })
  const outcomes: Parameters<AppendDone>[0][] = []
  const add = (count: number, text = 'x', receivedAt = 1): void => {
    outcomes.length = 0
    for (let index = 0; index < count; index += 1)
      committer.append(arrival(text, undefined, receivedAt), (one) => outcomes.push(one))
  }

  it('commits all that came in one turn together, at once when it was quiet', async () => {
    add(5)
    expect(committer.waiting()).toBe(5)
    await turn()
    expect(commits).toEqual([5])
    expect(synced).toBe(1)
    expect(outcomes).toEqual([1, 2, 3, 4, 5].map((sequence) => ({ sequence })))
    expect(promised).toEqual([5])
  })

  it('tells nobody before the sync beside the loop has ended, and commits what came meanwhile together', async () => {
    expecting = 9
    arriving = 1
    const told: Parameters<AppendDone>[0][] = []
    const one = (): void => committer.append(arrival('x'), (outcome) => told.push(outcome))
    one()
    await turn()
    expect(commits).toEqual([1])
    one()
    await turn()
    one()
    await turn()
    expect([commits, told, promised, committer.waiting()]).toEqual([[1], [], [], 3])
    finish?.(null)
    expect([told, promised]).toEqual([[{ sequence: 1 }], [1]])
    await turn()
    expect(commits).toEqual([1, 2])
    finish?.(null)
    expect([told, promised, synced]).toEqual([[{ sequence: 1 }, { sequence: 2 }, { sequence: 3 }], [1, 3], 0])
  })

  it('promises nothing when the sync fails, on the loop or beside it, and works again afterwards', async () => {
    expecting = 9
    arriving = 1
    add(2)
    await turn()
    finish?.(new Error('the disk is gone'))
    expect(outcomes).toHaveLength(2)
    for (const one of outcomes)
      expect(one).toMatchObject({ problem: { message: expect.stringContaining('the disk is gone') } })
    expect([promised, banner?.code]).toEqual([[], 'archive-unreadable'])
    expecting = 0
    failing = true
    add(1)
    await turn()
    expect(outcomes).toMatchObject([{ problem: { code: 'archive-unreadable' } }])
    failing = false
    add(1)
    await turn()
    expect([outcomes, promised, banner]).toEqual([[{ sequence: 4 }], [4], null])
  })

  it('syncs at once what is still being synced when told to, and tells nobody twice', async () => {
    expecting = 9
    arriving = 1
    const told: Parameters<AppendDone>[0][] = []
    const one = (): void => committer.append(arrival('x'), (outcome) => told.push(outcome))
    one()
    await turn()
    one()
    committer.flush()
    finish?.(null)
    expect([told, promised, synced, committer.waiting()]).toEqual([[{ sequence: 1 }, { sequence: 2 }], [1, 2], 2, 0])
  })

  /** Commits as many as may come at once, so that the next one has to wait. */
  const hurry = async (): Promise<void> => {
    for (let index = 0; index < BURST; index += 1) {
      add(1)
      await turn()
      finish?.(null)
    }
    expect(commits.splice(0)).toEqual(Array.from({ length: BURST }, () => 1))
  }

  it('waits for a quick disk on the loop when little comes, and not for a slow one', async () => {
    expecting = 9
    const one = async (): Promise<void> => {
      now += 100
      add(1)
      await turn()
    }
    await one()
    expect([outcomes, synced, finish]).toEqual([[{ sequence: 1 }], 1, null])
    slowness = 50
    for (let count = 0; count < 9; count += 1) await one()
    expect([finish === null, outcomes]).toEqual([false, []])
    const before = synced
    finish?.(null)
    expect([outcomes, synced]).toEqual([[{ sequence: commits.length }], before])
  })

  it('waits for company when commits come fast, but not when nobody else could deliver', async () => {
    expecting = 3
    await hurry()
    add(1)
    await turn()
    add(1)
    await turn()
    expect(commits).toEqual([])
    expecting = 0
    add(1)
    await turn()
    expect(commits).toEqual([3])
  })

  it('waits for new connections unless it was quiet, even where kept ones would not be waited for', async () => {
    expecting = 3
    arriving = 2
    add(1)
    await turn()
    finish?.(null)
    add(1)
    await turn()
    finish?.(null)
    expect(commits).toEqual([1, 1])
    add(1)
    await turn()
    expect(commits).toEqual([1, 1])
    arriving = 0
    add(1)
    await turn()
    expect(commits).toEqual([1, 1, 2])
  })

  it('counts arrivals, not commits: a crowd that came at once has used up its share', async () => {
    expecting = 30
    add(BURST)
    await turn()
    expect(commits).toEqual([BURST])
    add(1)
    await turn()
    expect(commits).toEqual([BURST])
  })

  it('does not wait longer than the window, by a timer', async () => {
    expecting = 3
    await hurry()
    add(2)
    await turn()
    expect(commits).toEqual([])
    await expect.poll(() => commits, { timeout: 10_000 }).toEqual([2])
    finish?.(null)
    now += PACE_MS
    add(1)
    await turn()
    expect(commits).toEqual([2, 1])
  })

  it('does not wait when much is waiting already', async () => {
    expecting = 3
    await hurry()
    add(1, 'x'.repeat(5 * 1024 * 1024))
    await turn()
    expect(commits).toEqual([1])
  })

  it('commits at once when told to, and then nothing twice', async () => {
    add(2)
    committer.flush()
    expect(commits).toEqual([2])
    await turn()
    committer.flush()
    expect(commits).toEqual([2])
  })

  it('stores the others when one row cannot be stored', async () => {
    sqlite.exec(
      "CREATE TRIGGER refuse BEFORE INSERT ON arrival WHEN NEW.received_at = 666 BEGIN SELECT RAISE(ABORT, 'this one not'); END",
    )
    const done: Parameters<AppendDone>[0][] = []
    for (const at of [1, 666, 3]) committer.append(arrival('x', undefined, at), (one) => done.push(one))
    await turn()
    expect(done[0]).toEqual({ sequence: 1 })
    expect(done[1]).toMatchObject({
      problem: { code: 'archive-unreadable', message: expect.stringContaining('this one not') },
    })
    expect(done[2]).toEqual({ sequence: 2 })
    expect(promised).toEqual([2])
    expect(banner).toBeNull()
  })

  it('fails the whole batch when the commit fails, promises nothing, and works again afterwards', async () => {
    sqlite.exec('ALTER TABLE arrival RENAME TO elsewhere')
    add(3)
    await turn()
    expect(outcomes).toHaveLength(3)
    for (const one of outcomes) expect(one).toMatchObject({ problem: { code: 'archive-unreadable' } })
    expect(banner).toMatchObject({ code: 'archive-unreadable' })
    expect(promised).toEqual([])
    sqlite.exec('ALTER TABLE elsewhere RENAME TO arrival')
    add(1)
    await turn()
    expect(outcomes).toEqual([{ sequence: 1 }])
    expect(banner).toBeNull()
  })

  it('keeps the order of arrival whatever the wall clock does', async () => {
    const { archive } = openSample({ file: join(folder.path, 'clock.db') }, { driver })
    const times = [5_000, 9_000_000, -3, 5_000.25, 1]
    await appendAll(
      archive,
      times.map((at) => arrival('x', undefined, at)),
    )
    expect(archive.entries(0, 9).map((entry) => [entry.sequence, entry.receivedAt])).toEqual(
      times.map((at, index) => [index + 1, at]),
    )
    expect(await append(archive, arrival('x'))).toEqual({ sequence: 6 })
    archive.close()
  })
})

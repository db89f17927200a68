import { expect, test } from 'vitest'
import { watchDiskSpeed } from './disk-speed.ts'

/** A disk whose syncs take so long (ms), one after the other. */
function disk() {
  let now = 5_000
  const speed = watchDiskSpeed(() => now)
  return {
    speed,
    sync: (...ms: readonly number[]) => ms.forEach((one) => speed.timed(() => void (now += one))),
    later: (ms: number) => void (now += ms),
  }
}

test('a disk is quick until it is known to be slow', () => {
  const { speed, sync } = disk()
  expect(speed.isQuick()).toBe(true)
  sync(0.3, 0.3, 0.4)
  expect(speed.isQuick()).toBe(true)
  sync(8, 8, 8)
  expect(speed.isQuick()).toBe(false)
})

test('slow syncs among quick ones make no slow disk, however many', () => {
  const { speed, sync } = disk()
  for (let n = 0; n < 50; n++) {
    sync(0.3, 6, 6)
    expect(speed.isQuick()).toBe(true)
  }
})

test('a sync that holds the loop up for long is not waited for a second time', () => {
  const { speed, sync } = disk()
  sync(0.3, 900)
  expect(speed.isQuick()).toBe(false)
})

test('a slow disk is tried again after twenty times what it took, and is quick again once it was', () => {
  const { speed, sync, later } = disk()
  sync(...Array.from({ length: 30 }, () => 8))
  later(150)
  expect(speed.isQuick()).toBe(false)
  later(20)
  expect(speed.isQuick()).toBe(true)
  sync(8)
  expect(speed.isQuick()).toBe(false)
  later(170)
  sync(0.3)
  expect(speed.isQuick()).toBe(true)
})

test('a sync that fails is told on', () => {
  const { speed } = disk()
  expect(() =>
    speed.timed(() => {
      throw new Error('the disk is gone')
    }),
  ).toThrow('the disk is gone')
})

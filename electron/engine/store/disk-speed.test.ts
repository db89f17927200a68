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

test('one long sync among quick ones makes no slow disk', () => {
  const { speed, sync } = disk()
  sync(0.3, 0.3, 900, 0.3)
  expect(speed.isQuick()).toBe(true)
})

test('a slow disk is tried again a second later, and is quick again once it was', () => {
  const { speed, sync, later } = disk()
  sync(...Array.from({ length: 30 }, () => 8))
  later(900)
  expect(speed.isQuick()).toBe(false)
  later(200)
  expect(speed.isQuick()).toBe(true)
  sync(8)
  expect(speed.isQuick()).toBe(false)
  sync(...Array.from({ length: 30 }, () => 0.3))
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

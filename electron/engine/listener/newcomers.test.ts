import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { Newcomers } from './newcomers.ts'

test('a connection is new until it has brought a request', () => {
  const newcomers = new Newcomers()
  const [first, second] = [new Socket(), new Socket()]
  newcomers.add(first, 0)
  newcomers.add(second, 5)
  expect(newcomers.count(10)).toBe(2)
  newcomers.delete(first)
  expect(newcomers.count(10)).toBe(1)
})

test('a connection that stays silent for a second is kept in reserve: nobody waits for it', () => {
  const newcomers = new Newcomers()
  newcomers.add(new Socket(), 0)
  newcomers.add(new Socket(), 600)
  expect(newcomers.count(999)).toBe(2)
  expect(newcomers.count(1_000)).toBe(1)
  expect(newcomers.count(1_600)).toBe(0)
})

import { expect, test } from 'vitest'
import { LineBuffer } from './line-buffer.ts'

const drain = (lines: LineBuffer): string => Buffer.concat(lines.take()).toString()

test('lines of any size come out whole, in order, as UTF-8', () => {
  const buffer = new LineBuffer()
  const lines = [0, 1, 5_000, 262_143, 262_144, 700_000, 3].map(
    (size, index) => `${String(index)}${'å'.repeat(size)}…🙂`,
  )
  const sizes = lines.map((line) => buffer.add(line))
  expect(sizes).toEqual(lines.map((line) => Buffer.byteLength(line) + 1))
  expect(drain(buffer)).toBe(`${lines.join('\n')}\n`)
})

test('memory that is given back serves again, and what waits is not overwritten', () => {
  const buffer = new LineBuffer()
  buffer.add('one')
  const first = buffer.take()
  buffer.add('two')
  expect(Buffer.concat(first).toString()).toBe('one\n')
  buffer.done(first)
  const second = buffer.take()
  buffer.add('three')
  expect(Buffer.concat(second).toString()).toBe('two\n')
  expect(drain(buffer)).toBe('three\n')
  expect(first[0]?.buffer).not.toBe(second[0]?.buffer)
})

test('nothing waits at first', () => {
  expect(new LineBuffer().take()).toEqual([])
})

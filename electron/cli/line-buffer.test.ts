import { expect, test } from 'vitest'
import { LineBuffer } from './line-buffer.ts'

/** Takes everything out, in the order in which it would be written. */
function drain(lines: LineBuffer): string {
  const pieces: Buffer[] = []
  for (let bytes = lines.take(); bytes !== null; bytes = lines.take()) pieces.push(Buffer.from(bytes))
  return Buffer.concat(pieces).toString()
}

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
  if (first === null) throw new Error('nothing to write')
  expect(first.toString()).toBe('one\n')
  buffer.done(first)
  const second = buffer.take()
  buffer.add('three')
  expect(second?.toString()).toBe('two\n')
  expect(drain(buffer)).toBe('three\n')
})

test('nothing waits at first', () => {
  expect(new LineBuffer().take()).toBeNull()
})

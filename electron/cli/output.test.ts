import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createOutput } from './output.ts'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ci-output-'))))
afterEach(() => rmSync(folder, { recursive: true }))

describe('standard output beside the work', () => {
  test('keeps lines whole and in order', async () => {
    const file = join(folder, 'out')
    const fd = openSync(file, 'w')
    const output = createOutput(fd, () => undefined)
    const lines = Array.from({ length: 5_000 }, (_, index) => `${String(index)} ${'å'.repeat(index % 300)}`)
    for (const line of lines) output.record(line)
    await output.flushed()
    closeSync(fd)
    expect(readFileSync(file, 'utf8')).toBe(`${lines.join('\n')}\n`)
  })

  test.skipIf(process.platform === 'win32')('a reader that has gone is no fault, and ends all waiting', async () => {
    const fifo = join(folder, 'fifo')
    execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', fifo])
    const reader = openSync(fifo, 'r+')
    const fd = openSync(fifo, 'w')
    closeSync(reader)
    const said: string[] = []
    const output = createOutput(fd, (line) => said.push(line))
    output.record('to nobody')
    await output.readerGone
    output.record('more')
    await Promise.all([output.flushed(), output.room()])
    expect(said).toEqual([])
    closeSync(fd)
  })

  test.skipIf(process.platform === 'win32')('a reader that does not read holds nothing up but `room`', async () => {
    const path = join(folder, 'socket')
    const got: Buffer[] = []
    const server = createServer((socket) => {
      socket.pause()
      socket.on('data', (chunk) => got.push(chunk))
      server.emit('reader', socket)
    })
    const reading = new Promise<import('node:net').Socket>((resolve) => server.once('reader', resolve))
    await new Promise<void>((resolve) => server.listen(path, resolve))
    const client = connect(path)
    const socket = await reading
    // Non-blocking, and full after a moment: the case that needs trying again.
    const handle: unknown = Reflect.get(client, '_handle')
    const fd = typeof handle === 'object' && handle !== null ? Number(Reflect.get(handle, 'fd')) : -1
    const output = createOutput(fd, () => undefined)
    const line = 'x'.repeat(1_000_000)
    output.record(line)
    output.record(line)
    let room = false
    const waiting = output.room().then(() => (room = true))
    await new Promise((resolve) => setImmediate(resolve))
    expect(room).toBe(false)
    socket.resume()
    await Promise.all([waiting, output.flushed()])
    const ended = new Promise((resolve) => socket.once('end', resolve))
    client.end()
    await ended
    expect(Buffer.concat(got).length).toBe(2 * (line.length + 1))
    server.close()
  })
})

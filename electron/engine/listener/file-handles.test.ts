import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { plainClient } from './testing.ts'

interface Counts {
  readonly captures: number
  readonly silent: number
  readonly rows: readonly { readonly cause: string; readonly summary: string }[]
}

const script = resolve(import.meta.dirname, 'testing-few-handles.ts')

// Only Linux says how many handles a process may have.
describe.runIf(process.platform === 'linux')('with 64 file handles and 200 connections', () => {
  it('every connection that is refused is counted in a row, and accepting goes on afterwards', async () => {
    const child = spawn('sh', ['-c', 'ulimit -n 64; exec "$0" "$1"', process.execPath, script])
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
    const line = async () => String((await lines.next()).value)
    const counts = async (): Promise<Counts> => {
      child.stdin.write('\n')
      return JSON.parse(await line()) as Counts
    }
    const port = Number(await line())
    const clients = await Promise.all(Array.from({ length: 200 }, () => plainClient(port)))
    const refused = (rows: Counts['rows']) => rows.reduce((sum, { summary }) => sum + Number.parseInt(summary, 10), 0)
    let seen = await counts()
    const closed = () => clients.filter(({ socket }) => socket.readableEnded).length
    while (refused(seen.rows) < 150 || refused(seen.rows) !== closed()) seen = await counts()
    expect(new Set(seen.rows.map(({ cause }) => cause))).toEqual(new Set(['accept-failed']))
    for (const { socket } of clients) socket.destroy()
    while (seen.silent + refused(seen.rows) < 200) seen = await counts()
    const good = await plainClient(port)
    good.socket.write('GET / HTTP/1.1\r\n\r\n')
    await good.expect('HTTP/1.1 204')
    expect((await counts()).captures).toBe(1)
    child.kill()
  })
})

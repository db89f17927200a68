import { writev } from 'node:fs'
import { LineBuffer } from './line-buffer.ts'

/** Where records and messages go: records to standard output, everything else to standard error. */
export interface Output {
  /** Queues one line of standard output; never blocks. `ascii`: it is known to hold nothing else. */
  readonly record: (line: string, ascii?: boolean) => void
  /** One message for the user on standard error. */
  readonly message: (line: string) => void
  /** Resolves when so much is written that more may be queued (or nobody reads). */
  readonly room: () => Promise<void>
  /** Resolves when everything queued is written (or nobody reads). */
  readonly flushed: () => Promise<void>
  /** Resolves when the reader of standard output has gone away. */
  readonly readerGone: Promise<void>
  /** True once it has. */
  readonly gone: () => boolean
  /** Bytes that wait to be written. */
  readonly waiting: () => number
}

/** Above this many waiting bytes, `room` waits. */
const ROOM = 1_048_576
/** A pipe that is set to non-blocking by somebody else may be full: tried again after this, ms. */
const AGAIN_MS = 10
/** Lines are gathered this long, ms: each write wakes another thread, which a flood must not pay for every line. */
const GATHER_MS = 4

const codeOf = (error: NodeJS.ErrnoException): string => error.code ?? ''

/** What is left of some pieces after so many bytes. */
function after(pieces: readonly Buffer[], written: number): readonly Buffer[] {
  const rest: Buffer[] = []
  let done = written
  for (const piece of pieces) {
    if (piece.length > done) rest.push(piece.subarray(done))
    done = Math.max(0, done - piece.length)
  }
  return rest
}

/**
 * Writes all pieces to a file descriptor without blocking the event loop, as many at once as it takes: in a flood the loop comes by
 * only every few megabytes. Gives an error other than "try again".
 */
function writeAll(fd: number, pieces: readonly Buffer[], finish: (error: NodeJS.ErrnoException | null) => void): void {
  writev(fd, pieces, (error, written) => {
    const again = error !== null && codeOf(error) === 'EAGAIN'
    if (error !== null && !again) return finish(error)
    const rest = again ? pieces : after(pieces, written)
    if (rest.length === 0) return finish(null)
    if (again) setTimeout(() => writeAll(fd, rest, finish), AGAIN_MS)
    else writeAll(fd, rest, finish)
  })
}

/** Those who wait until so little is left to write. */
function createRoom(): { readonly wait: (below: number) => Promise<void>; readonly settle: (left: number) => void } {
  let waiters: { readonly below: number; readonly done: () => void }[] = []
  return {
    wait: (below) => new Promise((resolve) => waiters.push({ below, done: resolve })),
    settle: (left) => {
      const ready = waiters.filter(({ below }) => left <= below)
      waiters = waiters.filter(({ below }) => left > below)
      for (const { done } of ready) done()
    },
  }
}

/**
 * Standard output that is written beside the work: process.stdout blocks the whole process while a pipe is full, and
 * a listener whose reader has stopped (`| less`) must go on answering.
 */
export function createOutput(fd: number, message: (line: string) => void): Output {
  const lines = new LineBuffer()
  let size = 0
  let writing = false
  let timer: NodeJS.Timeout | null = null
  let gone = false
  const room = createRoom()
  let tellGone = (): void => undefined
  const readerGone = new Promise<void>((resolve) => (tellGone = resolve))

  const settle = (): void => room.settle(gone ? 0 : size)
  const leave = (error: NodeJS.ErrnoException): void => {
    gone = true
    if (codeOf(error) !== 'EPIPE') message(`Standard output cannot be written: ${error.message}.`)
    tellGone()
    settle()
  }
  const pump = (): void => {
    timer = null
    if (writing || gone) return
    const pieces = lines.take()
    if (pieces.length === 0) return
    writing = true
    writeAll(fd, pieces, (error) => {
      writing = false
      for (const { length } of pieces) size -= length
      lines.done(pieces)
      if (error !== null) return leave(error)
      settle()
      return pump()
    })
  }
  const below = (limit: number): Promise<void> => (gone || size <= limit ? Promise.resolve() : room.wait(limit))
  return {
    record: (line, ascii = false) => {
      if (gone) return
      size += lines.add(line, ascii)
      timer ??= setTimeout(pump, GATHER_MS)
    },
    message,
    room: () => below(ROOM),
    flushed: () => below(0),
    readerGone,
    gone: () => gone,
    waiting: () => size,
  }
}

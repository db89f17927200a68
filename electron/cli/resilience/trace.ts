/* For tests: what strace wrote down, as calls in the order in which they mattered. */

export interface Call {
  /** `fdatasync`, `write`, … */
  readonly name: string
  /** All between the brackets, and what it gave: `21</tmp/a-wal>) = 0`. */
  readonly rest: string
  readonly phase: 'begun' | 'done'
}

const WHOLE = /^(\d+) +([a-z0-9_]+)\((.*)$/
const RESUMED = /^(\d+) +<\.\.\. ([a-z0-9_]+) resumed>(.*)$/

/**
 * Reads a log of `strace -f`: each call when it began and when it was done, as threads interleave.
 * A call that no other thread interrupted is both at once.
 */
export function callsOf(log: string): Call[] {
  const open = new Map<string, string>()
  return log.split('\n').flatMap((line): Call[] => {
    const resumed = RESUMED.exec(line)
    if (resumed !== null) {
      const [, thread = '', name = '', end = ''] = resumed
      const rest = (open.get(thread) ?? '') + end
      open.delete(thread)
      return [{ name, rest, phase: 'done' }]
    }
    const [, thread = '', name = '', rest = ''] = WHOLE.exec(line) ?? []
    if (name === '') return []
    if (!rest.endsWith('<unfinished ...>')) {
      return [
        { name, rest, phase: 'begun' },
        { name, rest, phase: 'done' },
      ]
    }
    const begin = rest.slice(0, -'<unfinished ...>'.length)
    open.set(thread, begin)
    return [{ name, rest: begin, phase: 'begun' }]
  })
}

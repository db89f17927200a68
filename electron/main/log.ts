import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'

export type Log = (line: string) => void
export interface LogFile {
  readonly log: Log
  readonly file: string
  /** Resolves when everything is written. */
  readonly close: () => Promise<void>
}

// Everything that a terminal or an editor could take for a command, and what turns text around.
const UNSAFE = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g
const LIMIT = 1_000_000

/** Makes control and direction characters visible, so that nothing written can steer a terminal. */
export const visible = (text: string): string =>
  text.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The log of the host: `logs/main.log` below the user's folder, one line per happening, the last megabyte kept twice. */
export async function openLog(userData: string, now: () => Date): Promise<LogFile> {
  const folder = join(userData, 'logs')
  const file = join(folder, 'main.log')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const size = await stat(file).then(
    (facts) => facts.size,
    () => 0,
  )
  if (size > LIMIT) await rename(file, join(folder, 'main.old.log'))
  const stream: WriteStream = createWriteStream(file, { flags: 'a', mode: 0o600 })
  // A full disk must not end the program that reports it.
  stream.on('error', () => undefined)
  const write = (line: string): void => {
    stream.write(`${now().toISOString()} ${visible(line)}\n`)
  }
  return { file, log: write, close: () => new Promise((resolve) => stream.end(resolve)) }
}

import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import type { Problem } from '../../../shared/protocol/errors.ts'
import { APPLICATION_ID, SCHEMA_VERSION } from './migrations/migrations.ts'
import { damagedProblem, foreignProblem, newerProblem, openingProblem } from './problems.ts'

/*
 * Looks at a file before SQLite may touch it: a newer or foreign file must stay as it is, byte for byte, and SQLite
 * would recover its log or leave files beside it. Offsets: https://sqlite.org/fileformat.html §1.3 and §4.1.
 */

const MAGIC = 'SQLite format 3\0'
const HEADER = 100
const WAL_HEADER = 32
const FRAME_HEADER = 24

export type Inspection =
  | { readonly state: 'missing' | 'empty' | 'ours' | 'unmarked' }
  | { readonly state: 'refused'; readonly problem: Problem }

/** Takes a path, gives what stands there. `unmarked`: a SQLite file without our mark, perhaps one that was never finished. */
export function inspectFile(file: string): Inspection {
  try {
    const size = statSync(file, { throwIfNoEntry: false })?.size
    if (size === undefined) return { state: 'missing' }
    return size === 0 ? { state: 'empty' } : inspectHeader(file, readStart(file, 0, HEADER))
  } catch (thrown) {
    return { state: 'refused', problem: openingProblem(file, thrown) }
  }
}

function inspectHeader(file: string, header: Buffer): Inspection {
  const refused = (problem: Problem): Inspection => ({ state: 'refused', problem })
  if (header.length < HEADER || header.toString('latin1', 0, 16) !== MAGIC) {
    return refused(damagedProblem(file, 'it does not begin like a SQLite database'))
  }
  const wal = walHeaders(`${file}-wal`)
  const latest = wal.at(-1) ?? header
  const version = Math.max(latest.readUInt32BE(60), header.readUInt32BE(60))
  const application = latest.readUInt32BE(68)
  if (application !== APPLICATION_ID) {
    return application === 0 && version === 0 ? { state: 'unmarked' } : refused(foreignProblem(file))
  }
  if (version > SCHEMA_VERSION) return refused(newerProblem(file, version, SCHEMA_VERSION))
  const short = shortBy(file, header)
  // With a log beside it, the file may rightly be shorter than its header says.
  if (short > 0 && wal.length === 0 && !hasBytes(`${file}-wal`)) {
    return refused(damagedProblem(file, `its last ${String(short)} bytes are missing`))
  }
  return { state: 'ours' }
}

const hasBytes = (file: string): boolean => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0

function shortBy(file: string, header: Buffer): number {
  const pageSize = header.readUInt16BE(16) === 1 ? 65536 : header.readUInt16BE(16)
  return header.readUInt32BE(28) * pageSize - statSync(file).size
}

/** Every version of the database header (page 1) that stands in a write-ahead log, oldest first. */
function walHeaders(file: string): readonly Buffer[] {
  if (!hasBytes(file)) return []
  const fd = openSync(file, 'r')
  try {
    const head = readAt(fd, 0, WAL_HEADER)
    if (head.length < WAL_HEADER || (head.readUInt32BE(0) & 0xfffffffe) >>> 0 !== 0x377f0682) return []
    const step = FRAME_HEADER + head.readUInt32BE(8)
    const found: Buffer[] = []
    for (let offset = WAL_HEADER, end = fstatSync(fd).size; offset + step <= end; offset += step) {
      const frame = readAt(fd, offset, FRAME_HEADER + HEADER)
      // The salts of an older round of the log end the part that counts.
      if (!frame.subarray(8, 16).equals(head.subarray(16, 24))) break
      if (frame.readUInt32BE(0) === 1) found.push(frame.subarray(FRAME_HEADER))
    }
    return found
  } finally {
    closeSync(fd)
  }
}

function readStart(file: string, position: number, length: number): Buffer {
  const fd = openSync(file, 'r')
  try {
    return readAt(fd, position, length)
  } finally {
    closeSync(fd)
  }
}

function readAt(fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  return bytes.subarray(0, readSync(fd, bytes, 0, length, position))
}

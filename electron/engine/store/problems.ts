import { basename } from 'node:path'
import { bad } from '../../../shared/protocol/errors.ts'
import type { Problem, ProblemCode } from '../../../shared/protocol/errors.ts'
import type { Missing } from './ledger.ts'

/* What SQLite and the file system throw, as sentences. Result codes: https://sqlite.org/rescode.html */

const BUSY = 5
const LOCKED = 6
const READONLY = 8
const IOERR = 10
const CORRUPT = 11
const FULL = 13
const CANTOPEN = 14
const TOOBIG = 18
const CONSTRAINT = 19
const NOTADB = 26

/** Takes what was thrown, gives SQLite's primary result code, or null when it is no SQLite error. */
function resultCode(thrown: unknown): number | null {
  if (!(thrown instanceof Error) || !('errcode' in thrown) || typeof thrown.errcode !== 'number') return null
  return thrown.errcode & 0xff
}

/** True when the error concerns the one row that was being written, so that the others of its batch can go on. */
export function concernsOneRow(thrown: unknown): boolean {
  const code = resultCode(thrown)
  // A binding that the driver refuses (TypeError, RangeError) never reached SQLite.
  return code === null
    ? thrown instanceof TypeError || thrown instanceof RangeError
    : code === TOOBIG || code === CONSTRAINT
}

const problem = (code: ProblemCode, message: string, file: string): Problem => bad(code, message, { file }).problem
const detail = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))
const systemCode = (thrown: unknown): string | null =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null

export const lockedProblem = (file: string): Problem =>
  problem(
    'archive-locked',
    `The archive ${file} is in use by another process. Close the other Callback Inspector (window or command) first, or choose another archive file.`,
    file,
  )

export const damagedProblem = (file: string, what: string): Problem =>
  problem(
    'archive-damaged',
    `The archive ${file} is damaged: ${what}. It was left as it is. Move it away, together with ${basename(file)}-wal if that exists, to start a new one, or put a copy back in its place.`,
    file,
  )

export const newerProblem = (file: string, found: number, known: number): Problem =>
  bad(
    'archive-newer',
    `The archive ${file} was written by a newer version of Callback Inspector (format ${String(found)}; this version knows ${String(known)}). It was left untouched. Update Callback Inspector, or choose another archive file.`,
    { file, found, known },
  ).problem

export const foreignProblem = (file: string): Problem =>
  problem(
    'archive-unreadable',
    `The file ${file} is a database of another program, not an archive of Callback Inspector. It was left untouched. Choose another archive file.`,
    file,
  )

export const readOnlyProblem = (file: string): Problem =>
  problem(
    'archive-read-only',
    `The archive ${file} cannot be written: the file or its folder is read-only. Give this user write permission, or choose another archive file.`,
    file,
  )

/** Takes what opening threw, gives the problem to show. */
export function openingProblem(file: string, thrown: unknown): Problem {
  const code = resultCode(thrown)
  if (code === BUSY || code === LOCKED) return lockedProblem(file)
  if (code === CORRUPT || code === NOTADB) return damagedProblem(file, detail(thrown))
  if (code === READONLY || ['EROFS', 'EACCES', 'EPERM'].includes(systemCode(thrown) ?? '')) return readOnlyProblem(file)
  if (code === FULL || systemCode(thrown) === 'ENOSPC') return writingProblem(file, thrown)
  if (code === CANTOPEN || systemCode(thrown) !== null) {
    const message = `The archive ${file} cannot be opened (${detail(thrown)}). Check that its folder exists and may be used, or choose another archive file.`
    return problem('archive-unreadable', message, file)
  }
  return problem('archive-unreadable', `The archive ${file} cannot be opened: ${detail(thrown)}.`, file)
}

/** Takes what writing threw, gives the problem to show; a full disk and a size limit of the system are the same to the user. */
export function writingProblem(file: string, thrown: unknown): Problem {
  const code = resultCode(thrown)
  if (code === FULL || code === IOERR || ['ENOSPC', 'EFBIG', 'EDQUOT'].includes(systemCode(thrown) ?? '')) {
    const message = `The archive ${file} cannot grow: the disk is full, or a size limit is reached (${detail(thrown)}). Callbacks are answered 503 so that the bank tries again. Make room, and capturing goes on by itself.`
    return problem('archive-full', message, file)
  }
  if (code === READONLY) return readOnlyProblem(file)
  if (code === CORRUPT || code === NOTADB) return damagedProblem(file, detail(thrown))
  const message = `The archive ${file} cannot be written (${detail(thrown)}). Callbacks are answered 503 so that the bank tries again.`
  return problem('archive-unreadable', message, file)
}

/** One arrival could not be stored although the archive works. */
export const rowProblem = (file: string, thrown: unknown): Problem =>
  problem('archive-unreadable', `One callback cannot be stored in the archive ${file}: ${detail(thrown)}.`, file)

export const closedProblem = (file: string): Problem =>
  problem('archive-unreadable', `The archive ${file} has been closed.`, file)

/** `fill` is the share (from 0.8 up) of the limit that is nearest to being reached. */
export function nearProblem(file: string, fill: number): Problem {
  const share = Math.floor(Math.min(1, fill) * 20) * 5
  const message = `The archive ${file} has reached ${String(share)} % of a limit set for it. Beyond the limit the oldest entries are removed. Raise the limit in the settings, or export what must be kept.`
  return bad('archive-limit-near', message, { file, share }).problem
}

/** Numbers that had been promised are neither there nor removed. */
export function missingProblem(file: string, { first, last, count }: Missing): Problem {
  const which =
    count === 1
      ? `number ${String(first)} is`
      : `${String(count)} of the numbers ${String(first)} to ${String(last)} are`
  const message = `Entries that had been stored in the archive ${file} are missing: ${which} gone, probably because the disk or a copy of the file was damaged. Everything else is there. Check the disk, and look for a copy made before.`
  return bad('archive-rows-missing', message, { file, first, last, count }).problem
}

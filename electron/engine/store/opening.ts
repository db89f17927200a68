import { randomBytes } from 'node:crypto'
import { accessSync, chmodSync, closeSync, constants, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { bad, good } from '../../../shared/protocol/errors.ts'
import type { Result } from '../../../shared/protocol/errors.ts'
import { inspectFile } from './inspect.ts'
import type { Inspection } from './inspect.ts'
import { SCHEMA_VERSION, migrate } from './migrations/migrations.ts'
import { foreignProblem, openingProblem } from './problems.ts'
import { openSqlite } from './sqlite.ts'
import type { DriverName, Sqlite } from './sqlite.ts'

export interface OpeningOptions {
  readonly file: string
  readonly readOnly: boolean
  readonly driver?: DriverName | undefined
}

const LOG_LIMIT = 64 * 1024 * 1024

/**
 * Opens (and for writing: makes, locks and migrates) the database file. The lock is SQLite's exclusive one: it goes
 * with the process, however that ends, and lets nobody else read or write. Gives a coded problem instead of throwing;
 * a newer, foreign or damaged file stays untouched.
 */
export function openConnection(options: OpeningOptions): Result<Sqlite> {
  const inspection = inspectFile(options.file)
  if (inspection.state === 'refused') return { ok: false, problem: inspection.problem }
  let sqlite: Sqlite | null = null
  try {
    if (options.readOnly) {
      if (inspection.state !== 'ours') return nothingToRead(options.file)
    } else {
      prepareFile(options.file, inspection)
    }
    sqlite = openSqlite(options)
    const result = options.readOnly
      ? beginReading(sqlite, options.file)
      : beginWriting(sqlite, options.file, inspection)
    if (!result.ok) sqlite.close()
    return result
  } catch (thrown) {
    closeQuietly(sqlite)
    return { ok: false, problem: openingProblem(options.file, thrown) }
  }
}

function closeQuietly(sqlite: Sqlite | null): void {
  try {
    sqlite?.close()
  } catch {
    // What went wrong before is what the user must hear.
  }
}

function nothingToRead(file: string): Result<Sqlite> {
  return bad(
    'archive-unreadable',
    `There is no archive in ${file}. Check the path; an archive is made when callbacks are captured into it.`,
    { file },
  )
}

/** Files are for this user only; SQLite gives its log the mode of the file. */
function prepareFile(file: string, inspection: Inspection): void {
  if (inspection.state === 'missing') {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    closeSync(openSync(file, constants.O_CREAT | constants.O_RDWR, 0o600))
    return
  }
  accessSync(file, constants.W_OK)
  accessSync(dirname(file), constants.W_OK)
  if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
}

function beginWriting(sqlite: Sqlite, file: string, inspection: Inspection): Result<Sqlite> {
  sqlite.exec('PRAGMA locking_mode = EXCLUSIVE')
  if (inspection.state !== 'ours') {
    // A file without our mark is ours to fill only when nothing is in it.
    if (sqlite.number('SELECT count(*) FROM sqlite_schema') > 0) return { ok: false, problem: foreignProblem(file) }
    sqlite.exec('PRAGMA auto_vacuum = INCREMENTAL')
  }
  sqlite.exec('PRAGMA journal_mode = WAL')
  sqlite.exec('PRAGMA synchronous = FULL')
  sqlite.exec(
    `PRAGMA journal_size_limit = ${String(LOG_LIMIT)}; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000`,
  )
  sqlite.transaction(() => undefined)
  // The header of the file itself then tells the version to older programs, which look there before they open.
  if (migrate(sqlite, () => randomBytes(4).toString('hex'))) sqlite.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  return good(sqlite)
}

/** One read transaction as long as it is open: what is read belongs together, and nobody writes meanwhile. */
function beginReading(sqlite: Sqlite, file: string): Result<Sqlite> {
  sqlite.exec('PRAGMA temp_store = MEMORY; BEGIN')
  if (sqlite.number('PRAGMA user_version') < SCHEMA_VERSION) {
    const message = `The archive ${file} has an older format and is opened for reading only. Open it once in Callback Inspector to bring it up to date.`
    return bad('archive-read-only', message, { file })
  }
  sqlite.number('SELECT count(*) FROM meta')
  return good(sqlite)
}

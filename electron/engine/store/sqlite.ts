import { createRequire } from 'node:module'
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'

/** `builtin` is Node's own node:sqlite, `package` the one that older runtimes (Electron 33, Node 20) need; same interface. */
export type DriverName = 'builtin' | 'package'
type DriverModule = Pick<typeof import('node:sqlite'), 'DatabaseSync'>

export type SqlRow = Readonly<Record<string, SQLOutputValue>>
export type SqlList = readonly SQLOutputValue[]
export type SqlValue = SQLInputValue

/** Gives the driver asked for (default: the built-in where it is there), or null where this runtime has none of that name. */
export function loadDriver(name?: DriverName): DriverModule | null {
  const builtin: DriverModule | undefined = name === 'package' ? undefined : process.getBuiltinModule?.('node:sqlite')
  if (builtin !== undefined) return builtin
  if (name === 'builtin') return null
  return createRequire(import.meta.url)('@photostructure/sqlite') as DriverModule
}

/**
 * One connection and its prepared statements. The package's statements do not keep their database alive, so both live
 * in one object, and statements are made once per text.
 */
export interface Sqlite {
  readonly database: DatabaseSync
  readonly exec: (sql: string) => void
  readonly prepare: (sql: string) => StatementSync
  readonly get: (sql: string, ...values: SqlValue[]) => SqlRow | undefined
  readonly all: (sql: string, ...values: SqlValue[]) => readonly SqlRow[]
  /** The same with each row as a list of its columns: a third of the time, for many narrow rows. */
  readonly lists: (sql: string, ...values: SqlValue[]) => readonly SqlList[]
  /**
   * Runs a statement that gives no rows. Through `get`, because the package's `run` throws when the last row id (one of
   * FTS5's inner tables, say) is above 2^53 — after the statement, a COMMIT even, was done.
   */
  readonly run: (sql: string, ...values: SqlValue[]) => void
  /** First column of the first row as a number; 0 when there is none or it is NULL. */
  readonly number: (sql: string, ...values: SqlValue[]) => number
  /** Runs `work` in one transaction: all of it is durable afterwards, or nothing. Throws what `work` or the commit throws. */
  readonly transaction: <T>(work: () => T) => T
  readonly close: () => void
}

export interface SqliteOptions {
  readonly file: string
  readonly readOnly: boolean
  readonly driver?: DriverName | undefined
}

/** Opens a database file. Throws the driver's error (see sqlite-errors.ts), and Error when the driver is not there. */
export function openSqlite(options: SqliteOptions): Sqlite {
  const driver = loadDriver(options.driver)
  if (driver === null) throw new Error(`This runtime has no SQLite driver named "${String(options.driver)}".`)
  // Nobody else may hold the archive for longer than a moment: waiting here would stop the whole engine.
  return wrap(new driver.DatabaseSync(options.file, { readOnly: options.readOnly, timeout: 100 }))
}

function wrap(database: DatabaseSync): Sqlite {
  const statements = new Map<string, StatementSync>()
  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const made = database.prepare(sql)
    statements.set(sql, made)
    return made
  }
  const get = (sql: string, ...values: SqlValue[]): SqlRow | undefined => prepare(sql).get(...values)
  const listing = new Map<string, ListStatement>()
  const lists = (sql: string, ...values: SqlValue[]): readonly SqlList[] => {
    const known = listing.get(sql) ?? listStatement(database, sql)
    listing.set(sql, known)
    return known(...values)
  }
  return {
    database,
    prepare,
    get,
    exec: (sql) => database.exec(sql),
    all: (sql, ...values) => prepare(sql).all(...values),
    lists,
    run: (sql, ...values) => void get(sql, ...values),
    number: (sql, ...values) => Number(Object.values(get(sql, ...values) ?? {})[0] ?? 0),
    transaction: (work) => transaction(prepare, work),
    close: () => {
      statements.clear()
      listing.clear()
      database.close()
    },
  }
}

type ListStatement = (...values: SqlValue[]) => readonly SqlList[]

/** Early versions of node:sqlite give objects only. */
function listStatement(database: DatabaseSync, sql: string): ListStatement {
  const statement = database.prepare(sql)
  const choose: StatementSync['setReturnArrays'] | undefined = statement.setReturnArrays
  if (choose === undefined) return (...values) => statement.all(...values).map((row) => Object.values(row))
  choose.call(statement, true)
  // Declared as objects whatever was chosen.
  return (...values) => statement.all(...values) as unknown as readonly SqlList[]
}

function transaction<T>(prepare: (sql: string) => StatementSync, work: () => T): T {
  prepare('BEGIN IMMEDIATE').get()
  try {
    const value = work()
    prepare('COMMIT').get()
    return value
  } catch (thrown) {
    try {
      prepare('ROLLBACK').get()
    } catch {
      // SQLite has rolled back by itself already (disk full, I/O error): nothing is left to undo.
    }
    throw thrown
  }
}

/** Runs a transaction that must be on the disk when it returns. All others get there with the next sync of the log. */
export function withSync<T>(sqlite: Sqlite, work: () => T): T {
  sqlite.exec('PRAGMA synchronous = FULL')
  try {
    return work()
  } finally {
    sqlite.exec('PRAGMA synchronous = NORMAL')
  }
}

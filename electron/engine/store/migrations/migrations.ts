import type { Sqlite } from '../sqlite.ts'
import { arrivals } from './001-arrivals.ts'
import { entryIndex } from './002-index.ts'
import { upstreamAnswers } from './003-upstream.ts'
import { deliveries } from './004-deliveries.ts'
import { lights } from './005-lights.ts'
import { deliveryKinds } from './006-delivery-kinds.ts'

/** "CbIn": marks the file as ours (`PRAGMA application_id`). */
export const APPLICATION_ID = 0x4362496e

const MIGRATIONS: readonly string[] = [arrivals, entryIndex, upstreamAnswers, deliveries, lights, deliveryKinds]

/** The version that this program writes: the number of migrations (`PRAGMA user_version`). */
export const SCHEMA_VERSION = MIGRATIONS.length

/**
 * Brings a database from any older version up to `target` (tests make old samples with it), one transaction for all,
 * so that a crash leaves the old version whole. Gives true when something was done. Throws the driver's errors.
 */
export function migrate(sqlite: Sqlite, makeId: () => string, target: number = SCHEMA_VERSION): boolean {
  const version = sqlite.number('PRAGMA user_version')
  if (version >= target) return false
  sqlite.transaction(() => {
    for (const script of MIGRATIONS.slice(version, target)) sqlite.exec(script)
    if (version === 0) sqlite.run("INSERT INTO meta (name, value) VALUES ('id', ?)", makeId())
    sqlite.exec(`PRAGMA application_id = ${String(APPLICATION_ID)}; PRAGMA user_version = ${String(target)}`)
  })
  return true
}

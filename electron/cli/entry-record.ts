import { headline } from '../../shared/checks/headline.ts'
import { exportCallback, exportConnection, isCallback, isConnectionEvent } from '../../shared/export/record.ts'
import type { ExportRecord } from '../../shared/export/record-schema.ts'
import type { StoredEntry } from '../../shared/model/stored.ts'
import { wireBody } from '../engine/detail.ts'
import { parseHead } from '../engine/listener/wire/head.ts'
import type { Judgement } from '../engine/verify/types.ts'

/**
 * Takes an entry and its judgement (null for a connection event), gives the object that is printed; null when a
 * callback comes without a judgement, which the engine never does.
 */
export function recordOf(archiveId: string, entry: StoredEntry, judgement: Judgement | null): ExportRecord | null {
  if (isConnectionEvent(entry)) return exportConnection(entry, archiveId)
  if (!isCallback(entry) || judgement === null) return null
  const { recognition, verdict } = judgement
  return exportCallback(entry, {
    archiveId,
    head: parseHead(entry.raw, entry.facts.headLength),
    body: wireBody(entry),
    recognition,
    verdict,
    headline: headline(recognition, verdict),
  })
}

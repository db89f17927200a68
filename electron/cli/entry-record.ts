import { headline } from '../../shared/checks/headline.ts'
import { exportCallback, exportConnection, isCallback, isConnectionEvent } from '../../shared/export/record.ts'
import type { ExportRecord } from '../../shared/export/record-schema.ts'
import type { RowDelivery } from '../../shared/model/inbox.ts'
import type { StoredEntry } from '../../shared/model/stored.ts'
import { wireBody } from '../engine/verify/wire-body.ts'
import type { Judgement } from '../engine/verify/types.ts'

/** Without a copy: a body may hold many megabytes. */
const base64 = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64')

/**
 * Takes an entry, its judgement (null for a connection event) and the attempt that it is, gives the object that is printed; null when a
 * callback comes without a judgement, which the engine never does.
 */
export function recordOf(
  archiveId: string,
  entry: StoredEntry,
  judgement: Judgement | null,
  delivery?: RowDelivery,
): ExportRecord | null {
  if (isConnectionEvent(entry)) return exportConnection(entry, archiveId, base64)
  if (!isCallback(entry) || judgement === null) return null
  const { head, recognition, verdict } = judgement
  return exportCallback(entry, {
    archiveId,
    base64,
    head,
    body: wireBody(entry),
    recognition,
    verdict,
    headline: headline(recognition, verdict),
    ...(delivery === undefined ? {} : { delivery }),
  })
}

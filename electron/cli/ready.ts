import type { Engine } from '../engine/core.ts'
import type { ReadyRecord } from '../../shared/export/record-schema.ts'
import { RECORD_FORMAT } from '../../shared/export/record-schema.ts'
import { shellWord, utf8Bytes } from '../../shared/export/shell.ts'
import type { ListenerStatus } from '../../shared/protocol/views.ts'

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString()

function certificateOf({ certificate }: ListenerStatus): ReadyRecord['certificate'] {
  if (certificate === null) return null
  const { validFrom, validTo } = certificate
  return { ...certificate, validFrom: iso(validFrom), validTo: iso(validTo) }
}

/** The first line of `listen`: where it listens, where it stores, and what to trust. */
export function readyRecord(engine: Engine, temporary: boolean): ReadyRecord {
  const listening = engine.listeners.status().filter(({ state, url }) => state === 'listening' && url !== null)
  const urls = listening.flatMap(({ url }) => (url === null ? [] : [new URL(url).href]))
  return {
    type: 'ready',
    format: RECORD_FORMAT,
    version: engine.options.version,
    url: urls[0] ?? '',
    urls,
    archive: engine.archiveStatus().file,
    temporaryArchive: temporary,
    certificate: listening.map(certificateOf).find((certificate) => certificate !== null) ?? null,
  }
}

/** The same for a person, with a line to try it. */
export function readyLines({ url, urls, archive, temporaryArchive, certificate }: ReadyRecord): readonly string[] {
  const authority = certificate?.authorityFile ?? null
  const trusted = authority === null ? '' : `--cacert ${shellWord(utf8Bytes(authority))} `
  return [
    `Listening on ${urls.join(' and ')}`,
    `Archive      ${archive}${temporaryArchive ? ' (temporary: removed at the end; keep one with --archive FILE)' : ''}`,
    ...(certificate === null ? [] : [`Certificate  ${certificate.subject}, valid to ${certificate.validTo}`]),
    ...(authority === null ? [] : [`CA to trust  ${authority}`]),
    `Try          curl ${trusted}${shellWord(`${url}try?paymentId=1`)}`,
  ]
}

import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'

/*
 * The last number promised, beside the archive: `<id> <16 digits>`. One flipped bit in a write-ahead log makes SQLite
 * drop every later row without a word; this file then says what had been there. It is not synced (that would double
 * the cost of a commit): after a power cut it may say less, never more.
 */
const PATTERN = /^([0-9a-f]{8}) (\d{16})\n$/

export interface Sidecar {
  /** Notes the last number promised; before anybody is told of it. */
  readonly write: (sequence: number) => void
  readonly close: () => void
}

export const sidecarFile = (archive: string): string => `${archive}.seq`

/** Takes the archive's path and id, gives the last number promised; 0 when nothing readable of this archive stands there. */
export function readSidecar(archive: string, id: string): number {
  try {
    const match = PATTERN.exec(readFileSync(sidecarFile(archive), 'latin1'))
    return match !== null && match[1] === id ? Number(match[2]) : 0
  } catch {
    // Missing after a copy or a restore: the archive is whole without it.
    return 0
  }
}

/** Opens the file for writing and keeps it open, so that a lack of descriptors cannot stop it later. Throws what fs throws. */
export function openSidecar(archive: string, id: string): Sidecar {
  const fd = openSync(sidecarFile(archive), 'a+', 0o600)
  closeSync(fd)
  const handle = openSync(sidecarFile(archive), 'r+')
  return {
    write: (sequence) => {
      try {
        writeSync(handle, `${id} ${String(sequence).padStart(16, '0')}\n`, 0, 'latin1')
      } catch {
        // A full disk can stop its very first block. It is a second check only: the rows themselves are durable.
      }
    },
    close: () => closeSync(handle),
  }
}

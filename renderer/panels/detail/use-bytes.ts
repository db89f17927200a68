import { useCallback, useEffect, useState } from 'react'
import { toProblem } from '../../../shared/protocol/errors.ts'
import type { Problem } from '../../../shared/protocol/errors.ts'
import { useApp } from '../../app/use-app.ts'

export type Part = 'raw' | 'body' | 'decoded'
export interface Bytes {
  readonly bytes: Uint8Array | null
  readonly total: number
  readonly problem: Problem | null
  readonly more: () => void
}

/** The first look at a body, as much as is laid out in a tenth of a second; more comes on request, four times as much each time. */
const PIECE = 524_288
/** What is shown at most; the rest is there when the body is saved as a file. */
export const MOST_SHOWN = 4_194_304

/** Fetches the bytes of an entry, a piece at a time: the first one at once, the next with `more`. */
export function useBytes(sequence: number, part: Part): Bytes {
  const { call } = useApp()
  const [held, setHeld] = useState<{ bytes: Uint8Array | null; total: number; problem: Problem | null }>(NOTHING)
  const [wanted, setWanted] = useState(PIECE)
  useEffect(() => {
    let current = true
    call('entry.bytes', { sequence, part, from: 0, length: wanted }).then(
      ({ bytes, total }) => current && setHeld({ bytes, total, problem: null }),
      (thrown: unknown) => current && setHeld({ ...NOTHING, problem: toProblem(thrown) }),
    )
    return () => {
      current = false
    }
  }, [call, sequence, part, wanted])
  const more = useCallback(() => setWanted((before) => Math.min(MOST_SHOWN, before * 4)), [])
  return { ...held, more }
}

const NOTHING = { bytes: null, total: 0, problem: null }

export interface Read {
  readonly text: string
  /** How the bytes were read, for the line above them. */
  readonly how: string
}

/** Bytes as text: UTF-8 when they are, else one character per byte. */
export function readText(bytes: Uint8Array): Read {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), how: 'UTF-8' }
  } catch {
    return { text: new TextDecoder('latin1').decode(bytes), how: 'Latin-1, as it is not UTF-8' }
  }
}

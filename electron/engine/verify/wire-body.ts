import type { StoredEntry } from '../../../shared/model/stored.ts'
import { dechunk } from '../listener/wire/chunked.ts'

/** The body without its transfer coding: chunk framing off, content coding still on. Empty for a connection event's entry. */
export function wireBody({ raw, facts }: StoredEntry): Uint8Array {
  if (facts.kind !== 'callback') return new Uint8Array()
  const body = raw.subarray(facts.headLength)
  return facts.framing === 'chunked' ? dechunk(body) : body
}

import type { Problem } from '../../../shared/protocol/errors.ts'
import type { KeySetView } from '../../../shared/protocol/signature.ts'
import type { KeySet, KeySetSource } from './types.ts'

/** More keys than a window shows in one list. */
const MOST_SHOWN = 200

/** Takes a set that was read (null: it cannot be), gives what a client is told of it; no key material. */
export function keySetView(
  set: KeySet | null,
  { kind, place, at }: KeySetSource,
  name: string,
  problem: Problem | null = null,
): KeySetView {
  const keys = (set?.keys ?? []).slice(0, MOST_SHOWN)
  return {
    name,
    profile: set?.profileName ?? null,
    environment: set?.environment ?? null,
    kind,
    place,
    at,
    keys: keys.map(({ keyId, bits, refused, cause, repaired }) => ({ keyId, bits, refused, cause, repaired })),
    remarks: (set?.remarks ?? []).slice(0, MOST_SHOWN),
    problem,
  }
}

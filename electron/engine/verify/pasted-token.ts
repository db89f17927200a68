import type { SignatureLight } from '../../../shared/model/verdict.ts'
import { readToken } from '../../../shared/checks/jws-shape.ts'
import { readPasted } from '../../../shared/checks/pasted.ts'
import type { PastedText } from '../../../shared/checks/pasted.ts'
import type { KeyOutcome } from '../../../shared/checks/signature.ts'
import { tokenLight } from '../../../shared/checks/signature.ts'
import { jwsView, placeRemarks } from '../../../shared/checks/token-view.ts'
import type { JwsView } from '../../../shared/checks/token-view.ts'
import type { KeySetView } from '../../../shared/protocol/signature.ts'
import { keySetView } from './key-set-view.ts'
import { readKeySet } from './key-set.ts'
import { verifyToken } from './jws.ts'
import type { KeySet, TrustBase } from './types.ts'

/** What is shown of a pasted token. */
export interface PastedToken {
  readonly light: SignatureLight
  readonly kind: PastedText['kind']
  readonly jws: JwsView
  readonly keySet: KeySetView | null
}

interface Keys {
  readonly sets: readonly KeySet[]
  readonly wrong: Pick<TrustBase, 'unreadable' | 'notFetched'>
  readonly view: KeySetView | null
}

const PASTED = 'pasted here'

async function keysOf(keySetText: string | null, names: readonly string[] | null, trust: TrustBase): Promise<Keys> {
  if (keySetText === null) {
    const sets = names === null ? trust.keySets : trust.keySets.filter(({ name }) => names.includes(name))
    return { sets, wrong: trust, view: null }
  }
  const read = await readKeySet(keySetText, PASTED, null)
  const view = keySetView(read.ok ? read.value : null, { kind: 'pasted', place: '', at: null }, PASTED)
  if (read.ok) return { sets: [read.value], wrong: {}, view }
  return { sets: [], wrong: { unreadable: [read.problem.message] }, view: { ...view, problem: read.problem } }
}

/**
 * Verifies a pasted token, or the jwsData of a pasted callback body or request.
 * @param keySetText a pasted key set; null: against the registered ones
 * @param names of the registered sets to use; null: all
 * @param now wall clock, ms since 1970
 */
export async function checkPastedToken(
  text: string,
  keySetText: string | null,
  trust: TrustBase,
  now: number,
  names: readonly string[] | null = null,
): Promise<PastedToken> {
  const { jwsData, event, place, kind } = readPasted(text)
  const shape = readToken(jwsData)
  const keys = await keysOf(keySetText, names, trust)
  const outcome: KeyOutcome | null = shape.sound ? await verifyToken(shape, keys.sets, null, keys.wrong) : null
  const light = tokenLight(shape, outcome, event, now / 1000, placeRemarks(place))
  return { light, kind, jws: jwsView(jwsData, shape, outcome, event, place, now / 1000), keySet: keys.view }
}

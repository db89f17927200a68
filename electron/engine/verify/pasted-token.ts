import type { Light } from '../../../shared/model/verdict.ts'
import { isObject, member, parseJson } from '../../../shared/checks/json.ts'
import { readToken } from '../../../shared/checks/jws-shape.ts'
import type { KeyOutcome } from '../../../shared/checks/signature.ts'
import { tokenLight } from '../../../shared/checks/signature.ts'
import { readKeySet } from './key-set.ts'
import { verifyToken } from './jws.ts'
import type { TrustBase } from './types.ts'

/** What the signature panel shows of a pasted token. */
export interface PastedToken {
  readonly light: Light
  readonly headerText: string | null
  readonly payloadText: string | null
}

/** A whole callback body may be pasted too: then its jwsData is checked against its event. */
function readPasted(text: string): { jwsData: string; event: unknown } {
  const body = text.trimStart().startsWith('{') ? parseJson(text) : undefined
  const jwsData = isObject(body) ? member(body, 'jwsData') : undefined
  if (typeof jwsData !== 'string') return { jwsData: text, event: undefined }
  return { jwsData, event: member(body, 'externalApplicationEvent') }
}

/**
 * Verifies a pasted token, or the jwsData of a pasted callback body.
 * @param keySetText a pasted key set; null: against the registered ones
 * @param now wall clock, ms since 1970
 */
export async function checkPastedToken(
  text: string,
  keySetText: string | null,
  trust: TrustBase,
  now: number,
): Promise<PastedToken> {
  const { jwsData, event } = readPasted(text)
  const shape = readToken(jwsData)
  const { headerText, payloadText } = shape
  let outcome: KeyOutcome | null = null
  if (shape.sound) {
    const pasted = keySetText === null ? null : await readKeySet(keySetText, 'that was pasted', null)
    if (pasted === null) outcome = await verifyToken(shape, trust.keySets, null)
    else if (pasted.ok) outcome = await verifyToken(shape, [pasted.value], null)
    else outcome = { kind: 'unreadable', problem: pasted.problem.message }
  }
  return { light: tokenLight(shape, outcome, event, now / 1000), headerText, payloadText }
}

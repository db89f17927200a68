import { DEMO_PROFILE } from '../../../shared/simulate/demo.ts'
import type { KeySet, TrustBase } from '../verify/types.ts'

/**
 * What a simulated callback is judged against: the profiles of the user, so that the simulator can play for them, its own profile,
 * and its own key alone: what it signed never shows as the bank's, and what the bank signed never as its own.
 */
export function simulatedTrust(trust: TrustBase, keySet: KeySet | null): TrustBase {
  const { unreadable: _, ...rest } = trust
  return { ...rest, profiles: [...trust.profiles, DEMO_PROFILE], keySets: keySet === null ? [] : [keySet] }
}

import { digestRecheck } from '../../../shared/checks/recheck-digest.ts'
import type { Recheck } from '../../../shared/checks/recheck-digest.ts'
import type { EndpointProfile } from '../../../shared/model/profile.ts'
import { textValue, withLight } from '../store/row-codec.ts'
import { digestHash } from '../verify/hash.ts'
import { together } from './judged-lights.ts'
import type { JudgedLights, RowChange, ShownLights } from './judged-lights.ts'
import { quickHost } from './quick-host.ts'
import type { TrustChange } from './trust-change.ts'

/** A row of LegacyBatch; the last is there only when heads were asked for. */
type LegacyRow = readonly [sequence: number, lights: number, simulated: number, target: string, head?: string]

/** A target of so many characters may have been cut for the list. */
const LONGEST_TARGET = 512

/** Whether targets are judged by the host that was called too: then the beginnings of the requests are needed. */
export const needsHosts = (profiles: readonly EndpointProfile[]): boolean =>
  profiles.some(({ host }) => host !== undefined)

/** How one row's digest is looked at: its target, and the host from its head where a profile asks for one. */
function rowRecheck(
  profiles: readonly EndpointProfile[],
  changed: Extract<TrustChange, { kind: 'digest' }>['changed'],
) {
  const recheck = digestRecheck({ profiles, changed, hash: digestHash })
  return ([, , simulated, column, head]: LegacyRow): Recheck => {
    const target = textValue(column)
    const host = head === undefined ? '' : quickHost(Buffer.from(head, 'hex'))
    return simulated === 1 || target.length >= LONGEST_TARGET || host === null ? 'unknown' : recheck(target, host)
  }
}

/** Makes what gives the lights of legacy callbacks as far as their targets tell them; takes the text of a LegacyBatch. */
export function createDigestLights(
  profiles: readonly EndpointProfile[],
  changed: Extract<TrustChange, { kind: 'digest' }>['changed'],
): (text: string) => JudgedLights {
  const recheck = rowRecheck(profiles, changed)
  return (text) => {
    // Written by the archive's own statement.
    const rows = JSON.parse(text) as readonly LegacyRow[]
    const known: RowChange[] = []
    const open: ShownLights[] = []
    for (const row of rows) {
      const [sequence, lights] = row
      const state = recheck(row)
      if (state === 'unknown') open.push({ sequence, lights })
      else if (state !== 'unchanged') known.push({ sequence, from: lights, to: withLight(lights, 'digest', state) })
    }
    return { asked: rows.length, changes: together(known), open }
  }
}

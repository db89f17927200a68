import { createHash } from 'node:crypto'
import type { InboxRow } from '../../../shared/model/inbox.ts'
import type { StoredEntry } from '../../../shared/model/stored.ts'
import type { AttemptCount, DeliveryIdentity } from '../../../shared/respond/count-attempts.ts'
import { parseHead } from '../listener/wire/head.ts'
import type { Archive } from '../store/types.ts'
import { wireBody } from '../verify/wire-body.ts'
import type { History, RuleName } from './delivery-counts.ts'

/** Rows that are looked at: the attempts of a delivery are among the newest of its reference. */
const MOST_ROWS = 200

/** A short text that stands for a body; '' for none. */
export function bodyHash(body: Uint8Array): string {
  return body.length === 0 ? '' : createHash('sha256').update(body).digest('base64url')
}

const userAgentOf = (entry: StoredEntry, headLength: number) =>
  parseHead(entry.raw, headLength).headers.find(([name]) => name.toLowerCase() === 'user-agent')?.[1] ?? ''

function isOf(row: InboxRow, delivery: DeliveryIdentity): boolean {
  const { family, eventType, reference, target } = delivery
  return (
    row.family === family &&
    row.eventType === eventType &&
    row.reference === reference &&
    target.startsWith(row.target.slice(0, 512))
  )
}

/** What one stored callback tells of the count of a rule; null when another rule answered it, or it is of another delivery. */
function countIn(entry: StoredEntry, row: InboxRow, rule: RuleName, body: string): AttemptCount | null {
  const { facts } = entry
  if (facts.kind !== 'callback' || facts.rule === undefined) return null
  if (facts.rule.name !== rule.name || facts.rule.profile !== rule.profile) return null
  const own = bodyHash(wireBody(entry))
  if (own !== '' && body !== '' && own !== body) return null
  const at = facts.simulation?.at ?? entry.receivedAt
  return { attempt: facts.rule.attempt, at, senders: [`${row.method} ${userAgentOf(entry, facts.headLength)}`] }
}

/**
 * Finds what an earlier run of the program counted for a delivery, so that a sequence goes on after a restart. Only callbacks with a
 * reference can be found; the others begin anew.
 */
export function createCountHistory(archive: Pick<Archive, 'open' | 'entry' | 'lastSequence'>): History {
  const lastAtStart = archive.lastSequence()
  const look: History = (rule, delivery, body) => {
    if (delivery.reference === null || lastAtStart === 0) return null
    const view = archive.open({ kind: 'callback', text: delivery.reference })
    try {
      for (const row of view.rows(0, MOST_ROWS)) {
        const entry = isOf(row, delivery) ? archive.entry(row.sequence) : null
        const count = entry === null ? null : countIn(entry, row, rule, body)
        if (count !== null) return count
      }
      return null
    } finally {
      view.close()
    }
  }
  return (rule, delivery, body) => {
    try {
      return look(rule, delivery, body)
    } catch {
      // An archive that cannot be read just now has a banner of its own; the sequence then begins anew.
      return null
    }
  }
}

import type { Finding } from '../model/verdict.ts'
import { finding } from './finding.ts'
import { isObject, textMember } from './json.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** What an id looks like, in words: UUIDs come from the bank's newer systems, numbers and other texts from shops. */
export function idKind(id: string): string {
  if (UUID.test(id)) return 'UUID'
  if (/^\d+$/.test(id)) return 'number'
  if (id === '') return 'empty'
  return /^[0-9a-z-]+$/i.test(id) ? 'letters and digits' : 'text with other characters'
}

/** Ids of the Merchant API and RCO+, and whose they are (domain.md §1.2, §1.3 and §6 no. 21). */
const IDS = {
  paymentId: 'payment at the bank',
  applicationId: 'credit application at the bank',
  actionId: 'action on the payment',
  checkoutId: 'checkout session of RCO+',
  id: 'checkout session of RCO+',
  orderReference: "the shop's own order",
} as const
/** These are UUIDs in the bank's own library, which answers 415 to anything else. */
const MUST_BE_UUID = ['paymentId', 'applicationId', 'actionId']

/**
 * Names the ids of a Merchant API or RCO+ body by kind and owner, when there are several; and says when one that must be a UUID is
 * none.
 */
export function idNotes(body: unknown): readonly Finding[] {
  if (!isObject(body)) return []
  const held = Object.entries(IDS).flatMap(([name, owner]) => {
    const value = textMember(body, name)
    return value === null ? [] : [{ name, owner, value: value.slice(0, 100) }]
  })
  const odd = held.find(({ name, value }) => MUST_BE_UUID.includes(name) && !UUID.test(value))
  const notes =
    odd === undefined
      ? []
      : [
          finding('id-not-uuid', {
            member: odd.name,
            expected: 'a UUID',
            received: `${odd.value} (${idKind(odd.value)})`,
          }),
        ]
  if (held.length < 2) return notes
  const evidence = Object.fromEntries(
    held.map(({ name, owner, value }) => [name, `${value} (${idKind(value)}; ${owner})`]),
  )
  return [...notes, finding('ids-held', evidence)]
}

import { MAPI_EVENTS, RCO_PLUS_WEBHOOKS } from '../facts/events.ts'
import type { Family } from '../model/callback.ts'
import type { Finding } from '../model/verdict.ts'
import { unknownValue } from './catalogue.ts'
import { finding } from './finding.ts'
import { member, textMember } from './json.ts'
import type { ParsedTarget } from './target.ts'

/** What body and target say of a callback that is not legacy. */
export interface BodyShape {
  readonly family: Family
  readonly eventType: string | null
  readonly reference: string | null
  readonly notes: readonly Finding[]
}

/** Loan: `externalApplicationEvent` and, optionally, jwsData (domain.md §1.4). */
function loanShape(body: unknown): BodyShape | null {
  const event = member(body, 'externalApplicationEvent')
  if (event === undefined && member(body, 'jwsData') === undefined) return null
  const eventType = textMember(event, 'applicationEventType')
  return { family: 'loan', eventType, reference: textMember(event, 'applicationReference'), notes: [] }
}

/** Family and reference of a Merchant API body: with a checkoutId it is one of RCO+ (domain.md §1.2, §1.3). */
function mapiSubject(body: unknown): Pick<BodyShape, 'family' | 'reference'> {
  const checkout = textMember(body, 'checkoutId')
  const reference = textMember(body, 'paymentId') ?? textMember(body, 'applicationId') ?? checkout
  return { family: checkout === null ? 'mapi' : 'rco-plus', reference }
}

/** Merchant API, and RCO+ when a checkoutId is there (domain.md §1.2, §1.3). */
function mapiShape(body: unknown): BodyShape | null {
  const payment = textMember(body, 'paymentId')
  const application = textMember(body, 'applicationId')
  const status = textMember(body, 'status')
  const action = textMember(body, 'action')
  const { family, reference } = mapiSubject(body)
  if (payment !== null && action !== null) return { family, eventType: 'MANAGEMENT', reference, notes: [] }
  if (payment !== null && status !== null) return { family, eventType: 'AUTHORIZATION', reference, notes: [] }
  if (application !== null && status !== null) return { family, eventType: 'CREDIT_APPLICATION', reference, notes: [] }
  return null
}

/** Members of the checkout object that speak for it; a shop's own JSON hardly has three of them beside id and storeId. */
const CHECKOUT_MEMBERS = ['orderReference', 'customer', 'shipping', 'payment', 'merchant', 'checkboxes', 'countryCode']

/** The synchronous webhooks of RCO+: the whole checkout object (ECOM2 src/Lib/Model/Rco/Checkout.php); parts may be left out. */
function webhookShape(body: unknown, target: ParsedTarget): BodyShape | null {
  const checkout = textMember(body, 'id')
  if (checkout === null || member(body, 'storeId') === undefined) return null
  const parts = CHECKOUT_MEMBERS.filter((name) => member(body, name) !== undefined)
  if (member(body, 'cart') === undefined && parts.length < 3) return null
  const last = target.path.split('/').findLast(Boolean)?.toLowerCase() ?? ''
  const eventType = RCO_PLUS_WEBHOOKS.find((name) => name === last)?.toUpperCase() ?? null
  return { family: 'rco-plus', eventType, reference: checkout, notes: [] }
}

/**
 * The event that a Merchant API URL names: `callback=AUTHORIZATION`, or a path that ends so. In the bank's own plugins
 * (`wc-api=resursbank`) any name is one: new ones come without notice.
 */
function mapiEventOf(target: ParsedTarget): string | null {
  const named = target.query.find(({ name }) => name === 'callback')?.value
  const path = /\/callback\/([^/]+)\/?$/.exec(target.path)?.[1]
  const wanted = (named ?? path ?? '').toUpperCase().replaceAll('-', '_')
  const known = MAPI_EVENTS.find((event) => event === wanted) ?? null
  if (known !== null) return known
  const isPlugin = target.query.some(({ name, value }) => name === 'wc-api' && value === 'resursbank')
  return isPlugin && /^[A-Z][A-Z_]{2,60}$/.test(wanted) ? wanted : null
}

/** Where the body does not tell the event: the URL, as the bank's plugins register it (domain.md §1.2). */
function urlShape(body: unknown, target: ParsedTarget, emptyBody: boolean): BodyShape | null {
  const isTest = target.query.some(({ name, value }) => name === 'resursbank' && value === 'test-callback-received')
  if (isTest) return { family: 'mapi', eventType: 'TEST', reference: null, notes: [] }
  const eventType = mapiEventOf(target)
  if (eventType === null) return null
  const unknown = MAPI_EVENTS.some((event) => event === eventType)
    ? []
    : [unknownValue('event type', eventType, MAPI_EVENTS)]
  return { ...mapiSubject(body), eventType, notes: emptyBody ? [...unknown, finding('body-empty')] : unknown }
}

/** Recognises loan, Merchant API and RCO+ callbacks; null when it is none of them. `body` is undefined when it is no JSON. */
export function bodyShape(body: unknown, target: ParsedTarget, emptyBody: boolean): BodyShape | null {
  return loanShape(body) ?? mapiShape(body) ?? webhookShape(body, target) ?? urlShape(body, target, emptyBody)
}

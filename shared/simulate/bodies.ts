import type { Kind } from './kinds.ts'

/** One callback to play. Everything is fixed at its first attempt: the bank repeats a callback as it was. */
export interface PlayedCallback extends Pick<Kind, 'family' | 'event'> {
  readonly variant: string | null
  /** Payment id, application reference, …: the business object. */
  readonly reference: string
  /** A further id where the body needs one. */
  readonly uuid: string
  /** When it happened, ms since 1970. */
  readonly created: number
}

const text = (value: string) => JSON.stringify(value)
const moment = (milliseconds: number) => text(new Date(milliseconds).toISOString())

/** Numbers as the bank sends them: five decimals (RBD docs/configuration-service/callbacks/booked.md). */
const FEE_LINE =
  '{"id":"9999999","artNo":"fff_999","description":"Invoice fee","quantity":1.00000,"unitMeasure":"pcs","unitAmountWithoutVat":16.00000,"vatPct":25.00000,"totalVatAmount":4.00000,"totalAmount":20.00000}'

function updateBody({ variant, reference, created }: PlayedCallback): string {
  const transaction = text(`TrD-${reference}`)
  return `{"paymentDiff":{"type":${text(variant ?? 'DEBIT')},"transactionId":${transaction},"created":${String(created)},"createdBy":"Simulator","paymentSpecification":{"paymentSpecificationLines":[${FEE_LINE}],"totalAmount":20.00000,"totalVatAmount":4.00000,"bonusPoints":0},"orderId":${text(reference)},"invoiceId":null}}`
}

function legacyBody(callback: PlayedCallback): string {
  if (callback.event === 'BOOKED') return `{"addedPaymentSpecificationLines":[${FEE_LINE}]}`
  return callback.event === 'UPDATE' ? updateBody(callback) : ''
}

/** Merchant API (ECOM2 src/Lib/Model/Callback); with a checkoutId for RCO+. */
function mapiBody({ family, event, variant, reference, uuid, created }: PlayedCallback): string {
  const checkout = family === 'rco-plus' ? `,"checkoutId":${text(uuid)}` : ''
  const end = `"created":${moment(created)}${checkout}}`
  switch (event) {
    case 'AUTHORIZATION':
      return `{"paymentId":${text(reference)},"status":${text(variant ?? '')},${end}`
    case 'MANAGEMENT':
      return `{"paymentId":${text(reference)},"action":${text(variant ?? '')},"actionId":${text(uuid)},${end}`
    default:
      return `{"applicationId":${text(reference)},"status":${text(variant ?? '')},${end}`
  }
}

/** The whole checkout object (ECOM2 src/Lib/Model/Rco/Checkout.php). */
function checkoutBody({ reference, uuid }: PlayedCallback): string {
  return `{"id":${text(reference)},"storeId":${text(uuid)},"orderReference":${text(reference.slice(0, 8))},"countryCode":"SE","locale":"sv-SE","currency":"SEK","version":1,"status":"INITIATED","customer":{"email":"anna@example.com"},"cart":{"items":[{"reference":"NUT-001","name":"Nut (M8)","quantity":10.00000,"unitPrice":1.00000,"vatRate":25.00000}],"total":10.00000},"shipping":null,"payment":null,"merchant":{"reference":"simulator"},"checkboxes":[],"notes":null}`
}

/** The event of a loan body (RBD docs/consumer-loan-api/callbacks-and-polling-status.md). */
export function loanEvent({ event, variant, reference }: PlayedCallback): string {
  const end = `"applicationReference":${text(reference)},"applicationEventType":${text(event)}`
  if (event === 'WAITING_FOR_ADDITION') return `{"requiredDocuments":["ID"],${end}}`
  if (event !== 'CREDIT_DECISION_UPDATED') return `{${end}}`
  const decision = text(variant ?? 'APPROVED')
  if (variant === 'REJECTED') return `{${end},"creditDecision":{"creditDecision":${decision}}}`
  return `{${end},"creditDecision":{"creditDecision":${decision},"approvedAmount":10000.00000,"interest":12.30000,"tenor":12,"effectiveInterest":23.30000,"monthlyCost":1234.00000,"consolidationDemand":2300.00000,"adminFee":199.00000,"arrangementFee":599.99000,"totalRepaymentAmount":13000.00000,"monthlyAccountFee":0,"totalFeesAndInterest":3000.00000,"documentTypes":["ID","PAYMENT_SLIP"]}}`
}

/** The body of a callback but for loans, whose body holds a token; '' for none. Numbers stand as the bank writes them. */
export function plainBody(callback: PlayedCallback): string {
  const { family, event } = callback
  if (family === 'legacy') return legacyBody(callback)
  if (family === 'mapi' && event === 'TEST') return ''
  const isMapi = event === 'AUTHORIZATION' || event === 'MANAGEMENT' || event === 'CREDIT_APPLICATION'
  return isMapi ? mapiBody(callback) : checkoutBody(callback)
}

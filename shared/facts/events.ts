/*
 * Event types and statuses per family. Names of sources as in the bank's public documentation site
 * (github.com/ResursBank/ResursBank.github.io, "RBD") and its PHP library ecom2 ("ECOM2").
 */

/** A legacy event: which placeholders the bank fills, what body it sends, where that stands. */
export interface LegacyEvent {
  readonly parameters: readonly string[]
  /** Member of the JSON body by which a POST of this event is known; null: no body. */
  readonly bodyMember: string | null
  readonly source: string
}

const CALLBACKS = 'RBD docs/configuration-service/callbacks'

/** Order of the bank's own list; FRAUD and PASSWORD_EXPIRATION only stand in its SoapUI suite. */
export const LEGACY_EVENTS: ReadonlyMap<string, LegacyEvent> = new Map([
  [
    'BOOKED',
    { parameters: ['paymentId'], bodyMember: 'addedPaymentSpecificationLines', source: `${CALLBACKS}/booked.md` },
  ],
  ['UPDATE', { parameters: ['paymentId'], bodyMember: 'paymentDiff', source: `${CALLBACKS}/update.md` }],
  [
    'AUTOMATIC_FRAUD_CONTROL',
    { parameters: ['paymentId', 'result'], bodyMember: null, source: `${CALLBACKS}/automatic.md` },
  ],
  ['UNFREEZE', { parameters: ['paymentId'], bodyMember: null, source: `${CALLBACKS}/unfreeze.md` }],
  ['ANNULMENT', { parameters: ['paymentId'], bodyMember: null, source: `${CALLBACKS}/annulment.md` }],
  ['FINALIZATION', { parameters: ['paymentId'], bodyMember: null, source: `${CALLBACKS}/finalization.md` }],
  [
    'TEST',
    {
      parameters: ['param1', 'param2', 'param3', 'param4', 'param5'],
      bodyMember: null,
      source: `${CALLBACKS}/test.md`,
    },
  ],
  ['FRAUD', { parameters: ['paymentId'], bodyMember: null, source: 'RBD docs/testing/soapui-testing-suite.md' }],
  [
    'PASSWORD_EXPIRATION',
    { parameters: ['identifier'], bodyMember: null, source: 'RBD docs/testing/soapui-testing-suite.md' },
  ],
])

/** Values of `result` of AUTOMATIC_FRAUD_CONTROL (RBD docs/configuration-service/callbacks/automatic.md). */
export const FRAUD_RESULTS = ['FROZEN', 'THAWED'] as const

/** Merchant API callback types (ECOM2 src/Lib/Model/Callback/Enum/CallbackType.php). */
export const MAPI_EVENTS = ['AUTHORIZATION', 'MANAGEMENT', 'CREDIT_APPLICATION'] as const
/** ECOM2 src/Lib/Model/Callback/Enum/Status.php. */
export const AUTHORIZATION_STATUSES = ['AUTHORIZED', 'CAPTURED', 'FROZEN', 'REJECTED'] as const
/** ECOM2 Enum/Status.php at e1a63b2; RBD docs/testing/test-data---sweden.md (ACCEPTED, REJECTED). */
export const CREDIT_APPLICATION_STATUSES = ['INSPECTION', 'CREDIT_APPROVED', 'ACCEPTED', 'REJECTED'] as const
/** ECOM2 src/Lib/Model/Callback/Enum/Action.php. */
export const MANAGEMENT_ACTIONS = ['CAPTURE', 'REFUND', 'CANCEL', 'MODIFY_ORDER'] as const
/** Answers of the Merchant API to a test call (ECOM2 Enum/TestStatus.php). */
export const MAPI_TEST_STATUSES = ['OK', 'FAILED', 'INVALID_URL', 'ERROR', 'TIMEOUT', 'RATE_LIMITED'] as const

/** Synchronous webhooks of RCO+ (ECOM2 src/Lib/Model/Rco/CreateCheckout/CreateWebhooks.php). */
export const RCO_PLUS_WEBHOOKS = ['customer', 'cart', 'shipping', 'payment', 'validate'] as const
/** ECOM2 Rco/Enum. */
export const RCO_PLUS_PAYMENT_STATUSES = [
  'NONE',
  'CREATED',
  'FAILED',
  'AUTHORIZED',
  'CANCELLED',
  'CAPTURED',
  'REFUNDED',
] as const
/** ECOM2 Rco/Enum. */
export const RCO_PLUS_CHECKOUT_STATUSES = [
  'CREATED',
  'INITIATED',
  'VALIDATED',
  'PAID',
  'DELIVERED',
  'VERIFYING',
] as const

/** RBD docs/consumer-loan-api/callbacks-and-polling-status.md. */
export const LOAN_EVENTS = ['CREDIT_DECISION_UPDATED', 'SIGNED', 'WAITING_FOR_ADDITION', 'PAID_OUT'] as const
/** Same page. */
export const LOAN_DECISIONS = ['APPROVED', 'REJECTED'] as const

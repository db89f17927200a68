import {
  AUTHORIZATION_STATUSES,
  CREDIT_APPLICATION_STATUSES,
  LOAN_DECISIONS,
  LOAN_EVENTS,
  MANAGEMENT_ACTIONS,
  RCO_PLUS_CHECKOUT_STATUSES,
  RCO_PLUS_PAYMENT_STATUSES,
} from './events.ts'

/**
 * What is known of a member of a body: its own members, the values that it can have, or nothing but that it exists (null). A list
 * has the members or values of its items.
 */
export type Known = KnownMembers | readonly string[] | null
export interface KnownMembers {
  readonly [member: string]: Known
}

/** The day on which this catalogue was last compared with the bank's pages and libraries. */
export const CATALOGUE_READ_ON = '2026-06-02'

/** RBD docs/configuration-service/callbacks/booked.md, and paymentSpecification of docs/development/api-types. */
const LINE: Known = {
  id: null,
  artNo: null,
  description: null,
  quantity: null,
  unitMeasure: null,
  unitAmountWithoutVat: null,
  vatPct: null,
  totalVatAmount: null,
  totalAmount: null,
}

/** RBD docs/configuration-service/callbacks/booked.md and update.md; docs/development/api-types/paymentdifftype.md. */
export const LEGACY_MEMBERS: KnownMembers = {
  addedPaymentSpecificationLines: LINE,
  paymentDiff: {
    type: ['AUTHORIZE', 'DEBIT', 'CREDIT', 'ANNUL'],
    transactionId: null,
    created: null,
    createdBy: null,
    paymentSpecification: {
      paymentSpecificationLines: LINE,
      totalAmount: null,
      totalVatAmount: null,
      bonusPoints: null,
    },
    orderId: null,
    invoiceId: null,
  },
}

/** ECOM2 src/Lib/Model/Callback: Authorization.php, Management.php, CreditApplication.php; checkoutId comes with RCO+. */
export const MAPI_MEMBERS: Readonly<Record<string, KnownMembers>> = {
  AUTHORIZATION: { paymentId: null, status: AUTHORIZATION_STATUSES, created: null, checkoutId: null },
  MANAGEMENT: { paymentId: null, action: MANAGEMENT_ACTIONS, actionId: null, created: null, checkoutId: null },
  CREDIT_APPLICATION: { applicationId: null, status: CREDIT_APPLICATION_STATUSES, created: null, checkoutId: null },
}

/** The checkout object of the webhooks (ECOM2 src/Lib/Model/Rco/Checkout.php); its parts belong to the shop's catalogue, not ours. */
export const CHECKOUT_MEMBERS: KnownMembers = {
  id: null,
  storeId: null,
  orderReference: null,
  countryCode: null,
  locale: null,
  currency: null,
  version: null,
  options: null,
  customer: null,
  status: RCO_PLUS_CHECKOUT_STATUSES,
  cart: null,
  shipping: null,
  payment: null,
  merchant: null,
  checkboxes: null,
  notes: null,
}

/** Values inside parts of the checkout object, whose other members are not catalogued. */
export const CHECKOUT_VALUES: readonly (readonly [path: readonly string[], values: readonly string[]])[] = [
  [['payment', 'status'], RCO_PLUS_PAYMENT_STATUSES],
]

const DOCUMENTS = ['ID', 'PAYMENT_SLIP']

/** RBD docs/consumer-loan-api/callbacks-and-polling-status.md. */
export const LOAN_MEMBERS: KnownMembers = {
  externalApplicationEvent: {
    applicationReference: null,
    applicationEventType: LOAN_EVENTS,
    creditDecision: {
      creditDecision: LOAN_DECISIONS,
      approvedAmount: null,
      interest: null,
      tenor: null,
      effectiveInterest: null,
      monthlyCost: null,
      consolidationDemand: null,
      adminFee: null,
      arrangementFee: null,
      totalRepaymentAmount: null,
      monthlyAccountFee: null,
      totalFeesAndInterest: null,
      documentTypes: DOCUMENTS,
    },
    requiredDocuments: DOCUMENTS,
  },
  jwsData: null,
}

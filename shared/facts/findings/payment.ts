import { documented } from '../documents.ts'
import type { FindingEntry } from './entry.ts'

const CALLBACKS = documented('callbacks')
const BOOKED_FIRST = documented('booked')
const HANDLING = documented('merchantCallbacks', '"same callback may be delivered multiple times"')

/** What can be said of all callbacks of one payment together: their order, what came twice, what never came. No light is decided. */
export const PAYMENT_FINDINGS = {
  'payment-before-booked': {
    light: 'payment',
    severity: 'warning',
    summary: 'An event came before BOOKED.',
    explanation:
      'BOOKED says that the order exists. A shop that waits for it refuses what comes earlier, and gets it again with the next attempt.',
    advice:
      'Answer 503 while the order is not there, so that the bank tries again, or make the order at the first event.',
    source: BOOKED_FIRST,
  },
  'payment-finalized-early': {
    light: 'payment',
    severity: 'info',
    summary: 'FINALIZATION or UPDATE came before BOOKED, or within a second of it.',
    explanation:
      'With payments that are final at once (Swish, Vipps, finalizeIfBooked) these events are sent side by side.',
    advice: 'Let each event lock the order, so that two of them at a time do not overwrite each other.',
    source: CALLBACKS,
  },
  'payment-captured-first': {
    light: 'payment',
    severity: 'warning',
    summary: 'CAPTURED came, but AUTHORIZED never did.',
    explanation:
      'With instant payments the first status can be CAPTURED. A shop that waits for AUTHORIZED never completes the order.',
    advice: 'Treat CAPTURED as authorized too, and read the payment from the Merchant API.',
    source: HANDLING,
  },
  'payment-together': {
    light: 'payment',
    severity: 'info',
    summary: 'Two events came within one second.',
    explanation:
      'They run side by side in the shop. Many reported faults (double stock, lost status) come from two callbacks at the same second.',
    advice: 'Lock the order while a callback is handled.',
    source: CALLBACKS,
  },
  'payment-twice': {
    light: 'payment',
    severity: 'warning',
    summary: 'An event came again after it had been accepted.',
    explanation:
      'Either our answer did not reach the bank in time, or something resends it. The shop must not book anything twice.',
    advice: 'Compare the answer times with the 5 s that the bank waits; look for a proxy that repeats requests.',
    source: HANDLING,
  },
  'payment-not-ready': {
    light: 'payment',
    severity: 'info',
    summary: 'It was refused with 503 at first and accepted later: the order was not ready yet.',
    explanation: 'This is how it should be: the bank tries again, and nothing is lost.',
    advice: null,
    source: documented('receiver'),
  },
  'payment-method-fallback': {
    light: 'payment',
    severity: 'warning',
    summary: 'The POST was refused, and the GET followed.',
    explanation:
      'BOOKED and UPDATE come as POST; when that fails, they come as GET. A route that takes one method only loses the body.',
    advice: 'Let the route take POST and GET.',
    source: documented('booked', '"if the POST request is successful, the GET won\'t fire up"'),
  },
  'payment-agent-blocked': {
    light: 'payment',
    severity: 'warning',
    summary: 'One user agent was refused, the other one was let through.',
    explanation:
      'The bank calls with two user agents, one of which says that it is Java. Some hosts and firewalls block that one.',
    advice: 'Let the agent through that was refused.',
    source: documented('callbacks', '"two different user-agents"'),
  },
  'payment-booked-missing': {
    light: 'payment',
    severity: 'info',
    summary: 'BOOKED never came.',
    explanation:
      'Later events are here, so that the payment exists. BOOKED was not registered, went to another address, or was silenced by a paymentCreatedCallbackUrl.',
    advice: 'Look at the registered callbacks, and whether the checkout is made with a paymentCreatedCallbackUrl.',
    source: documented('checkout', '"paymentCreatedCallbackUrl is prioritized"'),
  },
  'payment-frozen-open': {
    light: 'payment',
    severity: 'info',
    summary: 'The payment was frozen, and nothing has ended that yet.',
    explanation:
      'After FROZEN comes UNFREEZE or ANNULMENT (Merchant API: AUTHORIZED or REJECTED), as soon as somebody has looked at it. That can take days.',
    advice: 'Wait; do not ship. When it takes long, look whether UNFREEZE and ANNULMENT are registered.',
    source: CALLBACKS,
  },
  'payment-after-end': {
    light: 'payment',
    severity: 'warning',
    summary: 'Something came after the payment had ended.',
    explanation:
      'After ANNULMENT or REJECTED no further step is expected. Deliveries that were held up can arrive out of order.',
    advice: 'Compare the times: what is older than the end may be ignored.',
    source: CALLBACKS,
  },
  'payment-loan-order': {
    light: 'payment',
    severity: 'info',
    summary: 'An event of the loan came before the one that leads to it.',
    explanation: 'The usual order is CREDIT_DECISION_UPDATED, SIGNED, PAID_OUT.',
    advice: 'Read the state of the application before acting on the event.',
    source: documented('loan'),
  },
} as const satisfies Record<string, FindingEntry>

import { documented } from '../documents.ts'
import type { FindingEntry } from './entry.ts'

const TLS = documented('faq', 'port 443, TLS 1.2 or higher')
const AGENTS = documented(
  'callbacks',
  '"two different user-agents … Some hosting providers usually blocks traffic from clients that are identified as a Java client"',
)
const DELIVERED = documented(
  'callbacks',
  '"If a status below 300 is returned to Resurs Bank that event will be considered delivered"',
)
const TIMEOUT = documented('faq2023', '"default callback timeout are set to 5 seconds as of april 24 2019"')

/** Findings of the transport light. */
export const TRANSPORT_FINDINGS = {
  'transport-tls': {
    light: 'transport',
    severity: 'good',
    state: 'pass',
    summary: 'It came over TLS, as the bank demands.',
    explanation: 'TLS 1.2 or 1.3 protected the connection to this listener.',
    advice: null,
    source: TLS,
  },
  'transport-tls-old': {
    light: 'transport',
    severity: 'error',
    state: 'fail',
    summary: 'It came over a TLS version that the bank does not use.',
    explanation: 'The bank speaks TLS 1.2 or higher, so this sender was not the bank.',
    advice: 'Switch older versions off.',
    source: TLS,
  },
  'transport-plain': {
    light: 'transport',
    severity: 'warning',
    state: 'warn',
    summary: 'It came over plain HTTP. The bank calls HTTPS on port 443 only.',
    explanation:
      'Nobody protected it on the way, and the FAQ says that plain HTTP is no longer supported; examples in the same documentation still show http:// addresses. Behind a proxy that ends TLS, or in a lab, it is in order.',
    advice: 'Register an https URL; let the proxy end TLS on the same machine.',
    source: documented('faq', 'no longer "plain text callbacks at port 80"'),
  },
  'transport-port': {
    light: 'transport',
    severity: 'info',
    summary: 'It arrived on another port than 443.',
    explanation: 'The bank calls port 443 only, so for real callbacks something in front must forward to this port.',
    advice: null,
    source: TLS,
  },
  'transport-agent-java': {
    light: 'transport',
    severity: 'info',
    summary: 'The sender names itself as a Java client.',
    explanation:
      'The bank calls with two user agents, and one of them is a Java client; which strings they send is published nowhere. Some hosts and firewalls block Java clients: there this request would not have arrived.',
    advice: 'On the real host, let Java clients through to the callback address.',
    source: AGENTS,
  },
  'transport-agent-pair': {
    light: 'transport',
    severity: 'info',
    summary: 'Both user agents of one attempt have called: this is the second.',
    explanation:
      'The bank calls with two user agents. What a second one sends within ten seconds of the first, for the same event and address, is the same attempt and no duplicate.',
    advice: 'Take the event once: the reference and the event are the same in both.',
    source: AGENTS,
  },
  'transport-unknown': {
    light: 'transport',
    severity: 'info',
    state: 'unchecked',
    summary: 'It is not known how this was carried.',
    explanation: 'The request was read from a file: there was no connection to judge.',
    advice: null,
    source: null,
  },
} as const satisfies Record<string, FindingEntry>

/** Findings of the answer light. */
export const ANSWER_FINDINGS = {
  'answer-delivered': {
    light: 'answer',
    severity: 'good',
    state: 'pass',
    summary: 'The answer counts as delivered.',
    explanation: 'A status below 300 within five seconds ends the attempts, even when the shop did nothing with it.',
    advice: null,
    source: DELIVERED,
  },
  'answer-accepted': {
    light: 'answer',
    severity: 'good',
    state: 'pass',
    summary: 'The answer accepts the callback.',
    explanation:
      'The page on Merchant API callbacks says "Return HTTP 200 OK"; the bank\'s own library answers 202, and its plugins 204. "Below 300" is published for legacy callbacks, and for loans nothing is: any status from 200 to 299 is taken as accepted here.',
    advice: null,
    source: `${documented('merchantCallbacks', '"Return HTTP 200 OK"')}; ${documented('receiver')}`,
  },
  'answer-redirect': {
    light: 'answer',
    severity: 'error',
    state: 'fail',
    summary: 'The answer redirects, and the bank does not follow.',
    explanation: 'A redirect counts as a failure, so the callback comes again, to the same address.',
    advice: 'Register the final address: https, with or without www, with or without the last slash.',
    source: documented('callbacks', '"We do not, for the time being, follow redirects correctly (302, 303)"'),
  },
  'answer-refused': {
    light: 'answer',
    severity: 'error',
    state: 'fail',
    summary: 'The answer refuses the callback, so it comes again.',
    explanation:
      'Every status from 300 up counts as a failure. The table of the page gives 19 resends over 36 hours; an older sentence on the same page says that the bank tries for a month. No status ends the attempts early.',
    advice: 'Answer with a status below 300 once the callback is safely stored.',
    source: `${DELIVERED}; section "Fallback"`,
  },
  'answer-refused-unpublished': {
    light: 'answer',
    severity: 'error',
    state: 'fail',
    summary: 'The answer refuses the callback.',
    explanation:
      'Anything from 300 up is no success. Whether and when it comes again is not published for this family: the page on Merchant API callbacks speaks of retries without numbers, the loan pages say nothing.',
    advice: 'Answer 200 once the callback is safely stored.',
    source: documented('merchantCallbacks', '"Timeouts, Retry mechanisms, Message redelivery"'),
  },
  'answer-webhook-refused': {
    light: 'answer',
    severity: 'warning',
    state: 'warn',
    summary: 'The answer 422 tells the checkout not to go on.',
    explanation:
      'A webhook of RCO+ is a question that the checkout waits for. 422 with a message is the way to say no; nothing is sent again.',
    advice: 'If that was not meant, look at the log of the shop.',
    source: documented('webhookAdapter'),
  },
  'answer-page': {
    light: 'answer',
    severity: 'warning',
    summary: 'The body of the answer is an HTML page.',
    explanation:
      'The bank looks at the status alone. A login or error page sent with a status below 300 ends the attempts although the shop has not handled the callback.',
    advice:
      'Let the callback address answer without a page; take the login off it, and give errors a status of their own.',
    source: DELIVERED,
  },
  'answer-slow': {
    light: 'answer',
    severity: 'error',
    state: 'fail',
    summary: 'The answer came after more than five seconds, so the bank had given up.',
    explanation:
      'An attempt ends after five seconds, whatever is answered later: the callback comes again although it was handled.',
    advice: 'Store first, answer, and work afterwards.',
    source: TIMEOUT,
  },
  'answer-slow-unpublished': {
    light: 'answer',
    severity: 'info',
    summary: 'The answer took more than five seconds; no limit is published for this family.',
    explanation:
      'Five seconds are published for legacy callbacks. For the Merchant API, RCO+ and loans the bank names no time-out (a webhook of RCO+ has the one that the shop asked for, up to 180 s), so this decides nothing. It may still have been too late.',
    advice: 'Store first, answer, and work afterwards.',
    source: TIMEOUT,
  },
  'answer-not-sent': {
    light: 'answer',
    severity: 'error',
    state: 'fail',
    summary: 'The answer could not be sent: the sender had hung up.',
    explanation: 'The connection was gone before the answer was ready, so the attempt counts as failed.',
    advice: 'See how long it took; the bank waits five seconds.',
    source: TIMEOUT,
  },
  'answer-withheld': {
    light: 'answer',
    severity: 'error',
    state: 'fail',
    summary: 'An answer rule gave no answer.',
    explanation:
      'The rule closed or broke the connection, or stayed silent: the attempt counts as failed, as with a server that is down.',
    advice: 'Change or switch off the rule if the callback is to be delivered.',
    source: TIMEOUT,
  },
  'answer-pending': {
    light: 'answer',
    severity: 'info',
    state: 'unchecked',
    summary: 'It is not known yet what became of the answer.',
    explanation: 'The callback is stored; the answer is on its way, or the program ended before it was sent.',
    advice: null,
    source: null,
  },
  'answer-none': {
    light: 'answer',
    severity: 'info',
    state: 'unchecked',
    summary: 'There was nobody to answer.',
    explanation: 'The request was read from a file.',
    advice: null,
    source: null,
  },
} as const satisfies Record<string, FindingEntry>

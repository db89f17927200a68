import { documented, standard } from '../documents.ts'
import type { FindingEntry } from './entry.ts'

const ADDRESSES = documented('addresses')
const TLS = documented('faq', 'port 443, TLS 1.2 or higher')
const DELIVERED = documented(
  'callbacks',
  '"If a status below 300 is returned to Resurs Bank that event will be considered delivered"',
)
const TIMEOUT = documented('faq2023', '"default callback timeout are set to 5 seconds as of april 24 2019"')

/** Findings of the source light. */
export const SOURCE_FINDINGS = {
  'source-listed': {
    light: 'source',
    severity: 'good',
    state: 'pass',
    summary: "The address is on the bank's list.",
    explanation:
      'The bank publishes the addresses that callbacks come from; this one was on the list on the day of arrival.',
    advice: null,
    source: ADDRESSES,
  },
  'source-registered': {
    light: 'source',
    severity: 'good',
    state: 'pass',
    summary: 'The address is registered in the profile.',
    explanation: 'The profile names it as a further source of callbacks.',
    advice: null,
    source: null,
  },
  'source-bank-network': {
    light: 'source',
    severity: 'warning',
    state: 'warn',
    summary: 'The address is in a network of the bank, but not on the list of that day.',
    explanation:
      "The bank's own networks are known; its list of callback addresses was narrower on the day of arrival.",
    advice: "Compare with the bank's current list.",
    source: ADDRESSES,
  },
  'source-not-listed': {
    light: 'source',
    severity: 'warning',
    state: 'warn',
    summary: "The address is not on the bank's list.",
    explanation:
      'It is a public address that the bank does not name: somebody else sent this, a proxy or forwarder stands in between, or the list has changed.',
    advice: 'If it is a proxy of yours, name it in the profile under proxies; if a test bench, under sources.',
    source: ADDRESSES,
  },
  'source-proxy': {
    light: 'source',
    severity: 'info',
    state: 'unchecked',
    summary: 'It came through a proxy of the profile; who sent it cannot be seen.',
    explanation:
      'The connection ends at the proxy. What the proxy says about the sender is shown, but can be forged by anybody who reaches it.',
    advice: "Let the proxy check the bank's addresses.",
    source: null,
  },
  'source-local': {
    light: 'source',
    severity: 'info',
    state: 'unchecked',
    summary: 'It came from this machine or a private network.',
    explanation: 'A local test, or a proxy or tunnel in front. The bank itself never calls from such an address.',
    advice: 'If a proxy stands in front, name it in the profile under proxies.',
    source: ADDRESSES,
  },
  'source-unknown': {
    light: 'source',
    severity: 'info',
    state: 'unchecked',
    summary: 'It is not known where this came from.',
    explanation: 'The request was read from a file, or the connection carried no address.',
    advice: 'Give the address on the command line (--peer) if you know it.',
    source: null,
  },
  'source-simulated': {
    light: 'source',
    severity: 'info',
    state: 'unchecked',
    summary: 'This program sent it itself.',
    explanation: 'A demonstration callback, marked by a token that only this run knows.',
    advice: null,
    source: null,
  },
  'source-forwarded-for': {
    light: 'source',
    severity: 'info',
    summary: 'A header names another sender; it is shown, but not trusted.',
    explanation:
      'X-Forwarded-For and Forwarded can be written by anybody. They help to find the way a request took, and prove nothing.',
    advice: null,
    source: standard(7239, '8.1'),
  },
} as const satisfies Record<string, FindingEntry>

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
      'Nobody protected it on the way, and the bank would not have sent it so. Behind a proxy that ends TLS, or in a lab, that is in order.',
    advice: 'Register an https URL; let the proxy end TLS on the same machine.',
    source: TLS,
  },
  'transport-port': {
    light: 'transport',
    severity: 'info',
    summary: 'It arrived on another port than 443.',
    explanation: 'The bank calls port 443 only, so for real callbacks something in front must forward to this port.',
    advice: null,
    source: TLS,
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
    explanation: 'A status below 300 within five seconds ends the attempts.',
    advice: null,
    source: DELIVERED,
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
    explanation: 'Every status from 300 up counts as a failure; up to 19 resends follow over 36 hours.',
    advice: 'Answer with a status below 300 once the callback is safely stored.',
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
  'answer-not-sent': {
    light: 'answer',
    severity: 'error',
    state: 'fail',
    summary: 'The answer could not be sent: the sender had hung up.',
    explanation: 'The connection was gone before the answer was ready, so the attempt counts as failed.',
    advice: 'See how long it took; the bank waits five seconds.',
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

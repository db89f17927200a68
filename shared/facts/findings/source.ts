import { documented, standard } from '../documents.ts'
import type { FindingEntry } from './entry.ts'

const ADDRESSES = documented('addresses')
const FORGEABLE = standard(7239, '8.1')
const RIGHTMOST = standard(7239, '5.2 and 8.1')

/** Findings of the source light. */
export const SOURCE_FINDINGS = {
  'source-listed': {
    light: 'source',
    severity: 'good',
    state: 'pass',
    summary: "The address is on the bank's list.",
    explanation:
      'The bank publishes the addresses that callbacks come from; this very address was on the list on the day of arrival.',
    advice: null,
    source: ADDRESSES,
  },
  'source-in-range': {
    light: 'source',
    severity: 'good',
    state: 'pass',
    summary: "The address lies in a range of the bank's list.",
    explanation:
      'The list held a whole network on the day of arrival, and the address lies in it. Until 4 March 2025 the bank named three networks, since then single addresses.',
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
    advice: "Compare with the bank's current list; add the address under Settings, Sources, if it is there.",
    source: ADDRESSES,
  },
  'source-other-day': {
    light: 'source',
    severity: 'warning',
    state: 'warn',
    summary: 'The address is on the list, but not for the day of arrival.',
    explanation:
      'The list is dated: an address counts from the day on which the bank announced it until it was withdrawn. A callback is judged by the list of the day on which it arrived.',
    advice: 'Look at the dates under Settings, Sources: is the day right on which the address came, or went?',
    source: ADDRESSES,
  },
  'source-not-listed': {
    light: 'source',
    severity: 'warning',
    state: 'warn',
    summary: "The address is not on the bank's list.",
    explanation:
      'It is a public address that the bank does not name: somebody else sent this, a proxy or forwarder stands in between, or the list has changed.',
    advice:
      'If it is a proxy of yours, name it in the profile under proxies, or under Settings, Sources; if a test bench, in the profile under sources.',
    source: ADDRESSES,
  },
  'source-proxy': {
    light: 'source',
    severity: 'info',
    state: 'unchecked',
    summary: 'It came through a proxy of yours, which does not say who sent it.',
    explanation:
      'The connection ends at a proxy that you named as trusted, and no forwarding header names an address before it.',
    advice: 'Let the proxy add X-Forwarded-For or Forwarded; its word then counts.',
    source: RIGHTMOST,
  },
  'source-local': {
    light: 'source',
    severity: 'info',
    state: 'unchecked',
    summary: 'It came from this machine or a private network: behind a proxy nobody can tell who sent it.',
    explanation: 'A local test, or a proxy or tunnel in front. The bank itself never calls from such an address.',
    advice:
      'If a proxy stands in front, name it in the profile under proxies, or under Settings, Sources: then the address that it names is judged.',
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
      'X-Forwarded-For, Forwarded and X-Real-IP can be written by anybody. They help to find the way a request took, and prove nothing, unless the connection comes from a proxy that you named as trusted.',
    advice: null,
    source: FORGEABLE,
  },
  'source-forwarded-believed': {
    light: 'source',
    severity: 'info',
    summary: 'Judged is the address that your trusted proxy names, not the proxy.',
    explanation:
      'The connection came from a proxy that you named. Each proxy adds the address that called it on the right, so the right-most one that is no trusted proxy is the sender; everything to its left may be invented.',
    advice: null,
    source: RIGHTMOST,
  },
  'source-forwarded-unreadable': {
    light: 'source',
    severity: 'warning',
    state: 'unchecked',
    summary: 'The trusted proxy names a sender that is no address.',
    explanation:
      'The right-most entry that is no trusted proxy is "unknown", hidden, or damaged, so nobody can tell who sent it. What stands further left is not trusted.',
    advice: 'Let the proxy add the plain address of its caller.',
    source: standard(7239, '6'),
  },
  'source-forwarded-differ': {
    light: 'source',
    severity: 'warning',
    state: 'unchecked',
    summary: 'Two forwarding headers name different senders.',
    explanation:
      'A proxy adds to one of them and passes the others on as they came, so that the sender can have written those. Which one is yours cannot be told from here.',
    advice: 'Let the proxy remove the forwarding headers that it does not write itself.',
    source: FORGEABLE,
  },
  'source-ipv6': {
    light: 'source',
    severity: 'info',
    summary: 'It came over IPv6, and the bank is known to call over IPv4 only.',
    explanation: 'The FAQ says that a site "with IPv6 connectivity only" fails, so the bank hardly called over IPv6.',
    advice: null,
    source: documented('faq2023', 'IPv6'),
  },
} as const satisfies Record<string, FindingEntry>

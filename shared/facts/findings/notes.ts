import { documented, standard } from '../documents.ts'
import type { FindingEntry } from './entry.ts'

/** Remarks that belong to no single light. */
export const NOTE_FINDINGS = {
  'amp-in-name': {
    light: 'note',
    severity: 'warning',
    summary: 'Parameter names begin with "amp;": the template was escaped twice.',
    explanation:
      'The registered template holds &amp; where & belongs, so that the shop receives "amp;paymentId". They are read here as they were meant.',
    advice: 'Register the callback again with plain & in the template.',
    source: documented('wooCommerce', '"Removed deprecated &amp;-urls"'),
  },
  'amp-in-template': {
    light: 'note',
    severity: 'info',
    summary: 'The template in the profile holds &amp; in place of &.',
    explanation: 'It was repaired for matching. The example in the documentation of the REST registration has it too.',
    advice: 'Write & in the profile.',
    source: documented('checkout'),
  },
  'parameter-repeated': {
    light: 'note',
    severity: 'warning',
    summary: 'A parameter occurs more than once; the first value was taken.',
    explanation: 'Programs differ in which of several values they take (PHP the last, Java the first).',
    advice: 'Find out who adds the second one.',
    source: null,
  },
  'parameter-not-decodable': {
    light: 'note',
    severity: 'warning',
    summary: 'A parameter is not correctly percent-encoded.',
    explanation:
      'A "%" without two hexadecimal digits behind it, or bytes that are no UTF-8. The value is shown as it stands, read as Latin-1 where that helps.',
    advice: 'Use only safe characters in payment ids and URLs.',
    source: documented('callbacks', 'section "Use safe characters in URLs"'),
  },
  'placeholder-unfilled': {
    light: 'note',
    severity: 'warning',
    summary: 'A placeholder arrived unfilled.',
    explanation: 'The name in braces stands where a value belongs: the sender did not fill the template.',
    advice: 'Check the spelling of the placeholder in the registered template.',
    source: documented('callbacks', '"we take the URI, and populate the placeholders"'),
  },
  'path-slash-differs': {
    light: 'note',
    severity: 'info',
    summary: 'The path fits the registered template but for the slash at its end.',
    explanation:
      'Most frameworks of shops take both for the same, so that the callback was read by the template; the values, and with them the digest, do not change. Some servers answer such a path with a redirect, which the bank does not follow.',
    advice: 'Register the address as the shop serves it, or correct the template in the profile.',
    source: documented('callbacks', '302 and 303 are not followed'),
  },
  'template-differs': {
    light: 'note',
    severity: 'info',
    summary: 'A profile has a template for this event, but this request does not fit it.',
    explanation:
      'The request was recognised by its form. It was registered with another template, or belongs to another endpoint.',
    advice: 'Compare the registered template with the profile; register again if the site has moved.',
    source: null,
  },
  'template-nearly': {
    light: 'note',
    severity: 'warning',
    summary: 'No template fits this request, but one would if it were written a little differently.',
    explanation:
      'Letter case, slashes and separators count, in the path and in the names and fixed values of the query. The evidence names the template and what differs. Nothing was read by it: neither its parameters nor its digest settings were used.',
    advice: 'Look for a proxy or a rewrite rule that changes the address, or correct the template in the profile.',
    source: standard(3986, '6.2.2'),
  },
  'event-guessed': {
    light: 'note',
    severity: 'info',
    summary: 'Nothing in the request names the event; it was guessed from the parameters.',
    explanation:
      'The only published template with just id and digest is that of PASSWORD_EXPIRATION; only AUTOMATIC_FRAUD_CONTROL has a result.',
    advice: 'Put the registered template into a profile, so that the event is known.',
    source: documented('soapui'),
  },
  'value-unknown': {
    light: 'note',
    severity: 'info',
    summary: "A status, action or event is not in this app's catalogue.",
    explanation:
      'The bank adds values without notice; a receiver must tolerate them. The catalogue was read on 2 June 2026.',
    advice: "Look it up in the bank's documentation.",
    source: documented('merchantCallbacks'),
  },
  'body-empty': {
    light: 'note',
    severity: 'warning',
    summary: 'The body is empty, although this callback is told in its body.',
    explanation: "The bank's own receiving library answers 400 to this.",
    advice: 'Look for a proxy or redirect that drops the body.',
    source: documented('receiver'),
  },
  'body-not-decoded': {
    light: 'note',
    severity: 'warning',
    summary: 'The body could not be decompressed.',
    explanation:
      'Its Content-Encoding is unknown, untrue, or leads beyond the limit for decoded bodies. The raw bytes are kept and shown.',
    advice: 'Look at the raw bytes, and at the header Content-Encoding.',
    source: standard(9110, '8.4'),
  },
  'body-charset-unknown': {
    light: 'note',
    severity: 'warning',
    summary: 'The charset that the request names is not known; the body was read as UTF-8.',
    explanation: 'The parameter charset of Content-Type holds no name of a text encoding.',
    advice: 'Correct the Content-Type of the sender.',
    source: standard(9110, '8.3.2'),
  },
  'body-not-text': {
    light: 'note',
    severity: 'warning',
    summary: 'The body is not valid text in its charset.',
    explanation: 'The evidence names the first byte that does not fit. The raw bytes are kept and shown.',
    advice: 'Look at the bytes there; Latin-1 sent as UTF-8 is the usual cause.',
    source: standard(8259, '8.1'),
  },
  'body-not-json': {
    light: 'note',
    severity: 'warning',
    summary: 'The body says that it is JSON, but is not.',
    explanation: 'It cannot be parsed, so nothing in it could be recognised.',
    advice: "Look at the body; the bank's own library answers 406 to this.",
    source: documented('receiver'),
  },
  'body-not-read': {
    light: 'note',
    severity: 'info',
    summary: 'The body is too long to be searched for an event.',
    explanation:
      'Callbacks are some kilobytes; bodies above two million characters are stored and shown, but parsed only when they are a few long values, such as a long token.',
    advice: null,
    source: null,
  },
  'body-list': {
    light: 'note',
    severity: 'warning',
    summary: 'The body is a list of callbacks; the documentation puts one event into a request.',
    explanation:
      'Merchant API and loan callbacks are documented as one JSON object. Something on the way bundles them (an event grid, a queue, a log shipper), or a test tool made the list. Nothing in it was judged; the evidence names its first callback.',
    advice: 'Let the sender pass on each event as a request of its own, or judge the entries one by one.',
    source: documented('merchantCallbacks'),
  },
  'body-duplicate-members': {
    light: 'note',
    severity: 'warning',
    summary: 'A member occurs twice in the body.',
    explanation:
      'Programs differ in which of two equal members they take; the last one is used here, and both are shown.',
    advice: 'Ask the sender; the bank sends each member once.',
    source: standard(8259, '4'),
  },
} as const satisfies Record<string, FindingEntry>

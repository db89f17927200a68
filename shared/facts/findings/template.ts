import { documented, standard } from '../documents.ts'
import type { FindingEntry } from './entry.ts'

const PAGE = documented('callbacks')
const FAQ = documented('faq')
const CURLY = documented('register', '"All placeholders are supplied in curly brackets"')
const PARAMETERS = documented('digestSettings', '"the same as those available for specification in the URI"')

/** What can be said of a URI template before it is registered: no callback is needed, and no light is decided. */
export const TEMPLATE_FINDINGS = {
  'template-brace-open': {
    light: 'template',
    severity: 'error',
    summary: 'A brace is opened and never closed.',
    explanation: 'The text behind the "{" is no placeholder, so that the bank sends it as it stands.',
    advice: 'Close the brace at the column that the evidence names, or write %7B where a brace is meant.',
    source: CURLY,
  },
  'template-brace-closed': {
    light: 'template',
    severity: 'error',
    summary: 'A brace is closed that was never opened.',
    explanation: 'A "}" without a "{" before it belongs to no placeholder.',
    advice: 'Open the brace before the name, or remove the one at the column that the evidence names.',
    source: CURLY,
  },
  'template-placeholder-empty': {
    light: 'template',
    severity: 'error',
    summary: 'A placeholder has no name.',
    explanation:
      'Between the braces stands nothing, or only white space: there is no value that the bank could put there.',
    advice: 'Write the name of the parameter between the braces.',
    source: PAGE,
  },
  'template-placeholder-unknown': {
    light: 'template',
    severity: 'error',
    summary: 'The bank does not fill this placeholder for this event.',
    explanation:
      'Each event has its own parameters, and their names count letter by letter. A name that is not among them arrives as it stands, braces included.',
    advice: 'Use one of the names in the evidence.',
    source: documented('callbacks', 'the page of each event lists its parameters'),
  },
  'template-placeholder-encoded': {
    light: 'template',
    severity: 'warning',
    summary: 'The braces of a placeholder are percent-encoded.',
    explanation:
      '%7B and %7D stand where { and } belong. The template was encoded once too often, and nothing is filled.',
    advice: 'Write the placeholder with plain braces.',
    source: documented('register'),
  },
  'template-placeholder-place': {
    light: 'template',
    severity: 'error',
    summary: 'A placeholder stands where no value belongs.',
    explanation:
      'Values belong into the path or into the value of a query parameter. In the host, in the name of a parameter or behind "#" they change whom the bank calls, or never arrive.',
    advice: 'Move the placeholder into the path or behind the "=" of a parameter.',
    source: PAGE,
  },
  'template-placeholders-joined': {
    light: 'template',
    severity: 'warning',
    summary: 'Two placeholders follow each other without anything between them.',
    explanation: 'Nobody can tell where the first value ends: "12" and "3" look like "1" and "23".',
    advice: 'Put a slash, a parameter name or another fixed text between them.',
    source: null,
  },
  'template-not-filled': {
    light: 'template',
    severity: 'error',
    summary: 'URLs of this family are used as they are: placeholders are not filled.',
    explanation:
      'Only the legacy callbacks have URI templates. The Merchant API, RCO+ and loans take a URL, and say everything else in the body.',
    advice: 'Remove the placeholder; put an id of your own into the URL when you need one.',
    source: `${documented('merchantApi')}; ${documented('loan')}`,
  },
  'template-digest-missing': {
    light: 'template',
    severity: 'error',
    summary: 'A digest is configured, but the template has no {digest}.',
    explanation: 'The bank puts the digest where the placeholder stands. Without it the shop has nothing to check.',
    advice: 'Add a parameter with {digest}, or say that no digest is registered.',
    source: documented('callbacks', '"This parameter is called digest (always, regardless of event type)"'),
  },
  'template-digest-not-configured': {
    light: 'template',
    severity: 'warning',
    summary: 'The template has {digest}, but no digest is configured.',
    explanation: 'The bank computes a digest only when algorithm and parameters are registered with the template.',
    advice: 'Give the digest settings of this event, or remove the placeholder.',
    source: documented('digestSettings'),
  },
  'template-digest-without-payment-id': {
    light: 'template',
    severity: 'error',
    summary: 'The digest parameters do not hold paymentId: the callback would never be sent.',
    explanation:
      'With the REST registration paymentId must be a digest parameter. Else the registration succeeds, but the callback is not triggered and sent.',
    advice: 'Put paymentId into the list of digest parameters.',
    source: documented(
      'checkout',
      `"Otherwise you will get a successful registration but the callback won't be triggered and sent"`,
    ),
  },
  'template-digest-parameter-unknown': {
    light: 'template',
    severity: 'error',
    summary: 'A digest parameter is not a parameter of this event.',
    explanation: 'The list may only name what the bank can put into the URI of this event.',
    advice: 'Remove it from the list; the evidence holds the names of this event.',
    source: PARAMETERS,
  },
  'template-digest-parameter-absent': {
    light: 'template',
    severity: 'warning',
    summary: 'A digest parameter is not in the template.',
    explanation: 'The bank hashes a value that the shop never gets, so that the shop cannot compute the digest.',
    advice: 'Add the placeholder to the template, or take the parameter off the list.',
    source: PARAMETERS,
  },
  'template-payment-id-missing': {
    light: 'template',
    severity: 'warning',
    summary: 'The template does not carry the id that the event is about.',
    explanation: 'The shop is told that something happened, but not to which payment.',
    advice: 'Add the placeholder that the evidence names.',
    source: PAGE,
  },
  'template-escaped-ampersand': {
    light: 'template',
    severity: 'error',
    summary: 'The template holds &amp; where & belongs.',
    explanation:
      'It is escaped for XML or HTML. Registered so, the shop receives parameters named "amp;paymentId". The example of the REST registration has this fault.',
    advice: 'Write plain & here; the written SOAP call escapes it once, as XML wants it.',
    source: `${documented('checkout')}; ${documented('wooCommerce', '"Removed deprecated &amp;-urls"')}`,
  },
  'template-fixed-status': {
    light: 'template',
    severity: 'info',
    summary: 'A status in the template is fixed text.',
    explanation:
      'It says what was registered, not how the payment stands. Only AUTOMATIC_FRAUD_CONTROL tells a status, in {result}.',
    advice: 'Read it as the name of the event. Ask the bank for the payment before acting on it.',
    source: PAGE,
  },
  'template-fixed-result': {
    light: 'template',
    severity: 'error',
    summary: 'The result of the fraud control is fixed text.',
    explanation: 'FROZEN or THAWED stands in the template itself, so that every callback says the same.',
    advice: 'Write {result} in its place.',
    source: documented('fraud'),
  },
  'template-other-event': {
    light: 'template',
    severity: 'error',
    summary: 'The template names another event than the one it is registered for.',
    explanation: 'A fixed word in it is the name of another event: the shop would handle the wrong one.',
    advice: 'Write the name of this event, or register the template for the other one.',
    source: null,
  },
  'template-same-as': {
    light: 'template',
    severity: 'warning',
    summary: 'Two events have templates that cannot be told apart.',
    explanation:
      'A request for one fits the other as well. BOOKED and UPDATE differ in their POST bodies, but either may also come as GET, without a body.',
    advice: 'Put the name of the event into each template.',
    source: documented('booked'),
  },
  'template-name-repeated': {
    light: 'template',
    severity: 'warning',
    summary: 'A query parameter occurs twice in the template.',
    explanation: 'Programs differ in which of several values they take (PHP the last, Java the first).',
    advice: 'Give each value a name of its own.',
    source: null,
  },
  'template-not-absolute': {
    light: 'template',
    severity: 'info',
    summary: 'The template is only a path.',
    explanation: 'That is enough to recognise callbacks. To register it, the bank needs the full URL.',
    advice: 'Write it with https:// and the host before you copy the registration call.',
    source: documented('register'),
  },
  'template-plain-http': {
    light: 'template',
    severity: 'error',
    summary: 'The template is plain http.',
    explanation:
      'The bank no longer supports plain text callbacks at port 80; digest and payment id would be readable on the way.',
    advice: 'Use https with a certificate of a public authority.',
    source: documented('faq', '"no longer support plain text callbacks at port 80"'),
  },
  'template-scheme': {
    light: 'template',
    severity: 'error',
    summary: 'The scheme of the template is not https.',
    explanation: 'Callbacks are simple HTTP calls; the bank can do nothing with another scheme.',
    advice: 'Use https.',
    source: PAGE,
  },
  'template-host-missing': {
    light: 'template',
    severity: 'error',
    summary: 'The template has no usable host.',
    explanation: 'Between "//" and the next slash stands no host name, or something that is none.',
    advice: 'Write the public host name of the endpoint.',
    source: standard(3986, '3.2.2'),
  },
  'template-port': {
    light: 'template',
    severity: 'error',
    summary: 'The template names another port than 443.',
    explanation: 'The bank calls port 443 only.',
    advice: 'Remove the port, and let a proxy forward from 443 where the shop listens on another one.',
    source: FAQ,
  },
  'template-private-host': {
    light: 'template',
    severity: 'error',
    summary: 'The host is private: the bank cannot reach it.',
    explanation:
      'It is an address of a local network or of the machine itself, or a name that has no meaning outside. The first item of every list of callback problems.',
    advice: 'Use a host name that the whole internet resolves to a public IPv4 address.',
    source: `${FAQ}; ${standard(1918, '3')}; ${standard(6761, '6')}`,
  },
  'template-address-host': {
    light: 'template',
    severity: 'warning',
    summary: 'The host is an IP address.',
    explanation:
      'The bank asks for a certificate of a public authority with the right name; for a bare address there is hardly one. IPv6 is not called at all.',
    advice: 'Use a host name with an A record.',
    source: `${FAQ}; ${documented('faq2023', 'the entry on IPv6')}`,
  },
  'template-tunnel-host': {
    light: 'template',
    severity: 'error',
    summary: 'The host belongs to a tunnel or temporary URL service.',
    explanation:
      'The bank blocks them at its firewall: "If the url is present in a payload, the traffic will be dropped". Its own Merchant API examples use one such service, and its PrestaShop page recommends another; the FAQ is the newer text.',
    advice: 'Use a host of your own; for a local test let the simulator call.',
    source: FAQ,
  },
  'template-user-info': {
    light: 'template',
    severity: 'error',
    summary: 'The template carries user information before the host.',
    explanation:
      'It ends up in logs, and programs disagree on which part is the host. Basic credentials have their own fields.',
    advice: 'Remove it, and register user name and password with the callback.',
    source: standard(3986, '7.5'),
  },
  'template-fragment': {
    light: 'template',
    severity: 'warning',
    summary: 'The template has a fragment.',
    explanation: 'What stands behind "#" is never sent to a server.',
    advice: 'Remove it, or write %23 where the character is meant.',
    source: standard(3986, '3.5'),
  },
  'template-unsafe-character': {
    light: 'template',
    severity: 'warning',
    summary: 'The template holds characters that are not safe in a URL.',
    explanation:
      'White space, control characters, letters outside ASCII and a few signs must be percent-encoded. How the bank encodes them is not documented, and the digest may then be computed over another text than the shop sees.',
    advice: 'Use letters, digits and - . _ ~ only, or percent-encode the rest yourself.',
    source: `${documented('callbacks', 'section "Use safe characters in URLs"')}; ${standard(3986, '2')}`,
  },
  'template-too-long': {
    light: 'template',
    severity: 'error',
    summary: 'The template is longer than 8,000 characters.',
    explanation:
      'Servers and proxies need not take longer addresses, and most do not. Only its beginning is looked at here.',
    advice: 'Shorten it; the values come on top.',
    source: standard(9110, '4.1'),
  },
  'template-percent': {
    light: 'template',
    severity: 'warning',
    summary: 'A "%" has no two hexadecimal digits behind it.',
    explanation: 'It begins an escape that does not exist. Some programs refuse such a URL, others keep it.',
    advice: 'Write %25 where a percent sign is meant.',
    source: standard(3986, '2.1'),
  },
} as const satisfies Record<string, FindingEntry>

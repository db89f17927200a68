import { documented } from '../documents.ts'
import type { FindingEntry } from './entry.ts'

const BASIC = documented(
  'callbacks',
  'user name and password of registerEventCallback; "Other authentication methods are not supported"',
)

/** What the Authorization header says: part of the source light, since it tells who sent a callback. */
export const CREDENTIAL_FINDINGS = {
  'credentials-match': {
    light: 'source',
    severity: 'good',
    summary: 'The Authorization header carries the credentials of the profile.',
    explanation: 'User and password, or token, are those that the bank was told at registration.',
    advice: null,
    source: BASIC,
  },
  'credentials-differ': {
    light: 'source',
    severity: 'warning',
    state: 'warn',
    summary: 'The Authorization header carries other credentials than the profile.',
    explanation:
      'The bank sends the user and password of the registration, or for loans what setCallback was given. The evidence says what is different; passwords and tokens are never shown here.',
    advice: 'Register the callback again with the credentials of the profile, or correct the profile.',
    source: BASIC,
  },
  'credentials-missing': {
    light: 'source',
    severity: 'warning',
    state: 'warn',
    summary: 'The profile expects credentials, and the request carries none.',
    explanation: 'Registered without user and password, stripped by a proxy, or sent by somebody else.',
    advice: 'Register the callback again with user and password; let the proxy pass the Authorization header on.',
    source: BASIC,
  },
  'credentials-unchecked': {
    light: 'source',
    severity: 'info',
    summary: 'The request carries credentials, and no profile says what they should be.',
    explanation: 'They are decoded here; passwords and tokens are masked.',
    advice: 'Put the credentials into the profile to have them compared.',
    source: BASIC,
  },
} as const satisfies Record<string, FindingEntry>

/** Remarks on what one callback tells by itself (domain.md §6 and §8). */
export const HINT_FINDINGS = {
  'member-unknown': {
    light: 'note',
    severity: 'info',
    summary: "The body has members that are not in this app's catalogue.",
    explanation:
      'The bank adds members without notice; a receiver must tolerate them. The catalogue was read on 2 June 2026.',
    advice: "Look them up in the bank's documentation if you need them.",
    source: documented('merchantCallbacks', 'unknown fields must be tolerated'),
  },
  'method-booked': {
    light: 'note',
    severity: 'info',
    summary: 'BOOKED may take two requests for one attempt.',
    explanation:
      'The documents disagree. The page "Callbacks" says POST; older flow charts say GET; the page of BOOKED says that a POST comes first and "if the POST request is successful, the GET won\'t fire up", and further down that "usually there\'s a regular GET" and the second POST carries extra fees.',
    advice: 'Let the route take both methods, and the second request of a pair change nothing.',
    source: documented('booked'),
  },
  'method-update': {
    light: 'note',
    severity: 'info',
    summary: 'UPDATE came as GET; the page says POST.',
    explanation:
      "All pages say that UPDATE is a POST with a body. The bank's own Magento module has a GET route for it to this day, so a GET happens; without the body the change of the payment is not told.",
    advice: 'Let the route take both methods, and ask for the payment when there is no body.',
    source: `${documented('update')}; ${documented('magento')}`,
  },
  'method-other': {
    light: 'note',
    severity: 'info',
    summary: 'This event came as POST; all but BOOKED and UPDATE are documented as GET.',
    explanation:
      'The page says that "all callbacks are HTTP/GET\'s with the exception of BOOKED and UPDATE that are HTTP/POST\'s". A POST of another event is no fault of the shop.',
    advice: 'Look who sent it: a test tool, or a proxy that changes the method.',
    source: documented('callbacks'),
  },
  'ids-held': {
    light: 'note',
    severity: 'info',
    summary: 'The body holds several ids: each names another thing.',
    explanation:
      "paymentId is the payment at the bank, checkoutId the session of RCO+, orderReference the shop's own number. Mixed up, the order is not found.",
    advice: null,
    source: documented('checkoutLibrary'),
  },
  'id-not-uuid': {
    light: 'note',
    severity: 'warning',
    summary: 'An id that is a UUID at the bank is none here.',
    explanation: "The bank's own library for receiving callbacks answers 415 to it.",
    advice: 'Look at the sender: a test tool, or an order number in the place of the payment id?',
    source: documented('receiver'),
  },
  'shop-marks': {
    light: 'note',
    severity: 'info',
    summary: 'The address carries marks of the shop that registered it.',
    explanation:
      'Plugins write the environment and the time of registration into the template, so that an old registration can be told from a new one.',
    advice: null,
    source: documented('wooCommerce', 'parameters env and ts'),
  },
  'environment-differs': {
    light: 'note',
    severity: 'warning',
    summary: 'The address names another environment than the profile.',
    explanation: 'Test and production share an account or a site: what is registered last overwrites the other.',
    advice: 'Look which environment registered this address last.',
    source: documented('wooCommerce', 'parameter env'),
  },
  'host-differs': {
    light: 'note',
    severity: 'warning',
    summary: 'It fits a profile, but was called by another host name.',
    explanation:
      'Path and parameters are those of the profile; the Host header is not. The site has moved, has several names, or a proxy changes the header. The profile was not used.',
    advice: 'Register the callback again with the right name, or correct the host of the profile.',
    source: null,
  },
  'host-tunnel': {
    light: 'note',
    severity: 'warning',
    summary: 'It was called at the address of a tunnel or a temporary URL service.',
    explanation:
      'The FAQ says that addresses of ngrok, LocalTunnel and the like are dropped, and that temporary URL services may be rejected. The page for PrestaShop recommends ngrok for tests, and the samples of the Merchant API use webhook.site: the documents disagree.',
    advice: 'Do not count on it: register an address of your own, with a certificate of a public authority.',
    source: `${documented('faq')}; ${documented('prestashop')}; ${documented('merchantApi')}`,
  },
  'body-html': {
    light: 'note',
    severity: 'warning',
    summary: 'The body is an HTML page, where data belongs.',
    explanation: 'A login, error or other page was sent on in the place of a callback.',
    advice: 'Look what stands between the sender and this listener: a login, a firewall, a broken forwarder.',
    source: null,
  },
} as const satisfies Record<string, FindingEntry>

/*
 * The documents that rules rest on, by titles that a person knows, and where each stands. Findings name the title;
 * docs/findings.md lists the places.
 */

/** A document: how it is called where people read it, and where it can be found. */
interface Document {
  readonly title: string
  readonly place: string
}

const SITE = 'https://developers.resurs.com'
const REPOSITORY = 'github.com/ResursBank/ResursBank.github.io'

/** Every document that a finding names. */
export const DOCUMENTS = {
  callbacks: { title: 'Resurs documentation, page "Callbacks"', place: `${SITE}/configuration-service/callbacks/` },
  booked: {
    title: 'Resurs documentation, page "Callback BOOKED"',
    place: `${SITE}/configuration-service/callbacks/booked`,
  },
  update: {
    title: 'Resurs documentation, page "Callback UPDATE"',
    place: `${SITE}/configuration-service/callbacks/update`,
  },
  fraud: {
    title: 'Resurs documentation, page "Callback AUTOMATIC_FRAUD_CONTROL"',
    place: `${SITE}/configuration-service/callbacks/automatic`,
  },
  test: { title: 'Resurs documentation, page "Callback TEST"', place: `${SITE}/configuration-service/callbacks/test` },
  register: {
    title: 'Resurs documentation, page "Register event callback"',
    place: `${SITE}/configuration-service/register-event-callback`,
  },
  registered: {
    title: 'Resurs documentation, page "Get registered event callback"',
    place: `${SITE}/configuration-service/get-registered-callback`,
  },
  push: {
    title: 'Resurs documentation, page "Resurs Checkout Push"',
    place: `${REPOSITORY}, _exclude/resurs-checkout-push/index.md`,
  },
  digestSettings: {
    title: 'Resurs documentation, type "digestConfiguration"',
    place: `${REPOSITORY}, docs/development/api-types/digestconfiguration.md`,
  },
  digestAlgorithm: {
    title: 'Resurs documentation, type "digestAlgorithm"',
    place: `${REPOSITORY}, docs/development/api-types/digestalgorithm.md`,
  },
  checkout: {
    title: 'Resurs documentation, page "Resurs Checkout Web"',
    place: `${REPOSITORY}, _exclude/resurs-checkout-web/index.md`,
  },
  faq: { title: 'Resurs documentation, FAQ', place: `${SITE}/faq/` },
  faq2023: {
    title: 'Resurs documentation, FAQ, edition of 27 December 2023',
    place: `${REPOSITORY}, first commit of 27 February 2024`,
  },
  addresses: {
    title: 'Resurs documentation, FAQ and page "Firewall configuration"',
    place: `${SITE}/faq/ and ${SITE}/ip-configuration/`,
  },
  merchantApi: {
    title: 'Resurs documentation, page "Merchant API e-commerce"',
    place: `${SITE}/merchant-api-2-0/merchant-api-e-commerce`,
  },
  merchantCallbacks: {
    title: 'Resurs documentation, page "Handling Merchant API callbacks"',
    place: `${REPOSITORY}, docs/merchant-api-2-0/Handling_MerchantAPI_Callbacks.md`,
  },
  loan: {
    title: 'Resurs documentation, page "Callbacks and polling status" of the Consumer Loan API',
    place: `${SITE}/consumer-loan-api/callbacks-and-polling-status`,
  },
  soapui: {
    title: 'Resurs documentation, page "SoapUI testing suite"',
    place: `${SITE}/testing/soapui-testing-suite`,
  },
  prestashop: {
    title: 'Resurs documentation, page "Merchant API for PrestaShop"',
    place: `${SITE}/platform-plugins/prestashop/resurs-merchant-api-for-prestashop`,
  },
  receiver: {
    title: "the bank's own PHP library for receiving callbacks (ecom2)",
    place: 'ResursBank/ecom2, src/Module/Callback and src/Lib/Model/Callback',
  },
  checkoutLibrary: {
    title: "the bank's own PHP library, part RCO+ (ecom2)",
    place: 'ResursBank/ecom2, src/Lib/Model/Rco',
  },
  webhookAdapter: {
    title: 'Norce Checkout, adapter for Resurs Bank: webhook "Validate"',
    place: 'https://norce-checkout.redoc.ly/checkout/openapi/resursbank-adapter/operation/Validate',
  },
  oldLibrary: { title: "the bank's older PHP library (ecomphp)", place: 'github.com/ResursBank/ecomphp' },
  wooCommerce: {
    title: "the bank's WooCommerce plugin",
    place: 'github.com/ResursBank/woocommerce-gateway',
  },
  magento: { title: "the bank's Magento module", place: 'ResursBank, Magento 2 order management module' },
} as const satisfies Record<string, Document>

/** Titles of the standards that findings name. */
const STANDARDS = {
  1918: 'Private Addresses',
  2781: 'UTF-16',
  3986: 'URI Generic Syntax',
  4648: 'Base64',
  6761: 'Special-Use Domain Names',
  7239: 'Forwarded HTTP Extension',
  7515: 'JSON Web Signature',
  7516: 'JSON Web Encryption',
  7517: 'JSON Web Key',
  7518: 'JSON Web Algorithms',
  7519: 'JSON Web Token',
  7797: 'JWS with Unencoded Payload',
  8017: 'RSA Cryptography',
  8259: 'JSON',
  8725: 'JWT Best Current Practices',
  9110: 'HTTP Semantics',
  9112: 'HTTP/1.1',
} as const

/** A section of a standard, as people read it: `JSON Web Signature (RFC 7515), section 4.1.4`. */
export function standard(number: keyof typeof STANDARDS, section: string): string {
  return `${STANDARDS[number]} (RFC ${String(number)}), section ${section}`
}

/** The title of a document, with the sentence of it that counts (or the part where it stands). */
export function documented(name: keyof typeof DOCUMENTS, sentence?: string): string {
  const { title } = DOCUMENTS[name]
  return sentence === undefined ? title : `${title}: ${sentence}`
}

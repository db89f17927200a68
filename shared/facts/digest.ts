/** One published opinion on which values go into the digest of an event, in which order. */
export interface ParameterList {
  readonly parameters: readonly string[]
  readonly source: string
}

const DOCS = 'RBD docs/configuration-service/callbacks: digestParameters paymentId in every example'
const ECOM1 = 'ResursBank/ecomphp source/classes/rbapiloader.php, getCallbackTypeParameters'
const SOAPUI = 'RBD docs/testing/soapui-testing-suite.md'
const onlyPaymentId: readonly ParameterList[] = [{ parameters: ['paymentId'], source: DOCS }]

/**
 * Which parameter lists occur, per event; the first one is used where nothing is registered. The list is the integrator's choice at
 * registration, so the profile always wins. The sources disagree on AUTOMATIC_FRAUD_CONTROL (docs: paymentId; ECOM1 and the
 * plugins: paymentId and result; the SoapUI suite: both) and on TEST (docs: no digest; ECOM1 and SoapUI: param1 to param5).
 */
export const DIGEST_PARAMETER_LISTS: ReadonlyMap<string, readonly ParameterList[]> = new Map([
  ['BOOKED', onlyPaymentId],
  ['UPDATE', onlyPaymentId],
  [
    'AUTOMATIC_FRAUD_CONTROL',
    [
      { parameters: ['paymentId'], source: DOCS },
      { parameters: ['paymentId', 'result'], source: ECOM1 },
    ],
  ],
  ['UNFREEZE', onlyPaymentId],
  ['ANNULMENT', onlyPaymentId],
  ['FINALIZATION', onlyPaymentId],
  ['FRAUD', [{ parameters: ['paymentId'], source: SOAPUI }]],
  ['TEST', [{ parameters: ['param1', 'param2', 'param3', 'param4', 'param5'], source: `${ECOM1}; ${SOAPUI}` }]],
  ['PASSWORD_EXPIRATION', [{ parameters: ['identifier'], source: SOAPUI }]],
])

/** Hexadecimal digits of each algorithm (RFC 1321, RFC 3174). */
export const DIGEST_LENGTHS = { MD5: 32, SHA1: 40 } as const

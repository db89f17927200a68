import { documented } from '../documents.ts'
import type { FindingEntry } from './entry.ts'

const PAGE = documented('callbacks')
const SALT = documented('digestSettings', '"The salt will be added after all digest parameters"')
const UPPER = documented('callbacks', '"The checksum is in UPPERCASE!"')
const OPTIONAL = documented(
  'callbacks',
  '"A representative can also request a checksum attached as a parameter in the call"',
)

/** Findings of the digest light. */
export const DIGEST_FINDINGS = {
  'digest-match': {
    light: 'digest',
    severity: 'good',
    state: 'pass',
    summary: 'The digest matches the registered salt.',
    explanation:
      'The values in the request, joined in the registered order with the salt at the end, give exactly the digest that came.',
    advice: null,
    source: PAGE,
  },
  'digest-match-case': {
    light: 'digest',
    severity: 'warning',
    state: 'warn',
    summary: 'The digest is equal apart from letter case.',
    explanation:
      'The value is right, but the bank sends digests in upper case. A shop that compares strictly refuses this one.',
    advice:
      'Find out who sends lower case: four examples in the documentation do. In the shop, compare without regard to case.',
    source: UPPER,
  },
  'digest-match-previous-salt': {
    light: 'digest',
    severity: 'warning',
    state: 'warn',
    summary: 'The digest matches a previous salt, not the current one.',
    explanation:
      'The callback was made with a salt that has since been replaced: it was registered before the change, or another shop on the account still uses it.',
    advice: 'Register the callbacks of this account again, so that the bank uses the current salt.',
    source: SALT,
  },
  'digest-other-list': {
    light: 'digest',
    severity: 'warning',
    state: 'warn',
    summary: 'The salt is right, but the digest was made over another list of parameters.',
    explanation:
      'The registered list does not give this digest; another published list for this event does. The sources disagree on AUTOMATIC_FRAUD_CONTROL: the documentation takes paymentId alone, the PHP libraries paymentId and result.',
    advice: 'Correct the list of digest parameters in the profile, and in the shop.',
    source: `${documented('fraud')}; ${documented('oldLibrary', 'getCallbackTypeParameters')}`,
  },
  'digest-mismatch': {
    light: 'digest',
    severity: 'error',
    state: 'fail',
    summary: 'The digest does not match the registered salt.',
    explanation:
      'No registered salt gives this digest over the values in the request. Most often the salt is not the one that was registered last; else a value was changed on the way, or somebody else sent the request.',
    advice:
      'Compare the expected digest with the received one; add earlier salts to the profile; register the callback again with a known salt.',
    source: SALT,
  },
  'digest-missing': {
    light: 'digest',
    severity: 'error',
    state: 'fail',
    summary: 'A digest is registered, but this request carries none.',
    explanation:
      'The template asks for {digest}, and the bank fills it. A request without it did not come from this registration.',
    advice: 'Do not trust it. Look at the registered template: is it the one in the profile?',
    source: OPTIONAL,
  },
  'digest-empty': {
    light: 'digest',
    severity: 'error',
    state: 'fail',
    summary: 'The digest parameter is empty.',
    explanation: 'The parameter is there, but has no value, so nothing can be compared.',
    advice: 'Look at the template: is the placeholder spelled {digest}?',
    source: PAGE,
  },
  'digest-unfilled': {
    light: 'digest',
    severity: 'error',
    state: 'fail',
    summary: 'The placeholder {digest} arrived unfilled.',
    explanation: 'The text {digest} itself stands where the value belongs: the sender did not fill the template.',
    advice:
      'If the bank sent this, register the callback again with a digest configuration; if a test tool did, let it fill the template.',
    source: PAGE,
  },
  'digest-white-space': {
    light: 'digest',
    severity: 'error',
    state: 'fail',
    summary: 'The digest carries white space.',
    explanation:
      'A blank or a line break stands around the value. The bank sends hexadecimal digits only; the evidence says whether the value would match without it.',
    advice: 'Look for the place that adds it: a proxy, a rewrite rule, a copied URL.',
    source: PAGE,
  },
  'digest-malformed': {
    light: 'digest',
    severity: 'error',
    state: 'fail',
    summary: 'What stands in the digest parameter is no digest.',
    explanation: 'MD5 gives 32 hexadecimal digits and SHA-1 gives 40; this is neither.',
    advice: 'Look at the raw value: is it cut off, or is another parameter in its place?',
    source: documented('digestAlgorithm', 'MD5 or SHA1'),
  },
  'digest-other-algorithm': {
    light: 'digest',
    severity: 'error',
    state: 'fail',
    summary: 'The digest has the length of the other algorithm.',
    explanation:
      'MD5 gives 32 hexadecimal digits, SHA-1 gives 40. The digest was made with the algorithm that is not in the profile.',
    advice: 'Correct the algorithm in the profile, or register the callback again.',
    source: documented('digestAlgorithm', 'MD5 or SHA1'),
  },
  'digest-repeated': {
    light: 'digest',
    severity: 'warning',
    state: 'warn',
    summary: 'The digest parameter occurs more than once; the first was taken.',
    explanation:
      'Programs differ in which of several values they take (PHP the last, Java the first). What one of them accepts, another refuses.',
    advice: 'Find out who adds the second one; the bank sends one.',
    source: PAGE,
  },
  'digest-parameter-missing': {
    light: 'digest',
    severity: 'warning',
    state: 'unchecked',
    summary: 'A value that belongs into the digest is not in the request.',
    explanation:
      'The profile lists a digest parameter that this request does not carry, so the digest cannot be computed.',
    advice:
      'Correct the list of digest parameters in the profile, or register its URI template, so that the parameter is found.',
    source: documented('digestSettings', 'digestParameters'),
  },
  'digest-no-salt-known': {
    light: 'digest',
    severity: 'warning',
    state: 'unchecked',
    summary: 'There is a digest, but the profile has no salt to check it with.',
    explanation: 'The profile covers this callback, but does not say which salt was registered.',
    advice: 'Put the salt into the profile (null when it was registered without one).',
    source: SALT,
  },
  'digest-no-profile': {
    light: 'digest',
    severity: 'warning',
    state: 'unchecked',
    summary: 'There is a digest, but no profile says how to check it.',
    explanation: 'No endpoint profile with digest settings covers this request.',
    advice:
      'Add a profile with algorithm, parameters and salt of this endpoint; everything stored is then judged again.',
    source: SALT,
  },
  'digest-not-registered': {
    light: 'digest',
    severity: 'info',
    state: 'not-applicable',
    summary: 'No digest is registered for this event.',
    explanation:
      'The profile says that this event was registered without a digest configuration, or its template has no place for one.',
    advice: null,
    source: OPTIONAL,
  },
  'digest-absent': {
    light: 'digest',
    severity: 'info',
    state: 'not-applicable',
    summary: 'The request carries no digest, and none is known to be registered.',
    explanation: 'A digest is optional. Nothing is wrong, but nothing proves who sent it either.',
    advice: 'To have one checked, register the callback with a digest configuration, and put it into a profile.',
    source: OPTIONAL,
  },
  'digest-test-event': {
    light: 'digest',
    severity: 'info',
    state: 'not-applicable',
    summary: 'TEST callbacks carry no digest.',
    explanation: 'The documented TEST callback has no digest, and the plugins register it without one.',
    advice: null,
    source: documented('test'),
  },
  'digest-not-in-family': {
    light: 'digest',
    severity: 'info',
    state: 'not-applicable',
    summary: 'Callbacks of this family carry no digest.',
    explanation:
      'Digests belong to the legacy callbacks. The Merchant API publishes no signature at all; loan callbacks are signed with jwsData.',
    advice: 'For the Merchant API, ask GET /v2/payments/{paymentId} before acting on a callback.',
    source: documented('merchantCallbacks'),
  },
} as const satisfies Record<string, FindingEntry>

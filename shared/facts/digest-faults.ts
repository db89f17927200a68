/*
 * What can go wrong when a digest is made or checked, as causes that the fault search names. From integrators' reports (domain.md
 * §2.4, §6 no. 2, 9, 12, 20, 27, 28) and from what programming languages do with text. A code, once published, keeps its meaning.
 */

/** One cause: what it is, and what to do about it. */
export interface DigestFault {
  readonly summary: string
  readonly advice: string
}

const PROFILE = 'Correct it in the profile, or register the callback again as the profile says.'
const SALT = 'Compare the salt in the shop with the one in the profile, character by character; register it again.'
const VALUE = 'Hash the value as it reads once the URL is decoded, with nothing changed.'
const JOIN = 'Join the values in the order of the registration, without anything between them, then the salt.'
const DIGEST = 'Look for what changes the digest on its way: a template, a proxy, a log, a column that is too short.'

/** Every cause, by its code. */
export const DIGEST_FAULTS = {
  'other-algorithm': { summary: 'The digest was made with another algorithm.', advice: PROFILE },
  'parameter-list-too-long': {
    summary: 'The list of digest parameters is too long: the digest covers fewer.',
    advice: PROFILE,
  },
  'parameter-list-too-short': {
    summary: 'The list of digest parameters is too short: the digest covers more.',
    advice: PROFILE,
  },
  'parameter-order': { summary: 'The parameters were joined in another order.', advice: JOIN },
  'other-parameters': { summary: 'The digest was made over other parameters.', advice: PROFILE },
  'value-repeated': { summary: 'The values were hashed twice, one after the other.', advice: JOIN },
  'value-changed': {
    summary: 'A value was changed after the digest was made.',
    advice: 'Compare the value with the order in the shop; do not trust the callback before that.',
  },
  'more-hashed': { summary: 'Something was hashed that does not belong into the digest.', advice: JOIN },
  'other-identifier': {
    summary: 'Another identifier was hashed in place of the one received.',
    advice: 'Hash the identifier that the callback carries, not the number that the shop keeps for the order.',
  },

  'other-salt': { summary: 'The digest was made with another salt.', advice: SALT },
  'salt-missing': { summary: 'The digest was made without the salt.', advice: SALT },
  'salt-first': { summary: 'The salt stands before the values.', advice: JOIN },
  'salt-between': { summary: 'The salt stands between the values.', advice: JOIN },
  'salt-doubled': { summary: 'The salt was added twice.', advice: JOIN },
  'salt-trailing-newline': { summary: 'The salt has a line break at its end.', advice: SALT },
  'salt-trailing-space': { summary: 'The salt has a blank at its end.', advice: SALT },
  'salt-white-space': { summary: 'The salt differs in white space.', advice: SALT },
  'salt-case': { summary: 'The salt is in other letter case.', advice: SALT },
  'salt-html-escaped': { summary: 'The salt is HTML-escaped.', advice: SALT },
  'salt-html-unescaped': { summary: 'The HTML entities in the salt are resolved.', advice: SALT },
  'salt-percent-encoded': { summary: 'The salt is percent-encoded.', advice: SALT },
  'salt-percent-decoded': { summary: 'The salt is percent-decoded.', advice: SALT },
  'salt-plus': { summary: 'Plus and blank are exchanged in the salt.', advice: SALT },
  'salt-zeros': { summary: 'The leading zeros of the salt are lost.', advice: SALT },
  'salt-quoted': { summary: 'The salt is quoted, escaped or encoded.', advice: SALT },
  'salt-characters': { summary: 'The salt has its special characters changed.', advice: SALT },
  'salt-cut': { summary: 'The salt is cut off.', advice: SALT },
  'salt-typo': { summary: 'The salt differs in one place.', advice: SALT },
  'salt-hashed': { summary: 'The salt was hashed before it was added.', advice: JOIN },
  'salt-word': { summary: 'In place of the salt stands a word for nothing.', advice: SALT },

  'value-case': { summary: 'A value was hashed in other letter case.', advice: VALUE },
  'value-white-space': { summary: 'A value was hashed with other white space.', advice: VALUE },
  'value-percent-encoded': { summary: 'A value was hashed percent-encoded, not decoded.', advice: VALUE },
  'value-percent-decoded': { summary: 'A value was hashed percent-decoded once more.', advice: VALUE },
  'plus-as-space': { summary: 'A plus in a value was read as a blank.', advice: VALUE },
  'space-as-plus': { summary: 'A blank in a value was hashed as a plus.', advice: VALUE },
  'value-html-escaped': { summary: 'A value was hashed HTML-escaped.', advice: VALUE },
  'value-html-unescaped': { summary: 'A value was hashed with its HTML entities resolved.', advice: VALUE },
  'leading-zeros-lost': {
    summary: 'The leading zeros of a value are lost.',
    advice: 'Treat identifiers as text, never as numbers.',
  },
  'value-as-number': {
    summary: 'A value was hashed as a number is written.',
    advice: 'Treat identifiers as text, never as numbers.',
  },
  'value-quoted': { summary: 'A value was hashed quoted, escaped or encoded.', advice: VALUE },
  'value-characters': { summary: 'A value was hashed with its special characters changed.', advice: VALUE },
  'value-cut': { summary: 'A value was hashed cut off.', advice: VALUE },
  'value-word': { summary: 'In place of a value a word for nothing was hashed.', advice: VALUE },
  'placeholder-not-filled': {
    summary: 'A placeholder was not filled.',
    advice: 'Fill the template before hashing; look at the registered URI template.',
  },

  separator: { summary: 'Something stands between the joined values.', advice: JOIN },
  'names-included': { summary: 'The names of the parameters were hashed too.', advice: JOIN },
  'amp-names': {
    summary: 'Parameter names begin with "amp;": the URL was HTML-escaped.',
    advice: 'Register the template with & where &amp; stands.',
  },
  'url-hashed': { summary: 'The URL or a part of it was hashed in place of the values.', advice: JOIN },
  'character-encoding': {
    summary: 'The text was hashed in another character encoding.',
    advice: 'Use UTF-8 on both sides, or identifiers and salts of plain ASCII.',
  },
  hmac: { summary: 'The salt was used as the key of an HMAC.', advice: JOIN },
  'hashed-twice': { summary: 'The hash was hashed once more.', advice: JOIN },

  'digest-lower-case': {
    summary: 'The digest has lower-case hexadecimal digits.',
    advice: 'Compare without regard to letter case; the bank sends upper case.',
  },
  'digest-white-space': { summary: 'White space stands around or in the digest.', advice: DIGEST },
  'digest-punctuation': { summary: 'Signs stand around or in the digest.', advice: DIGEST },
  'digest-base64': { summary: 'The digest is in Base64, not in hexadecimal.', advice: DIGEST },
  'digest-truncated': { summary: 'The digest is cut off.', advice: DIGEST },
  'digest-padded': { summary: 'The digest carries more than its digits.', advice: DIGEST },
  'digest-zeros': {
    summary: 'Zeros of the digest are lost.',
    advice: 'Write every byte with two hexadecimal digits.',
  },
  'digest-altered': { summary: 'The digest is right but for a digit or two.', advice: DIGEST },
  'digest-empty': { summary: 'The digest is empty.', advice: DIGEST },
  'digest-placeholder': {
    summary: 'The placeholder {digest} was not filled.',
    advice: 'Register the callback with a digest configuration; let a test tool fill the template.',
  },
  'digest-no-hex': { summary: 'What came is no digest.', advice: DIGEST },
} as const satisfies Record<string, DigestFault>

/** The closed set of causes. */
export type DigestFaultCode = keyof typeof DIGEST_FAULTS

import type { SecretRemark, SecretRemarkCode } from '../model/secret-remark.ts'

/** Salts that the documents print as examples, and words that stand for a secret that somebody meant to fill in. */
const EXAMPLES: ReadonlySet<string> = new Set([
  'secrethashsalt',
  'icanhascheezeburger',
  'salt',
  'mysalt',
  'yoursalt',
  'your_salt',
  'secret',
  'password',
  'changeme',
  'example',
  'test',
  'xxx',
  'todo',
])

const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** The code points of a text that match, each once, at most four of them: enough to find the fault, never the secret. */
function pointsOf(text: string, pattern: RegExp): string {
  const points = [...new Set(Array.from(text.matchAll(pattern), ([character]) => codePoint(character)))]
  return `${points.slice(0, 4).join(', ')}${points.length > 4 ? ', …' : ''}`
}

interface Rule {
  readonly code: SecretRemarkCode
  readonly pattern: RegExp
  readonly text: (points: string) => string
}

/* Sources: domain.md §6 no. 27 (white space, special characters), §3 (non-ASCII is [unknown]; "Beware of html encoding", getSaltKey). */
const RULES: readonly Rule[] = [
  {
    code: 'leading-space',
    pattern: /^\p{White_Space}+/u,
    text: () => 'It begins with white space, which counts. Was it copied along by mistake?',
  },
  {
    code: 'trailing-space',
    pattern: /\p{White_Space}+$/u,
    text: () => 'It ends with white space or a line break, which counts. Was it copied along by mistake?',
  },
  {
    code: 'control',
    pattern: /\p{Cc}/gu,
    text: (points) => `It holds control characters (${points}), which nobody sees and every shop handles differently.`,
  },
  {
    code: 'invisible',
    pattern: /\p{Cf}|\p{Zl}|\p{Zp}|\p{Default_Ignorable_Code_Point}|(?! )\p{Zs}/gu,
    text: (points) => `It holds characters that cannot be seen or told apart from a space (${points}).`,
  },
  {
    code: 'non-ascii',
    pattern: /[^\p{ASCII}]/gu,
    text: (points) =>
      `It holds characters beyond ASCII (${points}). The documents do not say in which encoding they are hashed; here it is UTF-8.`,
  },
  {
    code: 'html',
    pattern: /[&<>"']/g,
    text: () =>
      'It holds characters that a shop may turn into HTML entities (& < > " \') before it stores or hashes them.',
  },
  {
    code: 'percent',
    pattern: /%[0-9A-Fa-f]{2}/g,
    text: () => 'It looks percent-encoded. The bank hashes it as it was registered: was it decoded there?',
  },
]

/**
 * What is odd about a secret: white space at its ends, characters that get lost or changed on the way, an example of the
 * documents. The sentences never hold the secret itself.
 */
export function secretRemarks(secret: string): readonly SecretRemark[] {
  if (secret === '') return [{ code: 'empty', text: 'It is empty, which is the same as none.' }]
  const found = RULES.flatMap(({ code, pattern, text }) =>
    secret.search(pattern) < 0 ? [] : [{ code, text: text(pattern.global ? pointsOf(secret, pattern) : '') }],
  )
  if (!EXAMPLES.has(secret.trim().toLowerCase())) return found
  return [
    ...found,
    { code: 'example', text: 'It is an example from the documents or a placeholder, not a real secret.' },
  ]
}

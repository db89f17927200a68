/** Characters that no XML 1.0 document can hold, in any spelling (XML 1.0 §2.2). */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu
const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/**
 * Escapes a value for XML. Tabs and line ends become references, since a parser would change them; what XML cannot hold becomes
 * U+FFFD, and `cannotHold` says so.
 */
export function xmlText(value: string): string {
  return value
    .replaceAll(FORBIDDEN, '\ufffd')
    .replaceAll(/[&<>"'\t\n\r]/g, (sign) => NAMED[sign] ?? `&#${sign.charCodeAt(0)};`)
}

/** The characters of a value that XML cannot hold, as U+ numbers, each once. */
export function cannotHold(value: string): readonly string[] {
  const found = new Set(value.match(FORBIDDEN) ?? [])
  return Array.from(found, (sign) => `U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)
}

/** An element with text, or with elements of its own, one a line. `depth` counts levels of two blanks. */
export function element(name: string, content: string | readonly string[], depth: number): string {
  const blank = '  '.repeat(depth)
  if (typeof content === 'string') return `${blank}<${name}>${xmlText(content)}</${name}>`
  const closing = name.split(' ', 1)[0] ?? name
  return [`${blank}<${name}>`, ...content, `${blank}</${closing}>`].join('\n')
}

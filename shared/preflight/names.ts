/**
 * Whether a DNS name of a certificate covers a host: whole labels, any case; `*` stands for exactly one leftmost label
 * (RFC 6125 §6.4.3). Names with anything but letters, digits, hyphens, underscores and dots cover nothing (CVE-2021-44532).
 */
export function covers(pattern: string, host: string): boolean {
  const wanted = host.toLowerCase()
  const name = pattern.toLowerCase()
  if (!/^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(name)) return false
  if (!name.startsWith('*.')) return name === wanted
  const rest = name.slice(1)
  const label = wanted.slice(0, -rest.length)
  return rest.indexOf('.', 1) > 0 && wanted.endsWith(rest) && label !== '' && !label.includes('.')
}

/** Whether a name lies under a constraint (RFC 5280 §4.2.1.10): the name itself or one below it. */
export function isUnder(name: string, constraint: string): boolean {
  const base = constraint.toLowerCase().replace(/^\./, '')
  const low = name.toLowerCase().replace(/^\*\./, '')
  return base === '' || low === base || low.endsWith(`.${base}`)
}

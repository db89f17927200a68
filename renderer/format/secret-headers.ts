/** Headers that carry what nobody else should read. */
const SECRET = new Set(['authorization', 'proxy-authorization', 'cookie', 'x-callback-inspector-demo'])

/** What stands for a hidden value. */
export const HIDDEN = '••••••••'

export const isSecretHeader = (name: string): boolean => SECRET.has(name.toLowerCase())

/**
 * Says of a text that it is a web page in place of keys: somebody who is not logged in, or a proxy that wants to know who asks. Null: it
 * is none. Looks at the beginning only.
 */
export function webPage(text: string): string | null {
  const begin = text.slice(0, 4096)
  if (!/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i.test(begin)) return null
  const title = /<title[^>]{0,100}>([^<]{1,200})/i.exec(text.slice(0, 65_536))?.[1]?.replaceAll(/\s+/g, ' ').trim()
  const named = title === undefined || title === '' ? '' : ` with the title "${title}"`
  return `It is a web page${named}, such as a login page, and not a key set.`
}

/* Shortcuts are written as `mod+shift+c`, `/`, `Delete`; mod is Cmd on a Mac and Ctrl elsewhere. */

export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** Whether a key press is this shortcut. Signs like `?` are matched as typed, whatever Shift they need. */
export function matches(shortcut: string, press: KeyPress, mac: boolean): boolean {
  const parts = shortcut.toLowerCase().split('+')
  const key = parts.at(-1) ?? ''
  const mod = mac ? press.metaKey : press.ctrlKey
  const other = mac ? press.ctrlKey : press.metaKey
  if (other || press.altKey || mod !== parts.includes('mod')) return false
  const sign = key.length === 1 && !/[a-z0-9]/.test(key)
  return press.key.toLowerCase() === key && (sign || press.shiftKey === parts.includes('shift'))
}

const NAMES: Readonly<Record<string, string>> = {
  delete: 'Del',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  enter: 'Enter',
  home: 'Home',
  end: 'End',
}
const MAC: Readonly<Record<string, string>> = { mod: '⌘', shift: '⇧' }

/** How a shortcut is written for people: `Ctrl+Shift+C`, `⇧⌘C` on a Mac. */
export function shortcutWords(shortcut: string, mac: boolean): string {
  const parts = shortcut.split('+').map((part) => {
    const lower = part.toLowerCase()
    if (mac && MAC[lower] !== undefined) return MAC[lower]
    if (lower === 'mod') return 'Ctrl'
    return NAMES[lower] ?? (part.length === 1 ? part.toUpperCase() : part.charAt(0).toUpperCase() + part.slice(1))
  })
  return mac ? parts.toSorted((a, b) => (b === '⇧' ? 1 : 0) - (a === '⇧' ? 1 : 0)).join('') : parts.join('+')
}

/** Whether the place takes text, so that plain letters belong to it. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName)
}

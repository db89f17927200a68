import { expect, it, vi } from 'vitest'
import { LINK_KEYS } from '../../shared/protocol/bridge.ts'
import { CALLS } from './channels.ts'
import { LINKS, openLink } from './external-links.ts'

const opened = vi.hoisted(() => vi.fn())
vi.mock('electron', () => ({ shell: { openExternal: opened, showItemInFolder: vi.fn() } }))

// Item 15, T10: the page gives a key, never an address.
it('opens our own links, all https, without user information', async () => {
  for (const key of LINK_KEYS) {
    await openLink(key)
    const url = new URL(LINKS[key])
    expect(opened).toHaveBeenLastCalledWith(LINKS[key])
    expect([url.protocol, url.username, url.password, url.port]).toEqual(['https:', '', '', ''])
  }
})

it.each([
  ...[
    'javascript:alert(1)',
    'file:///etc/passwd',
    'smb://host/x',
    'ms-settings:about',
    'data:text/html,x',
    'vbscript:x',
  ],
  ...[
    ' https://x',
    'https:\\\\x',
    'https://user@github.com',
    'https://github.com.evil.example',
    '__proto__',
    'constructor',
  ],
  `https://${'a'.repeat(1_048_576)}`,
])('takes no address: %.40s', (hostile) => {
  expect(CALLS['open-link'].params.safeParse([hostile]).success).toBe(false)
})

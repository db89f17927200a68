import { expect, it, vi } from 'vitest'
import { fakeEmitter, fakeEvent } from './fake-electron.test-support.ts'
import { denyEverything, type GuardedSession } from './permissions.ts'

function harden(devServer: string | null = null) {
  const emitter = fakeEmitter()
  const session = {
    on: emitter.on,
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
    webRequest: { onBeforeRequest: vi.fn() },
  }
  // Sound: the module uses exactly these members (its type says so); overloads are beyond a stand-in.
  denyEverything(session as unknown as GuardedSession, devServer)
  return { session, emitter }
}

// Item 5: all three ways of asking; the list is Electron's own type's.
const PERMISSIONS = [
  ...[
    'clipboard-read',
    'clipboard-sanitized-write',
    'display-capture',
    'fileSystem',
    'fullscreen',
    'geolocation',
    'hid',
  ],
  ...[
    'idle-detection',
    'keyboardLock',
    'media',
    'mediaKeySystem',
    'midi',
    'midiSysex',
    'notifications',
    'openExternal',
  ],
  ...['pointerLock', 'serial', 'speaker-selection', 'storage-access', 'usb', 'window-management', 'unknown'],
]

it.each(PERMISSIONS)('denies %s', (permission) => {
  const { session } = harden()
  const answer = vi.fn()
  session.setPermissionRequestHandler.mock.calls[0]?.[0](null, permission, answer)
  expect(answer.mock.calls).toEqual([[false]])
  expect(session.setPermissionCheckHandler.mock.calls[0]?.[0](null, permission)).toBe(false)
  expect(session.setDevicePermissionHandler.mock.calls[0]?.[0]({ deviceType: permission })).toBe(false)
})

it('prevents downloads', () => {
  const { emitter } = harden()
  const event = fakeEvent()
  emitter.emit('will-download', event)
  expect(event.preventDefault).toHaveBeenCalledOnce()
})

it.each([
  [null, 'https://example.com/x', true],
  [null, 'http://localhost:5173/', true],
  ['http://localhost:5173', 'http://localhost:5173/main.ts', false],
  ['http://localhost:5173', 'http://localhost:5174/', true],
  ['http://localhost:5173', 'https://localhost.evil/', true],
])('with dev server %s, %s is cancelled: %s', (devServer, url, cancel) => {
  const { session } = harden(devServer)
  const [filter, handler] = session.webRequest.onBeforeRequest.mock.calls[0] ?? []
  const answer = vi.fn()
  handler({ url }, answer)
  expect(answer).toHaveBeenCalledWith({ cancel })
  expect(filter.urls).toContain('https://*/*')
})

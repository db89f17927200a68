import { expect, it, vi } from 'vitest'
import { fakeEmitter, fakeEvent } from './fake-electron.test-support.ts'
import { forbidNavigation, type GuardedContents } from './navigation.ts'

function guarded() {
  const emitter = fakeEmitter()
  const setWindowOpenHandler = vi.fn()
  // Sound: the module uses these two members only; Electron's overloads are beyond a stand-in.
  forbidNavigation({ on: emitter.on, setWindowOpenHandler } as unknown as GuardedContents)
  return { emitter, setWindowOpenHandler }
}

// Items 12, 13: every way, every address, our own included.
it.each(['will-frame-navigate', 'will-redirect', 'will-attach-webview'])('prevents %s', (name) => {
  const { emitter } = guarded()
  for (const url of ['app://inspector/index.html', 'https://a.b/', 'file:///etc/passwd', 'javascript:1']) {
    const event = { ...fakeEvent(), url }
    emitter.emit(name, event)
    expect(event.preventDefault, url).toHaveBeenCalledOnce()
  }
})

// Item 14.
it('opens no second window', () => {
  const { setWindowOpenHandler } = guarded()
  expect(setWindowOpenHandler.mock.calls[0]?.[0]({ url: 'app://inspector/index.html' })).toEqual({ action: 'deny' })
})

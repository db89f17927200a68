import { expect, it, vi } from 'vitest'
import { guardClosing, type GuardedWindow } from './close-guard.ts'
import { fakeEmitter, fakeEvent } from './fake-electron.test-support.ts'

function guarded(minimized = false) {
  const contents = fakeEmitter()
  const emitter = fakeEmitter()
  const restore = vi.fn()
  const window = {
    ...emitter,
    webContents: contents,
    isMinimized: () => minimized,
    restore,
    show: vi.fn(),
  }
  const ask = vi.fn()
  // Sound: the stand-in has every member that the module calls.
  const guard = guardClosing(window as unknown as GuardedWindow, ask)
  const close = (): boolean => {
    const event = fakeEvent()
    emitter.emit('close', event)
    return event.preventDefault.mock.calls.length === 0
  }
  return { guard, ask, close, restore, emitter, contents }
}

it('lets a window without anything unsaved go', () => {
  const { close, ask } = guarded()
  expect(close()).toBe(true)
  expect(ask).not.toHaveBeenCalled()
})

it('keeps it as long as something is unsaved, and asks each time, in sight', () => {
  const { guard, close, ask, restore } = guarded(true)
  guard.hold(true)
  expect([close(), close()]).toEqual([false, false])
  expect(ask).toHaveBeenCalledTimes(2)
  expect(restore).toHaveBeenCalled()
  guard.hold(false)
  expect(close()).toBe(true)
})

it('takes an answer of the page only when it was asked', () => {
  const { guard, close } = guarded()
  guard.hold(true)
  expect([guard.answer(), close(), guard.answer(), close(), guard.answer()]).toEqual([false, false, true, true, false])
})

it('lets it go when the user has decided', () => {
  const { guard, close } = guarded()
  guard.hold(true)
  guard.release()
  expect(close()).toBe(true)
})

it.each(['render-process-gone', 'did-navigate'])('is not held by a page that cannot answer: %s', (name) => {
  const { guard, close, contents } = guarded()
  guard.hold(true)
  contents.emit(name)
  expect(close()).toBe(true)
})

it('is not held by a page that hangs, unless it comes back', () => {
  const { guard, close, emitter } = guarded()
  guard.hold(true)
  emitter.emit('unresponsive')
  expect(close()).toBe(true)
  emitter.emit('responsive')
  expect(close()).toBe(false)
})

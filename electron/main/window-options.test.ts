import { expect, it } from 'vitest'
import { windowOptions } from './window-options.ts'

// Items 2, 3, 4, 6, 8–11 of Electron's checklist: the whole value, so that nothing slips in beside it.
it('makes every window sandboxed, isolated and without Node', () => {
  const options = windowOptions({ preload: '/p.cjs', place: null, dark: false, developer: false })
  expect(options.webPreferences).toEqual({
    preload: '/p.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: false,
    disableBlinkFeatures: 'Auxclick',
  })
  expect(options.show).toBe(false)
})

it('opens where it was closed, in the colour of the theme', () => {
  const bounds = { x: 5, y: 6, width: 900, height: 700 }
  const options = windowOptions({ preload: '/p.cjs', place: { bounds }, dark: true, developer: true })
  expect(options).toMatchObject({ ...bounds, backgroundColor: '#131518', webPreferences: { devTools: true } })
})

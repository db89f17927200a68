import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fakeElectron } from './fake-electron.test-support.ts'

let electron = fakeElectron()
const argv = process.argv

/** Runs main.ts against a fresh stand-in. */
async function runMain(
  change: (stand: ReturnType<typeof fakeElectron>) => void = () => undefined,
  args: string[] = [],
) {
  electron = fakeElectron()
  change(electron)
  process.argv = ['electron', '.', ...args]
  vi.resetModules()
  vi.doMock('electron', () => electron)
  vi.doMock('./desktop.ts', () => ({ openDesktop: vi.fn() }))
  await import('./main.ts')
  return electron
}

beforeEach(() => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(() => {
  process.argv = argv
  vi.restoreAllMocks()
  vi.doUnmock('electron')
  vi.doUnmock('./desktop.ts')
})

// Items 4 and 18: both must come before the app is ready.
it('enables the sandbox and registers app:// before it waits for ready', async () => {
  const { order } = await runMain()
  expect(order).toEqual(['lock', 'enableSandbox', 'schemes', 'menu', 'whenReady'])
})

it('leaves the sandbox to npm start only where root asked for none', async () => {
  const { app } = await runMain(({ switches }) => switches.add('no-sandbox'))
  expect(app.enableSandbox).not.toHaveBeenCalled()
})

it('locks the folder that was asked for', async () => {
  const { order } = await runMain(undefined, ['--user-data=/tmp/folder'])
  expect(order.slice(0, 2)).toEqual(['setPath userData', 'lock'])
})

// T12: a second start brings the first one's window up and does nothing else.
it('ends when it runs already with this folder', async () => {
  const { app } = await runMain((stand) => stand.app.requestSingleInstanceLock.mockReturnValue(false))
  expect(app.exit).toHaveBeenCalledWith(0)
  expect(app.whenReady).not.toHaveBeenCalled()
})

it('refuses wrong options in one sentence', async () => {
  const { app } = await runMain(undefined, ['--port=banana'])
  expect(app.exit).toHaveBeenCalledWith(2)
  expect(process.stderr.write).toHaveBeenCalledWith('--port takes a port number from 0 to 65535, not "banana".\n')
})

// T4.
it('does not start packaged with a debugging door', async () => {
  const packaged = (stand: ReturnType<typeof fakeElectron>) => {
    stand.app.isPackaged = true
    stand.switches.add('remote-debugging-port')
  }
  const { app } = await runMain(packaged)
  expect(app.exit).toHaveBeenCalledWith(2)
  expect(app.whenReady).not.toHaveBeenCalled()
})

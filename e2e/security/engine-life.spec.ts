import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/app.ts'
import { engineAfter, enginePid, killEngine } from '../pages/engine-process.ts'

/** Counts ports and states that reach the page from now on. */
const watch = (page: Page) =>
  page.evaluate(() => {
    const seen = { ports: 0 }
    Reflect.set(window, 'seen', seen)
    window.addEventListener('message', (event: MessageEvent<{ type?: string }>) => {
      if (event.data.type === 'engine-port' && event.ports.length === 1) seen.ports += 1
    })
  })
const ports = (page: Page) => page.evaluate(() => (Reflect.get(window, 'seen') as { ports: number }).ports)

test('a killed engine comes back, and the page gets a new port', async ({ launchApp }) => {
  const { app, page } = await launchApp()
  await watch(page)
  const before = await killEngine(app)
  await expect.poll(() => ports(page)).toBeGreaterThan(0)
  expect(await engineAfter(app, before)).not.toBe(before)
})

test('the engine outlives a reload of the page, which gets a port of its own', async ({ launchApp }) => {
  const { app, page } = await launchApp()
  const before = await engineAfter(app, null)
  await page.reload()
  await watch(page)
  await page.evaluate(() => {
    ;(Reflect.get(window, 'inspector') as { connectEngine: () => void }).connectEngine()
  })
  await expect.poll(() => ports(page)).toBeGreaterThan(0)
  expect(await enginePid(app)).toBe(before)
})

test('closing the window ends every process', async ({ launchApp }) => {
  const { app } = await launchApp()
  const pids = await app.evaluate(({ app: inside }) => inside.getAppMetrics().map(({ pid }) => pid))
  const ended = new Promise<number | null>((done) => app.process().once('exit', done))
  await app.evaluate(({ app: inside }) => {
    setImmediate(() => {
      inside.quit()
    })
  })
  expect(await ended).toBe(0)
  for (const pid of pids) await expect.poll(() => isAlive(pid)).toBe(false)
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

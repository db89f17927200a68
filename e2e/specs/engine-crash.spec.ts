import { expect, test, type LaunchedApp } from '../fixtures/app.ts'
import { archived, closed } from '../pages/archive-export.ts'
import { engineAfter, enginePid, killEngine } from '../pages/engine-process.ts'
import { send, unfreeze, WindowPage } from '../pages/window-page.ts'

/** The app listens on a port of its own choice; after a crash it may be another one, which the window names. */
async function sendAnew(launched: LaunchedApp, path: string): Promise<void> {
  const address = launched.page.getByText(/^https:\/\/127\.0\.0\.1:\d+/).first()
  await expect(async () => {
    const https = /https:\/\/[^/\s]+\//.exec(`${(await address.textContent()) ?? ''}/`)?.[0] ?? null
    const ready = { ...launched.ready, urls: { ...launched.ready.urls, https } }
    expect(await send({ ...launched, ready }, path)).toBe(204)
  }).toPass()
}

test('a killed engine: told, started again, captures again, and nothing acknowledged is lost', async ({
  launchApp,
}) => {
  const launched = await launchApp()
  const window = new WindowPage(launched.page)
  for (const name of ['a', 'b', 'c']) expect(await send(launched, unfreeze(`order-${name}`))).toBe(204)
  // A window that never saw the first engine cannot tell that it was lost.
  await expect(launched.page.getByText(/^https:\/\/127\.0\.0\.1:\d+/).first()).toBeVisible()
  // Judged or not when it ends: what was acknowledged must show afterwards.
  const before = await killEngine(launched.app)
  await expect(launched.page.getByText(/The engine stopped and was started again/)).toBeVisible()
  expect(await engineAfter(launched.app, before)).not.toBe(before)
  for (const [index, name] of ['a', 'b', 'c'].entries())
    await expect(window.row(index + 1)).toContainText(`order-${name}`)
  await sendAnew(launched, unfreeze('order-after'))
  await expect(window.row(4)).toContainText('order-after')
  await expect(window.rows).toHaveCount(4)
})

/** Sends on its own connections until one breaks; tells of what was acknowledged. */
async function keepSending(launched: LaunchedApp, name: string, acknowledged: (target: string) => void) {
  for (let n = 0; ; n += 1) {
    const target = unfreeze(`${name}-${String(n)}`)
    const status = await send(launched, target).catch(() => null)
    if (status === null) return
    expect(status).toBe(204)
    acknowledged(target)
  }
}

test('an engine that is killed under load: every acknowledged callback is in the archive, once', async ({
  launchApp,
}) => {
  const launched = await launchApp()
  const pid = await engineAfter(launched.app, null)
  const promised: string[] = []
  const acknowledged = (target: string) => {
    promised.push(target)
    if (promised.length === 60) process.kill(pid, 'SIGKILL')
  }
  await Promise.all(['a', 'b', 'c', 'd'].map((name) => keepSending(launched, name, acknowledged)))
  await expect(launched.page.getByText(/The engine stopped and was started again/)).toBeVisible()
  await closed(launched.app)
  const stored = (await archived(launched.ready.archive)).flatMap((record) =>
    record.type === 'callback' ? [record.target] : [],
  )
  expect(promised.filter((target) => !stored.includes(target))).toEqual([])
  expect(new Set(stored).size).toBe(stored.length)
  console.info(`engine killed under load: ${String(promised.length)} acknowledged, ${String(stored.length)} stored`)
})

test('a page that reloads under load misses nothing: the engine goes on, all rows are there', async ({ launchApp }) => {
  const launched = await launchApp()
  const window = new WindowPage(launched.page)
  const before = await enginePid(launched.app)
  const sending = Promise.all(Array.from({ length: 30 }, (_, n) => send(launched, unfreeze(`order-${String(n)}`))))
  await launched.page.reload()
  expect(await sending).toEqual(Array.from({ length: 30 }, () => 204))
  expect(await enginePid(launched.app)).toBe(before)
  await expect(window.grid).toHaveAttribute('aria-rowcount', '31')
  for (const sequence of [30, 29, 28]) await expect(window.row(sequence)).toBeVisible()
  expect(launched.complaints).toEqual([])
})

import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { runViewSchema } from '../../shared/protocol/simulator.ts'
import { expect, test } from '../fixtures/app.ts'
import { DeliveriesPage } from '../pages/deliveries-page.ts'
import { killEngine } from '../pages/engine-process.ts'
import { WindowPage } from '../pages/window-page.ts'

/** Plays a scenario in which the next attempt is half a minute away, and waits for the first one; it is the so many-th run. */
async function playSlowly(page: Page, userData: string, runs: number): Promise<void> {
  await new WindowPage(page).go('simulator')
  await page.getByText('Scenario', { exact: true }).first().click()
  await page.getByText('×1', { exact: true }).click()
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Requests' })).toContainText('attempt 1')
  await expect(page.getByRole('region', { name: 'Run' }).getByText('running')).toBeVisible()
  await expect.poll(() => noted(userData)).toEqual(Array.from({ length: runs }, () => 1))
}

/** How many requests the notes of runs tell of. */
async function noted(userData: string): Promise<readonly number[]> {
  const folder = join(userData, 'simulator', 'runs')
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json'))
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))
  return texts.map((text) => runViewSchema.parse(JSON.parse(text)).sent)
}

const INTERRUPTED = 'interrupted by the end of the program'

test('a run whose program is killed is shown as interrupted: the engine, then the whole app', async ({ launchApp }) => {
  const userData = await mkdtemp(join(tmpdir(), 'interrupted-'))
  const launched = await launchApp({ userData })
  const { page } = launched
  const run = page.getByRole('region', { name: 'Run' })
  await playSlowly(page, userData, 1)
  await killEngine(launched.app)
  await expect(page.getByText(/The engine stopped and was started again/)).toBeVisible()
  await expect(run.getByText(INTERRUPTED)).toBeVisible()
  await expect(run).toContainText('1 request')
  await expect(page.getByRole('cell', { name: 'stopped' })).toBeVisible()

  await playSlowly(page, userData, 2)
  const app = launched.app.process()
  const ended = once(app, 'exit')
  app.kill('SIGKILL')
  await ended
  const again = await launchApp({ userData })
  await new WindowPage(again.page).go('deliveries')
  const deliveries = new DeliveriesPage(again.page)
  await expect(deliveries.lane('The run was interrupted')).toHaveCount(2)
  await expect(deliveries.lanes.filter({ hasText: 'comes next' })).toHaveCount(0)
  await expect(again.page.getByRole('button', { name: '0 waiting for an attempt' })).toBeVisible()
  await new WindowPage(again.page).go('simulator')
  await expect(again.page.getByRole('region', { name: 'Run' }).getByText(INTERRUPTED)).toBeVisible()
  await again.page.getByRole('button', { name: /Run$/ }).click()
  await expect(again.page.getByRole('option')).toHaveCount(2)
  await again.app.close()
  await rm(userData, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
})

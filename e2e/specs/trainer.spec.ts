import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '../fixtures/app.ts'
import { send, unfreeze, WindowPage } from '../pages/window-page.ts'

test('the demonstration: three red attempts, then green, each named, and the ladder as a picture', async ({
  launchApp,
}) => {
  const launched = await launchApp()
  const { page } = launched
  const window = new WindowPage(page)
  await page.getByRole('button', { name: 'Show me' }).click()
  await expect(window.row(4)).toHaveAttribute('aria-selected', 'true')
  for (const sequence of [1, 2, 3]) {
    await expect(window.row(sequence)).toContainText('503')
    await expect(window.row(sequence).getByRole('img', { name: 'Answer: failed' })).toBeVisible()
  }
  await expect(window.row(4).getByRole('img', { name: 'Answer: passed' })).toBeVisible()
  await expect(window.row(4).getByRole('img', { name: 'Digest: passed' })).toBeVisible()
  await expect(window.detail.getByText('simulated', { exact: true })).toBeVisible()
  await window.go('simulator')
  await expect(page.getByRole('listitem').filter({ hasText: 'UNFREEZE, attempt 4' })).toContainText('204')
  await page.getByRole('button', { name: 'Callback 2' }).click()
  await expect(window.row(2)).toHaveAttribute('aria-selected', 'true')

  await window.go('deliveries')
  await page.getByRole('grid', { name: 'Deliveries' }).getByText('UNFREEZE').first().click()
  const chosen = page.getByRole('region', { name: 'Chosen delivery' })
  await expect(chosen).toContainText('UNFREEZE')
  const folder = await mkdtemp(join(tmpdir(), 'trainer-'))
  const file = join(folder, 'ladder.png')
  await launched.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, file)
  await page.getByRole('button', { name: 'PNG' }).click()
  await expect(page.getByText(`Saved ${file}.`)).toBeVisible()
  expect((await readFile(file)).subarray(1, 4).toString()).toBe('PNG')
  await rm(folder, { recursive: true })
  expect(launched.complaints).toEqual([])
})

test('a rule from a preset: said how the bank counts it, tried, saved, and at once in force', async ({ launchApp }) => {
  const launched = await launchApp()
  const { page } = launched
  const window = new WindowPage(page)
  expect(await send(launched, unfreeze('order-1'))).toBe(204)
  await window.row(1).click()
  await window.go('rules')
  await page.getByRole('button', { name: 'Not ready yet (503 twice, then 204)' }).click()
  await expect(page.getByText('Delivered with attempt 3 of 20, 1 min 15 s after the first.').first()).toBeVisible()
  await expect(page.getByRole('region', { name: 'Try on a captured callback' })).toContainText('would answer it')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved. The rules hold from now on.')).toBeVisible()
  expect([await send(launched, unfreeze('order-2')), await send(launched, unfreeze('order-2'))]).toEqual([503, 503])
  expect(await send(launched, unfreeze('order-2'))).toBe(204)
  await window.go('inbox')
  await expect(window.row(2)).toContainText('503')
  expect(launched.complaints).toEqual([])
})

test('presentation mode: larger type, secrets hidden, and back', async ({ launchApp }) => {
  const launched = await launchApp()
  const { page } = launched
  const window = new WindowPage(page)
  await page.getByRole('button', { name: 'Show me' }).click()
  await expect(window.row(4)).toHaveAttribute('aria-selected', 'true')
  await window.tab('Request')
  await window.tab('Raw')
  await expect(page.getByRole('textbox', { name: 'Request, byte for byte' })).toContainText('X-Callback-Inspector-Demo')
  await page.keyboard.press('ControlOrMeta+Shift+P')
  await expect(page.getByText('PRESENTING', { exact: true })).toBeVisible()
  const bytes = page.getByRole('textbox', { name: 'Request, byte for byte' })
  await expect(bytes).toContainText('X-Callback-Inspector-Demo: ••••••••')
  await page.getByRole('tab', { name: /^Headers/ }).click()
  const headers = page.getByRole('region', { name: 'Headers' })
  await expect(headers.getByRole('row', { name: 'X-Callback-Inspector-Demo ••••••••' })).toBeVisible()
  await headers.getByRole('button', { name: '1 value hidden: show' }).click()
  await expect(headers.getByRole('row', { name: /^X-Callback-Inspector-Demo [0-9a-f]{32}$/ })).toBeVisible()
  await headers.getByRole('button', { name: 'Hide again' }).click()
  await expect(headers.getByRole('row', { name: 'X-Callback-Inspector-Demo ••••••••' })).toBeVisible()
  await window.tab('Digest')
  await expect(page.getByRole('button', { name: 'Show the salt' })).toBeDisabled()
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--text-m'))).toBe(
    '16px',
  )
  await page.keyboard.press('ControlOrMeta+Shift+P')
  await expect(page.getByText('PRESENTING', { exact: true })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Show the salt' })).toBeEnabled()
  expect(launched.complaints).toEqual([])
})

test('one callback with a mistake, sent from the panel', async ({ launchApp }) => {
  const launched = await launchApp()
  const { page } = launched
  const window = new WindowPage(page)
  await window.go('simulator')
  await page.getByText('Wrong salt', { exact: true }).click()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('button', { name: 'Callback 1' }).click()
  await expect(window.row(1).getByRole('img', { name: 'Digest: failed' })).toBeVisible()
  await window.go('simulator')
  await page.getByText('Another address').click()
  await page.getByRole('textbox', { name: 'Address' }).fill('https://192.0.2.1/callback')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(page.getByRole('dialog')).toContainText('192.0.2.1, which is not this machine')
  await page.getByRole('button', { name: 'Keep' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(launched.complaints).toEqual([])
})

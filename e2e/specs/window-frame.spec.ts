import { expect, test } from '../fixtures/app.ts'
import { send, unfreeze, WindowPage } from '../pages/window-page.ts'

test('the keyboard goes all the way: list, detail, search, palette, help', async ({ launchApp }) => {
  const launched = await launchApp()
  const { page } = launched
  const window = new WindowPage(page)
  for (const name of ['a', 'b', 'c']) await send(launched, unfreeze(`order-${name}`))
  await expect(window.rows).toHaveCount(3)
  await window.grid.focus()
  await page.keyboard.press('ArrowDown')
  await expect(window.row(3)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('ArrowDown')
  await expect(window.row(2)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('End')
  await expect(window.row(1)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(window.detail).toBeFocused()
  await page.keyboard.press('?')
  await expect(page.getByRole('heading', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await window.command('settings')
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible()
  await window.command('gtinbox')
  await expect(window.grid).toBeVisible()
})

test('copy as cURL puts the line on the clipboard', async ({ launchApp }) => {
  const launched = await launchApp()
  const window = new WindowPage(launched.page)
  await send(launched, unfreeze('order-9'))
  await window.row(1).click()
  await launched.page.keyboard.press('ControlOrMeta+Shift+c')
  await expect(launched.page.getByText('Copied as cURL.')).toBeVisible()
  await expect.poll(() => launched.app.evaluate(({ clipboard }) => clipboard.readText())).toContain('order-9')
})

test('the theme changes at once and is kept', async ({ launchApp }) => {
  const { page } = await launchApp()
  const window = new WindowPage(page)
  await expect(page.getByRole('group', { name: 'Archive' })).toBeVisible()
  await window.command('theme dark')
  await expect.poll(() => window.theme()).toBe('dark')
  await window.command('theme light')
  await expect.poll(() => window.theme()).toBe('light')
  await page.reload()
  await expect(page.getByRole('group', { name: 'Archive' })).toBeVisible()
  await expect.poll(() => window.theme()).toBe('light')
})

test('a reload of the page finds everything again', async ({ launchApp }) => {
  const launched = await launchApp()
  const window = new WindowPage(launched.page)
  await send(launched, unfreeze('order-7'))
  await expect(window.row(1)).toBeVisible()
  await launched.page.reload()
  await expect(window.row(1)).toContainText('order-7')
  expect(await send(launched, unfreeze('order-8'))).toBe(204)
  await expect(window.row(2)).toContainText('order-8')
  expect(launched.complaints).toEqual([])
})

test('a killed engine is said, and the window goes on with the next one', async ({ launchApp }) => {
  const launched = await launchApp()
  const window = new WindowPage(launched.page)
  await send(launched, unfreeze('order-1'))
  await expect(window.row(1)).toBeVisible()
  const pid = await launched.app.evaluate(
    ({ app }) =>
      app.getAppMetrics().find(({ serviceName, name }) => `${serviceName ?? ''}${name ?? ''}`.includes('engine'))?.pid,
  )
  process.kill(pid ?? 0, 'SIGKILL')
  await expect(launched.page.getByText(/The engine stopped and was started again/)).toBeVisible()
  await expect(window.row(1)).toContainText('order-1')
})

test('settings are saved explicitly, and a bad value is said at its field', async ({ launchApp }) => {
  const launched = await launchApp()
  const { page } = launched
  const window = new WindowPage(page)
  await window.go('settings')
  await page.getByRole('button', { name: 'Answer', exact: true }).click()
  const status = page.getByRole('textbox', { name: 'Status' })
  await status.fill('503')
  await status.blur()
  await expect(page.getByText('The bank will count this as a failed attempt')).toBeVisible()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  expect(await send(launched, unfreeze('order-503'))).toBe(503)
  await page.getByRole('button', { name: 'Add a header' }).click()
  await page.getByRole('textbox', { name: 'Header', exact: true }).fill('not a name')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Some fields need another look')).toBeVisible()
  await page.getByRole('button', { name: 'Revert' }).click()
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0)
})

test('a further listener is added, takes callbacks, says what is in its way and is removed, by keyboard', async ({
  launchApp,
}) => {
  const launched = await launchApp()
  const { page } = launched
  const window = new WindowPage(page)
  await window.go('settings')
  await page.getByRole('button', { name: 'Add a listener' }).press('Enter')
  await page.getByRole('textbox', { name: 'Name' }).fill('Shop 2')
  const further = page.getByRole('group', { name: 'Shop 2' })
  const port = further.getByRole('textbox', { name: 'Port' })
  const taken = new URL(launched.ready.urls.https ?? '').port
  await port.fill(taken)
  await port.blur()
  await page.getByRole('button', { name: 'Save' }).press('Enter')
  await expect(further.getByText(`Port ${taken} on 127.0.0.1 is taken by another listener of this app`)).toBeVisible()
  await port.fill('0')
  await port.blur()
  await page.getByRole('button', { name: 'Save' }).press('Enter')
  const card = page.getByRole('region', { name: 'Shop 2 · HTTPS listener' })
  await expect(card.getByRole('button', { name: /^Listening/ })).toBeVisible()
  const url = await card.getByText(/^https:/).innerText()
  expect(await send(launched, `${url}${unfreeze('order-2')}`)).toBe(204)
  await further.getByRole('button', { name: 'Remove Shop 2' }).press('Enter')
  await page.getByRole('button', { name: 'Save' }).press('Enter')
  await expect(card).toHaveCount(0)
  expect(await send(launched, unfreeze('order-after'))).toBe(204)
})

import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/app.ts'
import { send, unfreeze, WindowPage } from '../pages/window-page.ts'

interface Stop {
  readonly name: string
  readonly room: 'rail' | 'list' | 'detail' | 'status'
  /** Something is drawn that tells where the focus is. */
  readonly shown: boolean
  readonly visible: boolean
}

/** Runs in the page: where the focus is, as a person sees it; null: nowhere. */
function stopOf(): Stop | null {
  const at = document.activeElement
  if (at === null || at === document.body) return null
  const marked = (element: Element, pseudo?: string): boolean => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element, pseudo)
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
  }
  const inside = at.closest('[class*="search"]') ?? at
  const edge = at.getAttribute('role') === 'separator' && getComputedStyle(at, '::after').backgroundColor
  const rows = at.getAttribute('role') === 'grid' ? Array.from(at.querySelectorAll('[data-active]')) : []
  const label = at.getAttribute('aria-label') ?? at.textContent
  return {
    name: label.replaceAll(/\s+/g, ' ').trim(),
    room:
      at.closest('aside') !== null
        ? 'rail'
        : at.closest('article') !== null
          ? 'detail'
          : at.closest('footer') !== null
            ? 'status'
            : 'list',
    shown: [at, inside, ...rows].some((one) => marked(one)) || (edge !== false && edge !== 'rgba(0, 0, 0, 0)'),
    visible: at.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && at.getClientRects().length > 0,
  }
}

/** Presses Tab from the top of the page to its end; gives every stop in order. */
async function walk(page: Page): Promise<readonly Stop[]> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  })
  const stops: Stop[] = []
  const first = page.getByRole('navigation', { name: 'Panels' }).getByRole('button').first()
  await first.focus()
  // The first one is focused by a key as well, so that its ring is that of a key.
  await page.keyboard.press('Tab')
  await page.keyboard.press('Shift+Tab')
  for (let count = 0; count < 120; count++) {
    const stop = await page.evaluate(stopOf)
    if (stop === null) break
    stops.push(stop)
    await page.keyboard.press('Tab')
    if (await first.evaluate((element) => element === document.activeElement)) break
  }
  return stops
}

for (const theme of ['light', 'dark'] as const) {
  test(`Tab goes through the inbox in the order of what is seen, and shows where it is, ${theme}`, async ({
    launchApp,
  }) => {
    const launched = await launchApp()
    const { page } = launched
    const window = new WindowPage(page)
    await send(launched, unfreeze('order-1'))
    await send(launched, unfreeze('order-2'))
    await window.command(`theme ${theme}`)
    await expect.poll(() => window.theme()).toBe(theme)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await window.row(1).click()
    await expect(window.detail).toBeVisible()
    const stops = await walk(page)
    const rooms = stops.map(({ room }) => room).filter((room, index, all) => room !== all[index - 1])
    expect(rooms.slice(0, 3)).toEqual(['rail', 'list', 'detail'])
    expect(new Set(rooms).size).toBe(rooms.length)
    const names = stops.filter(({ room }) => room !== 'rail').map(({ name }) => name)
    const wanted = ['Search the inbox', 'Filter', 'Command palette', 'Inbox', 'Copy as cURL', 'Overview']
    expect(names.filter((name) => wanted.includes(name)).filter((name, index, all) => name !== all[index - 1])).toEqual(
      wanted,
    )
    expect(stops.filter(({ shown }) => !shown)).toEqual([])
    expect(stops.filter(({ visible }) => !visible)).toEqual([])
    expect(stops.filter(({ name }) => name === '')).toEqual([])
  })
}

test('no shortcut and no menu entry acts beneath an open dialog', async ({ launchApp }) => {
  const { app, page } = await launchApp()
  const window = new WindowPage(page)
  await window.command('set up the certificate')
  const wizard = page.getByRole('dialog')
  await expect(wizard.getByRole('heading').first()).toBeVisible()
  const present = page.getByRole('navigation', { name: 'Panels' }).locator('[aria-current]')
  for (const keys of ['ControlOrMeta+6', 'ControlOrMeta+,', 'ControlOrMeta+k', 'ControlOrMeta+f', 'ControlOrMeta+p']) {
    await page.keyboard.press(keys)
  }
  await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('panel-settings')?.click())
  await expect(page.getByText('Close the dialog first')).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(1)
  await expect(page.getByRole('combobox', { name: 'Command' })).toHaveCount(0)
  await expect(present).toContainText('Inbox')
  await page.keyboard.press('Escape')
  await expect(wizard).toBeHidden()
  await page.keyboard.press('ControlOrMeta+6')
  await expect(present).toContainText('Simulator')
})

test('the focus stays near what was removed, saved or closed', async ({ launchApp }) => {
  const launched = await launchApp()
  const { page } = launched
  const window = new WindowPage(page)
  const use = async (name: string | RegExp) => {
    await page
      .getByRole('button', { name, exact: typeof name === 'string' })
      .first()
      .focus()
    await page.keyboard.press('Enter')
  }
  await window.go('rules')
  await use('Too slow (6 s)')
  await use('Hang up')
  await use('Remove Hang up')
  await expect(page.getByRole('button', { name: 'Remove Hang up' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Remove Too slow (6 s)' })).toBeFocused()
  await use('Revert')
  await expect(page.getByRole('group', { name: 'Unsaved changes' })).toBeHidden()
  await expect(page.locator('main :focus')).toHaveCount(1)

  await send(launched, unfreeze('order-1'))
  await window.go('deliveries')
  await page.locator('[data-delivery]').first().click()
  await page.getByRole('region', { name: 'Chosen delivery' }).waitFor()
  await use('Close')
  await expect(page.getByRole('grid', { name: 'Deliveries' }).locator(':focus')).toHaveCount(1)

  await window.go('inbox')
  await use('Delete everything captured')
  await page.getByRole('dialog').getByRole('button').last().focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Ready for the first callback' })).toBeVisible()
  await expect(page.locator('main')).toBeFocused()
})

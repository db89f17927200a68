import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/app.ts'
import { send, unfreeze, WindowPage } from '../pages/window-page.ts'

/** What axe finds, one line each. Legacy mode: Electron has no second page for axe to gather its results in. */
async function faults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${String(target)} ${failureSummary ?? ''}`),
  )
}

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing in any panel, ${theme}`, async ({ launchApp }) => {
    test.slow()
    const launched = await launchApp()
    const { page } = launched
    const window = new WindowPage(page)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await expect(page.getByRole('heading', { name: 'Ready for the first callback' })).toBeVisible()
    await window.command(`theme ${theme}`)
    await expect.poll(() => window.theme()).toBe(theme)
    expect(await faults(page), 'first launch').toEqual([])

    await send(launched, unfreeze('order-1'))
    await send(launched, '/loan', '{"jwsData":"eyJhbGciOiJSUzI1NiJ9.e30.c2ln","amount":3000.00}')
    const url = new URL(launched.ready.urls.https ?? '')
    await fetch(`http://${url.host}/plain`).catch(() => null)
    await expect(window.rows).toHaveCount(3)
    await window.row(3).click()
    await expect(window.detail).toBeVisible()
    expect(await faults(page), 'connection event').toEqual([])
    await window.row(2).click()
    for (const tab of ['Overview', 'Request', 'Digest', 'Signature', 'Delivery', 'Answer']) {
      await window.tab(tab)
      expect(await faults(page), tab).toEqual([])
    }
    await page.getByRole('button', { name: 'Sort by event' }).click()
    await window.row(2).click({ modifiers: ['ControlOrMeta'] })
    await window.row(1).click({ modifiers: ['ControlOrMeta'] })
    expect(await faults(page), 'sorted and marked').toEqual([])
    await page.getByRole('button', { name: 'Unmark' }).click()
    await page.getByRole('button', { name: 'Sort by time' }).click()
    await window.go('deliveries')
    await page.locator('[data-delivery]').first().click()
    await expect(page.getByRole('region', { name: 'Chosen delivery' })).toBeVisible()
    expect(await faults(page), 'deliveries').toEqual([])
    await page.getByRole('tab', { name: /^Payment/ }).click()
    expect(await faults(page), 'payment').toEqual([])
    await window.go('digest')
    await page.getByRole('textbox', { name: 'Value 1' }).fill('Å 1')
    await page.getByRole('textbox', { name: 'Digest or whole URL' }).fill('AB'.repeat(20))
    await expect(page.getByRole('status', { name: 'Fault search' })).toBeVisible()
    expect(await faults(page), 'digest').toEqual([])
    await window.go('signature')
    await page.getByRole('textbox', { name: 'Token (jwsData)' }).fill('eyJhbGciOiJSUzI1NiJ9.e30.c2ln')
    await expect(page.getByRole('heading', { name: 'Claims' })).toBeVisible()
    expect(await faults(page), 'signature').toEqual([])
    await window.go('profiles')
    await page.getByRole('button', { name: 'New profile' }).first().click()
    await page.getByRole('tab', { name: 'Templates' }).click()
    await page.getByRole('button', { name: 'Add an event' }).click()
    await page.getByRole('option', { name: 'BOOKED' }).click()
    await page.getByRole('textbox', { name: 'URI template' }).fill('http://10.0.0.1/{paymentid}?d={digest}')
    await page.getByRole('textbox', { name: 'Address' }).fill('/elsewhere')
    for (const tab of ['Endpoint', 'Templates', 'Digest and salts', 'Credentials and keys']) {
      await window.tab(tab)
      expect(await faults(page), `profile, ${tab}`).toEqual([])
    }
    await page.getByRole('button', { name: 'Discard' }).click()
    expect(await faults(page), 'profiles').toEqual([])
    await window.go('rules')
    await page.getByRole('button', { name: 'Not ready yet (503 twice, then 204)' }).click()
    await page.getByRole('button', { name: 'Ask the real shop' }).click()
    expect(await faults(page), 'rules').toEqual([])
    await page.getByRole('button', { name: 'Revert' }).click()
    await window.go('simulator')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await expect(page.getByRole('button', { name: /^Callback \d/ })).toBeVisible()
    expect(await faults(page), 'simulator').toEqual([])
    await page.getByText('Scenario', { exact: true }).click()
    expect(await faults(page), 'scenario').toEqual([])
    await window.go('endpoint-check')
    await page.getByRole('textbox', { name: 'Address', exact: true }).fill('https://10.0.0.1/\nhttp://a.example.com/')
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await expect(page.locator('article[aria-label="Checklist"][aria-busy="false"]')).toBeVisible()
    expect(await faults(page), 'endpoint check').toEqual([])
    await window.go('settings')
    const sections = page.getByRole('navigation', { name: 'Settings' }).getByRole('button')
    for (const section of await sections.all()) {
      await section.click()
      expect(await faults(page), await section.innerText()).toEqual([])
    }
    await page.getByRole('button', { name: 'Sources' }).click()
    await page.getByRole('button', { name: 'Change the list' }).click()
    await page.getByRole('button', { name: 'Add a proxy' }).click()
    expect(await faults(page), 'own list of sources').toEqual([])
    await page.getByRole('button', { name: 'Revert' }).click()
    for (let n = 2; n <= 30; n++) await send(launched, unfreeze(`order-${n}`))
    await window.go('inbox')
    await expect(window.grid).toContainText('order-30')
    await window.rows.first().click()
    await expect(window.detail).toBeVisible()
    expect(await faults(page), 'more rows than fit').toEqual([])
    await page.keyboard.press('ControlOrMeta+k')
    await expect(page.getByRole('combobox', { name: 'Command' })).toBeVisible()
    expect(await faults(page), 'palette').toEqual([])
  })
}

test('what is chosen is marked where the system sets the colours', async ({ launchApp }) => {
  const launched = await launchApp()
  const { page } = launched
  const window = new WindowPage(page)
  await page.emulateMedia({ forcedColors: 'active' })
  await send(launched, unfreeze('order-1'))
  await send(launched, unfreeze('order-2'))
  await window.row(1).click()
  await expect(window.row(1)).toHaveCSS('outline-style', 'solid')
  await expect(window.row(2)).toHaveCSS('outline-style', 'none')
  const panels = page.getByRole('navigation', { name: 'Panels' })
  await expect(panels.getByRole('button', { name: /^Inbox/ })).toHaveCSS('outline-style', 'solid')
  await window.go('settings')
  const sections = page.getByRole('navigation', { name: 'Settings' }).getByRole('button')
  await expect(sections.first()).toHaveCSS('outline-style', 'solid')
  await expect(sections.nth(1)).toHaveCSS('outline-style', 'none')
  // Track and knob of a switch, on and off.
  const grounds = await page.locator('label:has([role="switch"])').evaluateAll((labels) =>
    labels.map((label) => {
      const track = [...label.querySelectorAll('*')].find((part) => getComputedStyle(part, '::after').content === '""')
      return track && [getComputedStyle(track), getComputedStyle(track, '::after')].map((s) => s.backgroundColor)
    }),
  )
  expect(grounds.length).toBeGreaterThan(1)
  for (const [track, knob] of grounds.map((pair) => pair ?? [])) expect(track).not.toBe(knob)
})

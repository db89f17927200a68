import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { ElectronApplication } from '@playwright/test'
import { expect, test } from '../fixtures/app.ts'
import { WindowPage } from '../pages/window-page.ts'

const closeWindow = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
const quit = (app: ElectronApplication) => app.evaluate(({ app: running }) => running.quit())

test('unsaved changes are asked about when their panel is left, by keyboard', async ({ launchApp }) => {
  const { page } = await launchApp()
  const window = new WindowPage(page)
  const question = page.getByRole('alertdialog', { name: 'Save the changes to the answer rules?' })
  const rule = page.getByRole('textbox', { name: 'Name', exact: true })
  await window.go('rules')
  await page.getByRole('button', { name: 'Too slow (6 s)' }).click()
  await page.keyboard.press('ControlOrMeta+1')
  await expect(question.getByRole('button', { name: 'Save' })).toBeFocused()
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(question).toBeHidden()
  await expect(rule).toHaveValue('Too slow (6 s)')

  await test.step('saved, then the panel is left', async () => {
    await window.go('inbox')
    await page.keyboard.press('Enter')
    await expect(rule).toBeHidden()
    await window.go('rules')
    await expect(rule).toHaveValue('Too slow (6 s)')
  })

  await test.step('discarded, then the panel is left', async () => {
    await rule.fill('Slower still')
    await window.go('inbox')
    await question.getByRole('button', { name: 'Discard' }).click()
    await expect(rule).toBeHidden()
    await window.go('rules')
    await expect(rule).toHaveValue('Too slow (6 s)')
  })

  await test.step('what cannot be saved stays, or is discarded', async () => {
    await window.go('settings')
    await page.getByRole('button', { name: 'Answer', exact: true }).click()
    await page.getByRole('button', { name: 'Add a header' }).click()
    await page.getByRole('textbox', { name: 'Header', exact: true }).fill('not a name')
    await window.go('inbox')
    const settings = page.getByRole('alertdialog', { name: 'Save the changes to the settings?' })
    await expect(settings.getByRole('button', { name: 'Save' })).toBeDisabled()
    await expect(settings.getByRole('button', { name: 'Stay' })).toBeFocused()
    await settings.getByRole('button', { name: 'Discard' }).click()
    await expect(settings).toBeHidden()
  })
})

test('unsaved changes keep the window open until the user has decided', async ({ launchApp }) => {
  const { app, page, userData } = await launchApp()
  const window = new WindowPage(page)
  const ended = new Promise((resolve) => app.process().once('exit', resolve))
  const question = page.getByRole('alertdialog', { name: 'Save the changes to the new profile “Kassa”?' })
  await window.command('new profile')
  await page.getByRole('textbox', { name: 'Name' }).fill('Kassa')
  await page.getByRole('textbox', { name: 'Host' }).fill('kassa.example.com')
  await closeWindow(app)
  await expect(question).toContainText('lost when the window closes')
  await question.getByRole('button', { name: 'Stay' }).click()
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Kassa')
  await quit(app)
  await question.getByRole('button', { name: 'Save and close' }).click()
  await ended
  expect(await readFile(join(userData, 'profiles', 'kassa.json'), 'utf8')).toContain('kassa.example.com')
})

test('a signal ends the app, whatever is unsaved', async ({ launchApp }) => {
  const { app, page } = await launchApp()
  const ended = new Promise((resolve) => app.process().once('exit', resolve))
  await new WindowPage(page).command('new profile')
  await expect(page.getByRole('group', { name: 'Unsaved changes' })).toBeVisible()
  app.process().kill('SIGTERM')
  expect(await ended).toBe(0)
})

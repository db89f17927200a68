import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '../fixtures/app.ts'
import type { LaunchedApp } from '../fixtures/app.ts'
import { send, unfreeze, WindowPage } from '../pages/window-page.ts'

/** Sends a callback as a reverse proxy on this machine passes it on; gives the status of the answer. */
function forwarded(launched: LaunchedApp, address: string): Promise<number> {
  const url = launched.ready.urls.https
  if (url === null) throw new Error('The HTTPS listener is not running.')
  const headers = { 'X-Forwarded-For': `203.0.113.1, ${address}` }
  return new Promise((done, failed) => {
    const path = unfreeze(`from-${address}`)
    const options = { headers, rejectUnauthorized: false, agent: false }
    request(new URL(path, url), options, (answer) => {
      answer.resume()
      answer.on('end', () => done(answer.statusCode ?? 0))
    })
      .on('error', failed)
      .end()
  })
}

test('a trusted proxy is believed, the list of sources can be changed, and what is stored follows', async ({
  launchApp,
}) => {
  const launched = await launchApp()
  const { page } = launched
  const window = new WindowPage(page)
  expect(await forwarded(launched, '13.50.187.51')).toBe(204)
  expect(await forwarded(launched, '8.8.8.8')).toBe(204)
  const source = (sequence: number, state: string) =>
    window.row(sequence).getByRole('img', { name: `Source: ${state}` })
  await expect(source(1, 'not checked')).toBeVisible()

  await window.go('settings')
  await page.getByRole('button', { name: 'Sources' }).click()
  await page.getByRole('button', { name: 'Add a proxy' }).click()
  const proxy = page.getByRole('textbox', { name: /^Proxy 1/ })
  await proxy.fill('127.0.0.1/')
  await expect(
    page.getByText('An address such as 192.0.2.7 or a network such as 192.0.2.0/24 is expected'),
  ).toBeVisible()
  await proxy.fill('127.0.0.0/8')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await window.go('inbox')
  await expect(source(1, 'passed')).toBeVisible()
  await expect(source(2, 'needs a look')).toBeVisible()

  await window.row(2).click()
  const finding = window.detail.locator('[data-code="source-not-listed"]')
  await expect(finding).toHaveAttribute('open', '')
  await expect(finding.getByText('Expected')).toBeVisible()
  await expect(finding).toContainText('192.121.110.100')
  await expect(finding.getByText('Received')).toBeVisible()
  await expect(finding).toContainText('8.8.8.8')
  await expect(finding).toContainText('What to do If it is a proxy of yours')
  await expect(finding).toContainText('Source Resurs documentation, FAQ')

  await window.go('settings')
  await page.getByRole('button', { name: 'Sources' }).click()
  await page.getByRole('button', { name: 'Change the list' }).click()
  await page.getByRole('button', { name: 'Remove 13.50.187.51' }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await window.go('inbox')
  await expect(source(1, 'needs a look')).toBeVisible()
  await window.go('settings')
  await page.getByRole('button', { name: 'Sources' }).click()
  await page.getByRole('button', { name: 'Back to the shipped list' }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await window.go('inbox')
  await expect(source(1, 'passed')).toBeVisible()
  expect(launched.complaints).toEqual([])
})

test('the inbox is sorted by its columns, several entries go at once, and a body becomes a file', async ({
  launchApp,
}) => {
  const launched = await launchApp()
  const { page } = launched
  const window = new WindowPage(page)
  const events = ['UPDATE', 'BOOKED', 'UNFREEZE', 'ANNULMENT']
  for (const event of events) await send(launched, `/callback?event=${event}&paymentId=1`)
  await expect(window.rows).toHaveCount(4)
  const shown = (): Promise<(string | null)[]> =>
    window.rows.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-sequence')))
  await page.getByRole('button', { name: 'Sort by event' }).click()
  await expect.poll(shown).toEqual(['4', '2', '3', '1'])
  await send(launched, '/callback?event=BOOKED&paymentId=2', '{"addedPaymentSpecificationLines":[]}')
  await page.getByText('1 new row came since the list was sorted.').waitFor()
  expect(await shown()).toEqual(['4', '2', '3', '1'])
  await page.getByRole('button', { name: 'Sort again' }).click()
  await expect.poll(shown).toEqual(['4', '5', '2', '3', '1'])

  const folder = await mkdtemp(join(tmpdir(), 'saved-'))
  const file = join(folder, 'body.json')
  await launched.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, file)
  await window.row(5).click()
  await window.command('save the body')
  await expect(page.getByText(`Saved as ${file}.`)).toBeVisible()
  expect(await readFile(file, 'utf8')).toBe('{"addedPaymentSpecificationLines":[]}')
  await rm(folder, { recursive: true, force: true })

  await window.row(4).click()
  await window.row(2).click({ modifiers: ['Shift'] })
  await expect(page.getByText('3 entries marked.')).toBeVisible()
  await window.row(5).click({ modifiers: ['ControlOrMeta'] })
  await expect(page.getByText('2 entries marked.')).toBeVisible()
  await window.grid.press('Delete')
  await page.getByRole('button', { name: 'Delete 2 entries' }).click()
  await expect.poll(shown).toEqual(['5', '3', '1'])
  expect(launched.complaints).toEqual([])
})

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import { expect, test } from '../fixtures/app.ts'
import { send, WindowPage } from '../pages/window-page.ts'

/* What is far too long for a window to draw: its beginning is shown, it is said how much there is, and nothing is lost. */

/** Pastes as a person does; the text is made in the page, so that no megabytes go through the test's own link. */
async function paste(field: Locator, before: string, piece: string, times: number, after = ''): Promise<void> {
  await field.focus()
  await field.evaluate(
    (element, [first, one, count, last]) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', `${first}${one.repeat(count)}${last}`)
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    },
    [before, piece, times, after] as const,
  )
}

const part = (text: string): string => Buffer.from(text).toString('base64url')

test('tokens and key sets of megabytes are held, and what is wrong with them is said', async ({ launchApp }) => {
  const launched = await launchApp()
  const { page } = launched
  const window = new WindowPage(page)
  await window.go('signature')
  const result = page.getByRole('region', { name: 'Result' })
  const token = page.getByRole('textbox', { name: 'Token (jwsData)' })
  const held = page.getByRole('group', { name: 'Token (jwsData)' })

  await test.step('fifty thousand claims: the first lines, and how many there are', async () => {
    const claims = Array.from({ length: 50_000 }, (_, index) => `"claim${index}":${index}`).join(',')
    await token.fill(`${part('{"alg":"RS256","kid":"k"}')}.${part(`{${claims}}`)}.${part('x'.repeat(256))}`)
    await expect(held).toContainText('characters; the beginning is shown')
    await expect(result.locator('[data-verdict="unverifiable"]')).toBeVisible()
    await expect(result.getByRole('button', { name: /^Show [\d,]+ of [\d,]+ more lines$/ })).toBeVisible()
    await held.getByRole('button', { name: 'Take it out' }).press('Enter')
    await expect(token).toBeFocused()
    await expect(result.getByText('Paste a token')).toBeVisible()
  })

  await test.step('a whole request of ten megabytes: it has no token', async () => {
    await paste(token, 'POST /callback HTTP/1.1\r\nHost: shop.example\r\n\r\n', 'a line of text\r\n', 655_360)
    await expect(held).toContainText('10,485,')
    await expect(result.locator('[data-verdict="malformed"][data-reason="empty"]')).toBeVisible()
    await expect(held.getByRole('button', { name: 'Take it out' })).toBeFocused()
    await page.keyboard.press('Enter')
  })

  await test.step('ten megabytes of a login page in place of keys, without any token', async () => {
    await page.getByText('Pasted keys').click()
    const keys = page.getByRole('textbox', { name: 'Key set' })
    await paste(keys, '<!doctype html><title>Log in</title>', '<p>Who are you?</p>\n', 524_288)
    await expect(page.getByRole('alert')).toContainText('It is a web page with the title "Log in"')
    await page.getByRole('button', { name: 'Take it out' }).press('Enter')
    await paste(keys, '{"keys":[', '{},', 2_000_000)
    await expect(page.getByRole('alert')).toContainText('6,000,009 characters and is not looked at')
  })
  expect(launched.complaints).toEqual([])
})

test('a template of a thousand placeholders, and a body of ten megabytes', async ({ launchApp }) => {
  const userData = await mkdtemp(join(tmpdir(), 'bad-input-'))
  await mkdir(join(userData, 'profiles'))
  const uriTemplate = Array.from({ length: 1000 }, (_, index) => `{p${index}}`).join('/')
  const profile = {
    version: 1,
    name: 'Shop',
    family: 'legacy',
    events: { UNFREEZE: { uriTemplate: `/${uriTemplate}` } },
  }
  await writeFile(join(userData, 'profiles', 'shop.json'), JSON.stringify(profile))
  const launched = await launchApp({ userData })
  const { page } = launched
  const window = new WindowPage(page)

  await test.step('values of the first placeholders, and more when asked', async () => {
    await window.go('profiles')
    await page.getByRole('navigation', { name: 'Endpoint profiles' }).getByRole('button', { name: /^Shop/ }).click()
    await window.tab('Templates')
    await expect(page.getByText('1,000 placeholders; 24 are shown.')).toBeVisible()
    await page.getByRole('button', { name: 'Show 48 more' }).click()
    await expect(page.getByRole('textbox', { name: 'p71', exact: true })).toHaveCount(1)
    await expect(page.getByText('1,000 placeholders; 72 are shown.')).toBeVisible()
    const field = page.getByRole('textbox', { name: 'URI template' })
    await paste(field, '', '{', 200_000)
    await expect(page.getByText('200,000 characters were pasted, and none was taken')).toBeVisible()
    await field.fill('{'.repeat(7000))
    await expect(page.getByRole('list', { name: 'Remarks on the template' })).toContainText('column 1')
    await page.getByRole('button', { name: 'Discard changes' }).click()
  })

  await test.step('its beginning is laid out, more comes when asked', async () => {
    await window.go('inbox')
    expect(await send(launched, '/hook', `{"rows":[${'{"a":1,"b":"text"},'.repeat(480_000)}0]}`)).toBe(204)
    await window.row(1).click()
    await window.tab('Request')
    await expect(window.detail.getByRole('textbox', { name: 'Body' })).toContainText('"b": "text"')
    const more = window.detail.getByRole('button', { name: /^First .*: show more$/ })
    const first = await more.textContent()
    await more.click()
    await expect(more).not.toHaveText(first ?? '')
    await more.click()
    await expect(more).toBeDisabled()
  })
  expect(launched.complaints).toEqual([])
  await launched.app.close()
  await rm(userData, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
})

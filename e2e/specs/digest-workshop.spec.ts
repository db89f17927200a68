import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '../fixtures/app.ts'
import { sampleProfiles } from '../fixtures/samples.ts'
import { send, WindowPage } from '../pages/window-page.ts'

const md5 = (text: string): string => createHash('md5').update(text).digest('hex').toUpperCase()
const target = (digest: string): string => `/Resursbank.aspx?event-type=UNFREEZE&paymentId=lePayment&digest=${digest}`

test('a digest is explained in its tab, worked on in the workshop, and its salt stored in a profile', async ({
  launchApp,
}, testInfo) => {
  const userData = testInfo.outputPath('data')
  await mkdir(join(userData, 'profiles'), { recursive: true })
  const file = join(userData, 'profiles', 'shop.json')
  const { events: _, ...shop } = sampleProfiles['shop.json'] as Record<string, unknown>
  await writeFile(file, JSON.stringify(shop))
  const launched = await launchApp({ userData })
  const { page } = launched
  const window = new WindowPage(page)
  const cause = page.getByRole('status', { name: 'Fault search' })
  const received = page.getByRole('textbox', { name: 'Digest or whole URL' })
  const value = (number: number) => page.getByRole('textbox', { name: `Value ${String(number)}` })
  const digest = page.getByRole('status', { name: 'Digest', exact: true })

  await test.step('the tab names the cause and shows what was tried', async () => {
    await send(launched, target(md5('iCanHasCheezeburgerlePayment')))
    await window.row(1).click()
    await window.tab('Digest')
    await expect(cause).toContainText('The salt stands before the values')
    await expect(cause).toContainText(/\d+ candidates tried\./)
    await expect(page.getByRole('table').getByRole('button', { name: /paymentId/ })).toHaveCount(1)
    await expect(window.detail).not.toContainText('iCanHasCheezeburger')
  })

  await test.step('one click fills the workshop', async () => {
    await page.getByRole('button', { name: 'Open in the digest workshop' }).click()
    await expect(value(1)).toHaveValue('lePayment')
    await expect(digest).toHaveText('ED3381936CCAA2659CF3089F4AA83007')
    await expect(cause).toContainText('The salt stands before the values')
    await page.getByRole('button', { name: 'Show the salt' }).click()
    await expect(page.getByRole('group', { name: 'Text that is hashed' })).toHaveText('lePaymentiCanHasCheezeburger')
  })

  await test.step('values are added and moved by keyboard', async () => {
    await page.getByRole('button', { name: 'Add a value' }).press('Enter')
    await value(2).fill('1')
    await value(2).press('Alt+ArrowUp')
    await expect(value(1)).toHaveValue('1')
    await expect(value(1)).toBeFocused()
    await expect(digest).toHaveText(md5('1lePaymentiCanHasCheezeburger'))
    await page.getByRole('button', { name: 'Remove value 1' }).press('Enter')
    await expect(digest).toHaveText('ED3381936CCAA2659CF3089F4AA83007')
  })

  await test.step('a whole URL is read, and letter case told from difference', async () => {
    await received.fill(`https://shop.example${target('ed3381936ccaa2659cf3089f4aa83007')}`)
    await expect(page.getByText('Filled from what was pasted')).toBeVisible()
    await expect(received).toHaveValue('ed3381936ccaa2659cf3089f4aa83007')
    await expect(cause).toContainText('Equal apart from letter case.')
    await received.fill('ED3381936CCAA2659CF3089F4AA83007')
    await expect(cause).toContainText('Equal.')
    await received.fill(md5('1042iCanHasCheezeburger'))
    await expect(cause).toContainText('None of the known mistakes gives this digest.')
    await page.getByRole('textbox', { name: 'Other identifiers to try' }).fill('7\n1042')
    await expect(cause).toContainText('The digest fits the identifier 1042')
  })

  await test.step('hidden characters and both encodings are in sight', async () => {
    await value(1).fill('å\t1')
    await expect(page.getByText('C3 A5 09 31')).toBeVisible()
    await expect(page.getByText('E5 09 31', { exact: false }).last()).toBeVisible()
    await expect(page.getByRole('group', { name: 'Text that is hashed' })).toContainText('å\\t1')
  })

  await test.step('what is too long is named, and megabytes are not taken', async () => {
    await value(1).fill('x'.repeat(10_001))
    await expect(page.getByText('Value 1 has 10,001 characters.')).toBeVisible()
    await value(1).evaluate((field) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', 'x'.repeat(5_000_000))
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    })
    await expect(page.getByText('5,000,000 characters were pasted, and none was taken')).toBeVisible()
    await value(1).fill('1042')
  })

  await test.step('the salt is stored, the one before kept, and the callback judged again', async () => {
    await page.getByLabel('Salt', { exact: true }).fill('Fresh')
    await page.getByRole('button', { name: 'Store this salt in Published shop' }).click()
    await expect(page.getByText('Stored in Published shop.')).toBeVisible()
    await page.getByRole('button', { name: 'Store this salt in Published shop' }).click()
    await expect(page.getByText('This is the salt of Published shop already.')).toBeVisible()
    const stored = JSON.parse(await readFile(file, 'utf8')) as { digest: { previousSalts: unknown[] } }
    expect(stored.digest.previousSalts).toHaveLength(1)
    await send(launched, target('ED3381936CCAA2659CF3089F4AA83007'))
    await window.go('inbox')
    await window.row(2).click()
    await expect(window.detail).toContainText(/previous salt \(until /)
    await window.command('Open the digest in')
    await expect(page.getByRole('heading', { name: 'Digest workshop' })).toBeVisible()
  })
  expect(launched.complaints).toEqual([])
})

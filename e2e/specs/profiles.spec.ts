import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '../fixtures/app.ts'
import { send, WindowPage } from '../pages/window-page.ts'

const SALT = 'S4lt & pepper '
const digestOf = (reference: string): string =>
  createHash('sha1').update(`${reference}${SALT}`).digest('hex').toUpperCase()
const callback = (event: string, reference: string): string =>
  `/hook/${event.toLowerCase()}?ref=${reference}&sum=${digestOf(reference)}`

test('a profile is made of an unknown callback, and its light turns when the salt is saved', async ({ launchApp }) => {
  const launched = await launchApp()
  const { page } = launched
  const window = new WindowPage(page)
  await send(launched, callback('UNFREEZE', 'order-1001'))
  const light = (sequence: number) => window.row(sequence).getByRole('img', { name: /^Digest:/ })
  await expect(light(1)).not.toHaveAccessibleName('Digest: passed')
  await window.row(1).click()
  const proposal = page.getByRole('region', { name: 'Proposed profile' })
  await expect(proposal).toContainText('/hook/unfreeze?ref={paymentId}&sum={digest}')
  await proposal.getByRole('button', { name: 'Make a profile of it' }).click()

  await expect(page.getByRole('textbox', { name: 'URI template' })).toHaveValue(
    '/hook/unfreeze?ref={paymentId}&sum={digest}',
  )
  await page.getByRole('tab', { name: 'Endpoint' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Hook')
  await page.getByRole('tab', { name: 'Digest and salts' }).click()
  await page.getByRole('button', { name: 'What is known of the salt' }).click()
  await page.getByRole('option', { name: 'Known', exact: true }).click()
  await page.getByLabel('Salt', { exact: true }).last().fill(SALT)
  await expect(page.getByText('It ends with white space')).toBeVisible()
  await expect(page.getByText(/^Fingerprint/)).toBeVisible()
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByRole('group', { name: 'Unsaved changes' })).toBeHidden()

  await window.go('inbox')
  await expect(light(1)).toHaveAccessibleName('Digest: passed')

  await test.step('the next event of the endpoint becomes part of the same profile, with the same salt', async () => {
    await send(launched, callback('ANNULMENT', 'order-1002'))
    await window.row(2).click()
    await window.command('make a profile of this callback')
    await expect(page.getByText('ANNULMENT was added to the profile “Hook”')).toBeVisible()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await window.go('inbox')
    await expect(light(2)).toHaveAccessibleName('Digest: passed')
  })

  await test.step('the salt is masked, shown on demand, and stands nowhere else', async () => {
    await window.go('profiles')
    await page.getByRole('tab', { name: 'Digest and salts' }).click()
    const salt = page.getByRole('group', { name: 'Salt', exact: true })
    await expect(salt).not.toContainText('S4lt')
    await salt.getByRole('button', { name: 'Show the salt' }).click()
    await expect(salt).toContainText('S4lt·&·pepper·')
    const folder = join(launched.userData, 'profiles')
    const [file = ''] = (await readdir(folder)).filter((name) => name.endsWith('.json'))
    const text = await readFile(join(folder, file), 'utf8')
    expect(JSON.parse(text)).toMatchObject({ name: 'Hook', events: { UNFREEZE: {}, ANNULMENT: {} } })
  })

  await test.step('digest parameters change their order by keyboard', async () => {
    await page.getByRole('button', { name: 'result', exact: true }).click()
    await page.getByRole('button', { name: 'Move result up' }).focus()
    await page.keyboard.press('Alt+ArrowUp')
    await expect(page.getByText('result + paymentId + salt')).toBeVisible()
    await page.keyboard.press('Alt+ArrowDown')
    await expect(page.getByText('paymentId + result + salt')).toBeVisible()
    await page.getByRole('button', { name: 'Discard changes' }).click()
  })

  await test.step('changes that are not saved are guarded, and can be discarded', async () => {
    await page.getByRole('tab', { name: 'Templates' }).click()
    await page.getByRole('textbox', { name: 'URI template' }).fill('http://10.0.0.1/{paymentid}')
    await expect(page.getByRole('list', { name: 'Remarks on the template' })).toContainText('The host is private')
    await page.getByRole('button', { name: 'New profile' }).first().click()
    await page.getByRole('button', { name: 'Stay' }).click()
    await window.go('inbox')
    await page.getByRole('button', { name: 'Stay' }).click()
    await expect(page.getByRole('textbox', { name: 'URI template' })).toHaveValue('http://10.0.0.1/{paymentid}')
    await page.getByRole('button', { name: 'Discard changes' }).click()
    await expect(page.getByRole('textbox', { name: 'URI template' })).toHaveValue(/^\/hook/)
  })

  await test.step('a profile is deleted after a question, and its callbacks can no longer be verified', async () => {
    await page.getByRole('button', { name: 'Delete this profile' }).click()
    await page.getByRole('button', { name: 'Delete the profile' }).click()
    await expect(page.getByRole('heading', { name: 'Profile', level: 2 })).toBeHidden()
    await window.go('inbox')
    await expect(light(1)).not.toHaveAccessibleName('Digest: passed')
  })
  expect(launched.complaints).toEqual([])
})

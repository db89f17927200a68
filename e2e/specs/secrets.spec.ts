import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '../fixtures/app.ts'
import { send, WindowPage } from '../pages/window-page.ts'

const SALT = 'marker-salt-77'
const PROFILE = {
  version: 1,
  name: 'Shop',
  events: { BOOKED: { uriTemplate: '/shop?paymentId={paymentId}&digest={digest}' } },
  digest: { algorithm: 'MD5', parameters: ['paymentId'], salt: SALT },
}
const target = (reference: string): string => {
  const digest = createHash('md5').update(`${reference}${SALT}`).digest('hex').toUpperCase()
  return `/shop?paymentId=${reference}&digest=${digest}`
}

test('a plain salt is encrypted at a wish, with the system, and is there again after a restart', async ({
  launchApp,
}) => {
  const userData = await mkdtemp(join(tmpdir(), 'callback-inspector-'))
  const file = join(userData, 'profiles', 'shop.json')
  await mkdir(join(userData, 'profiles'))
  await writeFile(file, JSON.stringify(PROFILE))
  const passed = (window: WindowPage, sequence: number) =>
    expect(window.row(sequence).getByRole('img', { name: /^Digest:/ })).toHaveAccessibleName('Digest: passed')

  const first = await launchApp({ userData })
  const window = new WindowPage(first.page)
  await window.command('encrypt the secrets')
  await expect(first.page.getByText('Encrypted 1 secret.')).toBeVisible()
  const sealed = await readFile(file, 'utf8')
  expect(sealed).toContain('"sealed"')
  for (const name of ['profiles/shop.json', 'data-keys.json', 'settings.json', 'main.log']) {
    const text = await readFile(join(userData, name), 'utf8').catch(() => '')
    expect(text).not.toContain(SALT)
  }
  if (process.platform !== 'win32') expect((await stat(join(userData, 'data-keys.json'))).mode & 0o777).toBe(0o600)
  await send(first, target('1001'))
  await passed(window, 1)
  await first.app.close()

  const second = await launchApp({ userData })
  const again = new WindowPage(second.page)
  await send(second, target('1002'))
  await passed(again, 2)
  await passed(again, 1)
  // Nothing was left to be made up for, so the bottom line says nothing of it.
  await expect(second.page.getByText('rest on older salts')).toBeHidden()
  await second.app.close()
  await rm(userData, { recursive: true, force: true, maxRetries: 5 })
})

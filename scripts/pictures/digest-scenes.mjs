import { createHash } from 'node:crypto'
import { act } from './app.mjs'

/* The digest workshop: empty, with a digest that two mistakes explain, and filled from a URL. */

const sha1 = (text) => createHash('sha1').update(text).digest('hex').toUpperCase()
const received = (page) => page.getByRole('textbox', { name: 'Digest or whole URL' })
const searched = (page) => page.getByText('tried.').waitFor()

const PASTED = `https://shop.example/callback?event-type=UNFREEZE&paymentId=10000016&digest=${sha1('uniqid-54f2a10000016')}`

async function open(launched) {
  await act(launched, 'panel-digest')
  await launched.page.getByRole('heading', { name: 'Digest workshop' }).waitFor()
}

async function empty({ page }) {
  for (const name of ['Value 1', 'Digest or whole URL']) await page.getByRole('textbox', { name }).fill('')
  await page.getByLabel('Salt', { exact: true }).fill('')
}

export const DIGEST_SCENES = [
  { name: 'panel-digest-empty', show: open },
  {
    name: 'panel-digest-causes',
    show: async (launched) => {
      const { page } = launched
      await open(launched)
      await page.getByRole('textbox', { name: 'Value 1' }).fill('Räksmörgås 1/2')
      await page.getByLabel('Salt', { exact: true }).fill('SecretHashSalt ')
      await received(page).fill(sha1('R%C3%A4ksm%C3%B6rg%C3%A5s%201%2F2SecretHashSalt').toLowerCase())
      await searched(page)
    },
    after: empty,
  },
  {
    name: 'panel-digest-url',
    show: async (launched) => {
      const { page } = launched
      await open(launched)
      await received(page).fill(PASTED)
      await page.getByText('Filled from what was pasted').waitFor()
      await searched(page)
      await page.getByRole('button', { name: 'Show the salt' }).click()
    },
    after: ({ page }) => page.getByRole('button', { name: 'Empty the workshop' }).click(),
  },
]

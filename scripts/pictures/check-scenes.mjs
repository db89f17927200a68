import { act } from './app.mjs'

/* Scenes of the endpoint check. Nothing of them needs a network beyond loopback. */

const address = (page) => page.getByRole('textbox', { name: 'Address', exact: true })
const checklist = (page) => page.getByRole('article', { name: 'Checklist' })

async function check(launched, text) {
  const { page } = launched
  await act(launched, 'panel-endpoint-check')
  const rehearsal = page.getByRole('switch', { name: /Rehearsal/ })
  if (await rehearsal.isChecked()) await rehearsal.press('Space')
  await address(page).fill(text)
  await page.getByRole('button', { name: /^(Check|Start over)$/ }).click()
  await page.locator('article[aria-label="Checklist"][aria-busy="false"]').waitFor()
}

async function rehearse(launched) {
  const { page } = launched
  await act(launched, 'panel-endpoint-check')
  await page.getByRole('button', { name: 'Take our listener' }).click()
  await page.getByRole('button', { name: /^(Check|Start over)$/ }).click()
  await checklist(page).getByText('This is a rehearsal').waitFor()
  await page.locator('article[aria-label="Checklist"][aria-busy="false"]').waitFor()
}

/** A public name that leads back: here the listener under its local name. */
async function throughTheName(launched) {
  const { page } = launched
  await act(launched, 'panel-endpoint-check')
  await page.getByRole('button', { name: 'Take our listener' }).click()
  await address(page).fill(`${await address(page).inputValue()}?paymentId={paymentId}&digest={digest}`)
  await page.getByRole('button', { name: 'Self-test', exact: true }).click()
  await page.getByText('What this proves').waitFor()
}

const BATCH = [
  'https://abc123.ngrok-free.app/callback?paymentId={paymentId}&digest={digest}',
  'http://shop.example.com/callback',
  'https://192.168.1.10:8443/callback',
  'https://shop.internal/callback?id={paymentid}',
].join('\n')

export const CHECK_SCENES = [
  { name: 'panel-endpoint-check-batch', show: (launched) => check(launched, BATCH) },
  { name: 'panel-endpoint-check-rehearsal', show: rehearse },
  { name: 'panel-endpoint-check-public-name', show: throughTheName },
]

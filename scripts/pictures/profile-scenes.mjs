import { act } from './app.mjs'

/* The profile editor: each part of a profile that is on disk, a template full of faults, and a proposal. */

const tab = (page, name) => page.getByRole('tab', { name }).click()

/** Nothing unsaved stands in the way of the next picture. */
async function discard({ page }) {
  const bar = page.getByRole('group', { name: 'Unsaved changes' })
  if (await bar.isVisible()) await bar.getByRole('button').first().click()
}

async function open(launched, name) {
  const { page } = launched
  await act(launched, 'panel-profiles')
  await page.getByRole('navigation', { name: 'Endpoint profiles' }).getByRole('button', { name }).click()
  await page.getByRole('heading', { level: 2, name }).waitFor()
}

const part = (name, title, show) => ({
  name: `profiles-${name}`,
  show: async (launched) => {
    await open(launched, 'Web shop')
    await tab(launched.page, title)
    await show?.(launched.page)
  },
  after: discard,
})

const FAULTY =
  'http://shop:geheim@192.168.1.20:8080/rest/ä/annulment/{paymentid}?status=UNFREEZE&amp;result={result}&digest={digest#top'

async function faulty(page) {
  await page.getByRole('navigation', { name: 'Events' }).getByRole('button').first().click()
  await page.getByRole('textbox', { name: 'URI template' }).fill(FAULTY)
  await page.getByRole('list', { name: 'Remarks on the template' }).waitFor()
}

const bottom = (page) =>
  page.getByRole('region', { name: /^Template of/ }).evaluate((element) => element.scrollTo(0, element.scrollHeight))

export const PROFILE_SCENES = [
  {
    name: 'profiles-none',
    show: async (launched) => {
      await act(launched, 'panel-profiles')
      await launched.page.getByRole('heading', { name: 'Profiles' }).waitFor()
    },
  },
  part('endpoint', 'Endpoint'),
  part('templates', 'Templates'),
  part('registration', 'Templates', bottom),
  part('faults', 'Templates', faulty),
  part('match', 'Templates', async (page) => {
    await page.getByRole('textbox', { name: 'Address' }).fill('/rest/resursbank_checkout/updat/paymentId/10000016')
    await page.getByText('It does not fit.').scrollIntoViewIfNeeded()
  }),
  part('salts', 'Digest and salts', async (page) => {
    const show = page.getByRole('button', { name: 'Show the salt', exact: true }).first()
    if (await show.isVisible()) await show.click()
  }),
  part('new-salt', 'Digest and salts', async (page) => {
    await page
      .getByRole('button', { name: /make this the previous one/ })
      .first()
      .click()
    await page.getByLabel('Salt', { exact: true }).last().fill(' n3w salt\u00a0')
    await page.getByRole('button', { name: 'Show the salt', exact: true }).first().click()
  }),
  part('keys', 'Credentials and keys', async (page) => {
    await page.getByRole('radio', { name: 'Basic' }).click({ force: true })
  }),
  {
    name: 'profiles-proposal',
    show: async (launched) => {
      const { page } = launched
      await act(launched, 'panel-inbox')
      const rows = page.getByRole('grid', { name: 'Inbox' }).locator('[data-sequence]')
      await rows.filter({ hasText: 'ANNULMENT' }).first().click()
      await tab(page, 'Overview')
      await page.getByRole('region', { name: 'Proposed profile' }).waitFor()
    },
  },
]

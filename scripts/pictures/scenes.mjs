import { act } from './app.mjs'
import { CHECK_SCENES } from './check-scenes.mjs'
import { DIGEST_SCENES } from './digest-scenes.mjs'
import { PROFILE_SCENES } from './profile-scenes.mjs'
import { RULE_SCENES } from './rule-scenes.mjs'

/* What is shown for each picture, by the names and keys that a user has. */

const detail = (page) => page.getByRole('article', { name: 'Detail' })
const headline = (page) => detail(page).getByRole('heading', { level: 1 })
const tab = (page, name) => page.getByRole('tab', { name }).click()
/** The text view is loaded when it is first needed. */
const textShown = (page) => detail(page).getByRole('textbox').waitFor()
const inbox = (launched) => act(launched, 'panel-inbox')

/** Chooses the first row (from the top) with this text, and waits until its detail is there. */
async function choose(launched, [text, sentence]) {
  await inbox(launched)
  const { page } = launched
  const rows = page.getByRole('grid', { name: 'Inbox' }).locator('[data-sequence]')
  await rows.filter({ hasText: text }).first().click()
  await headline(page).filter({ hasText: sentence }).waitFor()
}

const MATCH = ['AUTOMATIC_FRAUD_CONTROL', /^Genuine/]
const MISMATCH = ['lePayment', /digest does not match/]
const LOAN = ['CREDIT_DECISION_UPDATED', /^Genuine/]
const TROUBLE = ['TLS handshake failed', /handshake/]
const PLAIN = [/UPDATE\s*10000016/, /plain HTTP/]
const UNVERIFIED = ['ANNULMENT', /digest|verified/i]
const SUBJECTS = { match: MATCH, mismatch: MISMATCH, loan: LOAN }

const subjectScenes = Object.entries(SUBJECTS).flatMap(([name, subject]) =>
  ['Overview', 'Request', 'Digest', 'Signature'].map((view) => ({
    name: `detail-${name}-${view.toLowerCase()}`,
    show: async (launched) => {
      await choose(launched, subject)
      await tab(launched.page, view)
      if (view === 'Request' && name === 'loan') await textShown(launched.page)
    },
  })),
)

async function chooseOverview(launched, subject) {
  await choose(launched, subject)
  await tab(launched.page, 'Overview')
}

const part = (name, subject, sub, way) => ({
  name: `request-${name}`,
  show: async (launched) => {
    const { page } = launched
    await choose(launched, subject)
    await tab(page, 'Request')
    await tab(page, sub)
    if (way !== undefined) await page.getByRole('radio', { name: way }).click({ force: true })
    if (sub === 'Body' ? way !== 'Hex' : sub === 'Raw' && way === 'Text') await textShown(page)
  },
})

async function openSection(launched, index) {
  await act(launched, 'panel-settings')
  await launched.page.getByRole('navigation', { name: 'Settings' }).getByRole('button').nth(index).click()
}

/** How many sections the settings have is read from the window. */
export async function settingsScenes(launched) {
  await act(launched, 'panel-settings')
  const buttons = launched.page.getByRole('navigation', { name: 'Settings' }).getByRole('button')
  await buttons.first().waitFor()
  const names = await buttons.allInnerTexts()
  return names.map((name, index) => ({
    name: `settings-${name
      .trim()
      .toLowerCase()
      .replaceAll(/[^a-z]+/g, '-')}`,
    show: (shown) => openSection(shown, index),
  }))
}

const TOKEN_PARTS = 'Token (jwsData)'

const panels = [
  ...DIGEST_SCENES,
  ...RULE_SCENES,
  {
    name: 'panel-signature-empty',
    show: async (launched) => {
      await act(launched, 'panel-signature')
      await launched.page.getByRole('heading', { name: 'Signature workshop' }).waitFor()
    },
  },
  {
    name: 'panel-signature',
    show: async (launched) => {
      await act(launched, 'panel-signature')
      await launched.page.getByRole('textbox', { name: TOKEN_PARTS }).fill(launched.token)
      await launched.page.getByRole('heading', { name: 'Claims' }).waitFor()
    },
  },
  {
    name: 'panel-signature-pasted-keys',
    show: async (launched) => {
      const { page } = launched
      await act(launched, 'panel-signature')
      await page.getByRole('textbox', { name: TOKEN_PARTS }).fill(launched.forgedBody)
      await page.getByRole('radio', { name: 'Pasted keys' }).click({ force: true })
      await page.getByRole('textbox', { name: 'Key set' }).fill(launched.oddKeys)
      await page.getByRole('region', { name: 'Key set Pasted keys' }).waitFor()
    },
    after: ({ page }) => page.getByRole('radio', { name: 'Registered key sets' }).click({ force: true }),
  },
]

const overlays = [
  {
    name: 'palette',
    show: async (launched) => {
      await choose(launched, MATCH)
      await launched.page.keyboard.press('ControlOrMeta+k')
      await launched.page.getByRole('combobox', { name: 'Command' }).waitFor()
    },
    after: ({ page }) => page.keyboard.press('Escape'),
  },
  {
    name: 'palette-found',
    show: async (launched) => {
      await launched.page.keyboard.press('ControlOrMeta+k')
      await launched.page.getByRole('combobox', { name: 'Command' }).fill('copy')
    },
    after: ({ page }) => page.keyboard.press('Escape'),
  },
  {
    name: 'help',
    show: async (launched) => {
      await act(launched, 'shortcuts')
      await launched.page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor()
    },
    after: ({ page }) => page.keyboard.press('Escape'),
  },
  {
    name: 'clear',
    show: async (launched) => {
      await act(launched, 'clear')
      await launched.page.getByRole('button', { name: 'Keep' }).waitFor()
    },
    after: ({ page }) => page.getByRole('button', { name: 'Keep' }).click(),
  },
]

const search = (page) => page.getByRole('textbox', { name: 'Search the inbox' })

const lists = [
  {
    name: 'inbox-paused',
    show: async (launched) => {
      await inbox(launched)
      await launched.page.getByRole('button', { name: 'Pause' }).click()
      await launched.page.getByRole('button', { name: 'Resume' }).first().waitFor()
    },
    after: ({ page }) => page.getByRole('button', { name: 'Resume' }).first().click(),
  },
  {
    name: 'inbox-nothing-found',
    show: async ({ page }) => {
      await search(page).fill('no such callback')
      await page.getByText('Nothing matches').waitFor()
    },
    after: async ({ page }) => {
      await search(page).press('Escape')
      await page.getByRole('grid', { name: 'Inbox' }).locator('[data-sequence]').first().waitFor()
    },
  },
  {
    name: 'inbox-sorted-marked',
    show: async (launched) => {
      await inbox(launched)
      const { page } = launched
      await page.getByRole('button', { name: 'Sort by lights' }).click()
      const rows = page.getByRole('grid', { name: 'Inbox' }).locator('[data-sequence]')
      await rows.nth(1).click()
      await rows.nth(4).click({ modifiers: ['Shift'] })
      await page.getByText('4 entries marked.').waitFor()
    },
    after: async ({ page }) => {
      await page.getByRole('button', { name: 'Unmark' }).click()
      await page.getByRole('button', { name: 'Sort by time' }).click()
    },
  },
  {
    name: 'inbox-filter-menu',
    show: async (launched) => {
      const { page } = launched
      await inbox(launched)
      await page.getByRole('button', { name: 'Filter' }).click()
      await page.getByRole('menu').waitFor()
    },
    after: ({ page }) => page.keyboard.press('Escape'),
  },
]

/** For a projector: the switch is turned on for one picture and off after it. */
const presenting = (name, show) => ({
  name: `presenting-${name}`,
  show: async (launched) => {
    await act(launched, 'presentation')
    await show(launched)
  },
  after: (launched) => act(launched, 'presentation'),
})

/** Every scene of a filled inbox. */
export const SCENES = [
  ...subjectScenes,
  { name: 'detail-warning', show: (launched) => chooseOverview(launched, PLAIN) },
  { name: 'detail-long-path', show: (launched) => chooseOverview(launched, UNVERIFIED) },
  { name: 'detail-connection', show: (launched) => choose(launched, TROUBLE) },
  {
    name: 'detail-answer',
    show: async (launched) => {
      await choose(launched, MATCH)
      await tab(launched.page, 'Answer')
    },
  },
  part('raw', LOAN, 'Raw', 'Text'),
  part('hex', LOAN, 'Raw', 'Hex'),
  part('headers', LOAN, /^Headers/),
  part('query', MATCH, /^Query/),
  part('body-text', LOAN, 'Body', 'Text'),
  part('body-json', LOAN, 'Body', 'JSON'),
  part('body-hex', LOAN, 'Body', 'Hex'),
  ...panels,
  ...PROFILE_SCENES,
  ...CHECK_SCENES,
  ...overlays,
  ...lists,
  // Last: what the switch says would lie over the pictures after it.
  presenting('detail', async (launched) => {
    await inbox(launched)
    await search(launched.page).fill('lePayment')
    await chooseOverview(launched, MISMATCH)
    await search(launched.page).press('Escape')
  }),
  presenting('hex', part('hex', LOAN, 'Raw', 'Hex').show),
  presenting('simulator', async (launched) => {
    await act(launched, 'panel-simulator')
    await launched.page.getByRole('heading', { level: 1, name: 'Simulator' }).waitFor()
  }),
]

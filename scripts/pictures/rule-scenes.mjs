import { act } from './app.mjs'

/* Answer rules and the simulator. */

const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor()
const choose = (page, name) => page.getByRole('radio', { name, exact: true }).click({ force: true })
const press = (page, name) => page.getByRole('button', { name, exact: true }).click()

export const RULE_SCENES = [
  {
    name: 'panel-rules-empty',
    show: async (launched) => {
      await act(launched, 'panel-rules')
      await heading(launched.page, 'Answer rules')
    },
  },
  {
    name: 'panel-rules',
    show: async (launched) => {
      const { page } = launched
      await act(launched, 'panel-rules')
      await heading(page, 'Answer rules')
      await press(page, 'Digest checked (406 only when it fails)')
      await press(page, 'Not ready yet (503 twice, then 204)')
      await page.getByRole('button', { name: 'Save' }).waitFor()
    },
    after: ({ page }) => press(page, 'Revert'),
  },
  {
    name: 'panel-rules-unsaved',
    show: async (launched) => {
      const { page } = launched
      await act(launched, 'panel-rules')
      await press(page, 'Too slow (6 s)')
      await act(launched, 'panel-inbox')
      await page.getByRole('alertdialog').waitFor()
    },
    after: ({ page }) => press(page, 'Discard'),
  },
  {
    name: 'panel-rules-forward',
    show: async (launched) => {
      const { page } = launched
      await act(launched, 'panel-rules')
      await press(page, 'Ask the real shop')
      await page.getByRole('textbox', { name: 'Address of the shop' }).waitFor()
    },
    after: ({ page }) => press(page, 'Revert'),
  },
  {
    name: 'panel-simulator',
    show: async (launched) => {
      const { page } = launched
      await act(launched, 'panel-simulator')
      await heading(page, 'Simulator')
      await choose(page, 'One callback')
    },
  },
  {
    name: 'panel-simulator-scenario',
    show: async (launched) => {
      const { page } = launched
      await act(launched, 'panel-simulator')
      await choose(page, 'Scenario')
      await choose(page, '36 h in 36 s')
      await press(page, 'Play')
      await page.getByText('done', { exact: true }).first().waitFor()
    },
  },
]

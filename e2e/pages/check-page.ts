import type { Locator, Page } from '@playwright/test'

/** The endpoint check as a person uses it. */
export class CheckPage {
  readonly page: Page
  readonly address: Locator
  readonly checklist: Locator
  readonly addresses: Locator
  readonly verdict: Locator

  constructor(page: Page) {
    this.page = page
    this.address = page.getByRole('textbox', { name: 'Address', exact: true })
    this.checklist = page.getByRole('article', { name: 'Checklist' })
    this.addresses = page.getByRole('region', { name: 'Addresses' })
    this.verdict = this.checklist.getByRole('heading', { level: 2 }).first()
  }

  /** The line of an item, by its name in the catalogue. */
  item(id: string): Locator {
    return this.checklist.locator(`[data-item="${id}"]`)
  }

  finding(code: string): Locator {
    return this.checklist.locator(`[data-code="${code}"]`)
  }

  /** Checks what stands in the field; resolves when the shown check has ended. */
  async run(): Promise<void> {
    await this.page.getByRole('button', { name: /^(Check|Start over)$/ }).click()
    await this.page.locator('article[aria-label="Checklist"][aria-busy="false"]').waitFor()
  }

  async takeOurListener(): Promise<void> {
    await this.page.getByRole('button', { name: 'Take our listener' }).click()
  }
}

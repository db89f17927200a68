import type { Locator, Page } from '@playwright/test'

/** The deliveries as a person uses them. */
export class DeliveriesPage {
  readonly page: Page
  readonly grid: Locator
  readonly lanes: Locator
  readonly chosen: Locator

  constructor(page: Page) {
    this.page = page
    this.grid = page.getByRole('grid', { name: 'Deliveries' })
    this.lanes = this.grid.locator('[data-delivery]')
    this.chosen = page.getByRole('region', { name: 'Chosen delivery' })
  }

  /** Lanes whose name holds this. */
  lane(text: string): Locator {
    return this.lanes.filter({ hasText: text })
  }

  /** Chooses the first of them; by its name, since a press on a mark goes to its callback. */
  async choose(text: string): Promise<void> {
    await this.lane(text).first().getByText(text).first().click()
  }

  async search(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Search the deliveries' }).fill(text)
  }
}

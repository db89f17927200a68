import { request } from 'node:https'
import type { Locator, Page } from '@playwright/test'
import type { LaunchedApp } from '../fixtures/app.ts'

const NAMES = {
  inbox: 'Inbox',
  deliveries: 'Deliveries',
  digest: 'Digest',
  signature: 'Signature',
  profiles: 'Profiles',
  rules: 'Answer rules',
  simulator: 'Simulator',
  'endpoint-check': 'Endpoint check',
  settings: 'Settings',
} as const
export type PanelName = keyof typeof NAMES

/** The window as a person uses it: by names and keys, not by classes. */
export class WindowPage {
  readonly page: Page
  readonly grid: Locator
  readonly detail: Locator
  readonly rows: Locator

  constructor(page: Page) {
    this.page = page
    this.grid = page.getByRole('grid', { name: 'Inbox' })
    this.detail = page.getByRole('article', { name: 'Detail' })
    this.rows = this.grid.locator('[data-sequence]')
  }

  row(sequence: number): Locator {
    return this.grid.locator(`[data-sequence="${sequence}"]`)
  }

  async go(panel: PanelName): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: NAMES[panel] }).click()
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name, exact: true }).click()
  }

  /** Opens the palette, types, and runs the first find. */
  async command(words: string): Promise<void> {
    // The frame listens for shortcuts once it is drawn.
    await this.page.getByRole('navigation', { name: 'Panels' }).waitFor()
    await this.page.keyboard.press('ControlOrMeta+k')
    await this.page.getByRole('combobox', { name: 'Command' }).fill(words)
    await this.page.keyboard.press('Enter')
  }

  /** What the page holds as its theme. */
  theme(): Promise<string | undefined> {
    return this.page.evaluate(() => document.documentElement.dataset['theme'])
  }
}

/** Sends one request to the app's HTTPS listener as a stranger would; gives the status of the answer. */
export function send(launched: LaunchedApp, path: string, body?: string): Promise<number> {
  const url = launched.ready.urls.https
  if (url === null) throw new Error('The HTTPS listener is not running.')
  return new Promise((done, failed) => {
    const options = { method: body === undefined ? 'GET' : 'POST', rejectUnauthorized: false, agent: false }
    const headers = body === undefined ? {} : { 'Content-Type': 'application/json' }
    const call = request(new URL(path, url), { ...options, headers }, (answer) => {
      answer.resume()
      answer.once('end', () => done(answer.statusCode ?? 0))
    })
    call.once('error', failed)
    call.end(body)
  })
}

/** The address of a legacy callback. */
export const unfreeze = (reference: string): string => `/callback?event=UNFREEZE&paymentId=${reference}`

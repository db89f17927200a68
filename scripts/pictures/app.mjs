import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { inRoot } from '../prepare/paths.mjs'

const READY = /^callback-inspector ready (\{.*\})$/

function readyLine(app) {
  return new Promise((resolve, reject) => {
    createInterface({ input: app.process().stdout }).on('line', (line) => {
      const found = READY.exec(line)
      if (found !== null) resolve(JSON.parse(found[1]))
    })
    app.process().once('exit', () => reject(new Error('The app ended before it was ready.')))
  })
}

const portOf = (url) => (url === null ? 0 : Number(new URL(url).port))

/** The usual port when nobody has it, else any: an address in a picture should be the one that people will see. */
export function usualPort(port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(0))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)))
  })
}

/** Starts the app in a folder of its own with these profiles. `close` ends it and removes the folder. */
export async function launch({ args, profiles = {} }) {
  const { _electron } = await import('playwright')
  const userData = await mkdtemp(join(tmpdir(), 'pictures-'))
  await mkdir(join(userData, 'profiles'))
  for (const [name, profile] of Object.entries(profiles)) {
    await writeFile(join(userData, 'profiles', name), JSON.stringify(profile))
  }
  const app = await _electron.launch({ cwd: inRoot(), args: ['.', `--user-data=${userData}`, ...args] })
  const ready = readyLine(app)
  const page = await app.firstWindow()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const { urls } = await ready
  await page.getByRole('group', { name: 'Archive' }).waitFor()
  return {
    app,
    page,
    ports: { https: portOf(urls.https), http: portOf(urls.http) },
    close: async () => {
      // What a scene leaves unsaved would keep the window open.
      await page.evaluate(() => window.inspector.setUnsaved(false))
      await app.close()
      await rm(userData, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}

/** Runs an action of the application menu, as a user would. */
export const act = ({ app }, action) =>
  app.evaluate(({ Menu }, id) => Menu.getApplicationMenu().getMenuItemById(id).click(), action)

/** Sets the theme and the size of the page, and waits until the page has both. */
export async function dress(launched, theme, [width, height]) {
  await act(launched, `theme-${theme}`)
  await launched.app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0].setContentSize(...size),
    [width, height],
  )
  await launched.page.waitForFunction(
    (wanted) =>
      document.documentElement.dataset.theme === wanted.theme &&
      window.innerWidth === wanted.width &&
      window.innerHeight === wanted.height,
    { theme, width, height },
  )
}

/** Waits until the fonts are there and the page has drawn what it knows. */
export const settled = (page) =>
  page.evaluate(async () => {
    await document.fonts.ready
    for (let frame = 0; frame < 4; frame++) await new Promise((next) => requestAnimationFrame(next))
  })

import { mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { leaveWithChildren, stopAll } from './prepare/children.mjs'
import { ensureDisplay } from './prepare/display.mjs'
import { inRoot } from './prepare/paths.mjs'
import { prepare } from './prepare/prepare.mjs'
import { runScript, say } from './prepare/progress.mjs'

/* Pictures of every panel, in both themes and two sizes, made in the real window: screenshots/ */
const PANELS = ['inbox', 'digest', 'signature', 'settings']
const SIZES = [
  [1280, 800],
  [1920, 1080],
]
const FOLDER = inRoot('screenshots')

/** Opens a panel through the application menu, as a user would. */
const act = (app, action) =>
  app.evaluate(({ Menu }, id) => Menu.getApplicationMenu().getMenuItemById(id).click(), action)

async function shoot(app, page, theme) {
  await act(app, `theme-${theme}`)
  for (const [width, height] of SIZES) {
    await app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0].setContentSize(...size),
      [width, height],
    )
    for (const panel of PANELS) {
      await act(app, `panel-${panel}`)
      await page.waitForTimeout(300)
      await page.screenshot({ path: join(FOLDER, `${panel}-${theme}-${width}.png`) })
    }
  }
}

async function main() {
  leaveWithChildren()
  await prepare()
  Object.assign(process.env, await ensureDisplay())
  const { _electron } = await import('playwright')
  const userData = await mkdtemp(join(tmpdir(), 'screenshots-'))
  mkdirSync(FOLDER, { recursive: true })
  const app = await _electron.launch({ cwd: inRoot(), args: ['.', `--user-data=${userData}`, '--port=0'] })
  const page = await app.firstWindow()
  await page.waitForTimeout(1500)
  await page.screenshot({ path: join(FOLDER, 'first-launch.png') })
  await act(app, 'demo')
  await page.waitForTimeout(1500)
  for (const theme of ['light', 'dark']) await shoot(app, page, theme)
  await app.close()
  await rm(userData, { recursive: true, force: true })
  say(`The pictures lie in ${FOLDER}`)
  await stopAll()
  process.exit(0)
}

runScript(main)

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { act, dress, launch, settled, usualPort } from './pictures/app.mjs'
import { DELIVERY_SCENES, ladderArchive } from './pictures/delivery-scenes.mjs'
import { SCENES, settingsScenes } from './pictures/scenes.mjs'
import { fill, fillSubjects, forgedBody, loanToken, oddKeys, PROFILES } from './pictures/traffic.mjs'
import { leaveWithChildren, stopAll } from './prepare/children.mjs'
import { ensureDisplay } from './prepare/display.mjs'
import { inRoot } from './prepare/paths.mjs'
import { prepare } from './prepare/prepare.mjs'
import { runScript, say } from './prepare/progress.mjs'

/* Pictures of every panel and state, in both themes and two sizes, made in the real window: screenshots/ */
const { values: wanted } = parseArgs({
  options: {
    /** Only scenes whose name holds this. */
    only: { type: 'string', default: '' },
    theme: { type: 'string', default: 'light,dark' },
    /** Widths; the height follows. */
    width: { type: 'string', default: '1280,1920' },
    /** Only the picture of the README. */
    readme: { type: 'boolean', default: false },
  },
})
const HEIGHTS = { 960: 640, 1280: 800, 1440: 900, 1920: 1080 }
const FOLDER = inRoot('screenshots')
const THEMES = wanted.theme.split(',')
const SIZES = wanted.width.split(',').map((width) => [Number(width), HEIGHTS[width] ?? 800])
let made = 0

async function picture({ page }, file) {
  await settled(page)
  await page.screenshot({ path: file })
  made += 1
}

/** One scene in every theme and size. */
async function shoot(launched, scene) {
  if (wanted.readme || !scene.name.includes(wanted.only)) return
  for (const theme of THEMES) {
    for (const size of SIZES) {
      await dress(launched, theme, size)
      await scene.show?.(launched)
      await picture(launched, join(FOLDER, `${scene.name}-${theme}-${size[0]}.png`))
      await scene.after?.(launched)
    }
  }
}

const rows = (page) => page.getByRole('grid', { name: 'Inbox' }).locator('[data-sequence]')

async function filledInbox() {
  const args = [`--port=${await usualPort(8443)}`, `--http=${await usualPort(8080)}`]
  const launched = await launch({ args, profiles: PROFILES })
  const { page, ports } = launched
  await page.getByRole('heading', { name: 'Ready for the first callback' }).waitFor()
  await shoot(launched, { name: 'first-launch' })
  await act(launched, 'demo')
  await page.getByText('Three attempts failed').waitFor()
  await page.getByText('Three attempts failed').waitFor({ state: 'detached' })
  await shoot(launched, { name: 'inbox-demo' })
  await fill(ports)
  await fillSubjects(ports)
  await rows(page).first().filter({ hasText: 'AUTOMATIC_FRAUD_CONTROL' }).waitFor()
  return launched
}

/** A port that somebody else has, and a profile that cannot be read: what is said in the card and across the window. */
async function busyPort() {
  const server = createServer()
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
  const args = [`--port=${server.address().port}`]
  const launched = await launch({ args, profiles: { 'nameless.json': { version: 1 } } })
  await shoot(launched, { name: 'banner-port-in-use' })
  await launched.close()
  server.close()
}

/** Ladders need hours, so they come from an archive that was made for it. */
async function ladders() {
  const folder = mkdtempSync(join(tmpdir(), 'ladder-'))
  const file = join(folder, 'ladder.sqlite')
  await ladderArchive(file)
  const launched = await launch({ args: ['--port=0', `--archive=${file}`] })
  for (const scene of DELIVERY_SCENES) await shoot(launched, scene)
  await launched.close()
  rmSync(folder, { recursive: true, force: true })
}

async function readme(launched) {
  const [match] = SCENES
  await dress(launched, 'light', [1280, 800])
  await match.show(launched)
  mkdirSync(inRoot('docs', 'images'), { recursive: true })
  await picture(launched, inRoot('docs', 'images', 'inbox-light.png'))
}

async function main() {
  leaveWithChildren()
  await prepare()
  Object.assign(process.env, await ensureDisplay())
  mkdirSync(FOLDER, { recursive: true })
  const launched = await filledInbox()
  Object.assign(launched, { token: loanToken(), forgedBody: forgedBody(), oddKeys: oddKeys() })
  if (wanted.readme) await readme(launched)
  else for (const scene of [...(await settingsScenes(launched)), ...SCENES]) await shoot(launched, scene)
  await launched.close()
  if (!wanted.readme) await ladders()
  if (!wanted.readme) await busyPort()
  say(`${made} pictures were made${wanted.readme ? '' : `; they lie in ${FOLDER}`}`)
  await stopAll()
  process.exit(0)
}

runScript(main)

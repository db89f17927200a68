import { leaveWithChildren, start, stop, stopAll } from './prepare/children.mjs'
import { forgetBuild } from './prepare/app-build.mjs'
import { installDependencies } from './prepare/dependencies.mjs'
import { ensureDisplay } from './prepare/display.mjs'
import { electronBinary, ensureElectron } from './prepare/electron-runtime.mjs'
import { ensureLibraries } from './prepare/libraries.mjs'
import { runScript, say, step } from './prepare/progress.mjs'

/* The page comes from Vite's dev server and changes in place; main, preload and engine are rebuilt on change, and the
   app starts anew. */
const REBUILT = ['main', 'preload', 'engine']

async function serve() {
  const { createServer } = await import('vite')
  const server = await createServer({ server: { host: '127.0.0.1' } })
  await server.listen()
  return server.resolvedUrls.local[0]
}

/** Builds and watches; calls back once all three are built, and at every later change. */
async function watch(onBuilt) {
  const { createBuilder } = await import('vite')
  const builder = await createBuilder({ build: { watch: {} }, logLevel: 'warn' })
  const built = new Set()
  for (const name of REBUILT) {
    const watcher = await builder.build(builder.environments[name])
    watcher.on('event', ({ code, error }) => {
      if (code === 'ERROR') say(`${name} does not build: ${error.message}`)
      if (code !== 'END') return
      built.add(name)
      if (built.size === REBUILT.length) onBuilt()
    })
  }
}

async function main() {
  leaveWithChildren()
  await step('Installing dependencies', installDependencies)
  await step('Getting Electron', ensureElectron)
  await step('Looking at the system libraries', ensureLibraries)
  const url = await serve()
  forgetBuild()
  process.env.CALLBACK_INSPECTOR_DEV_SERVER = url
  say(`The page is served on ${url}`)
  const env = await ensureDisplay()
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  let app = null
  let timer = null
  const restart = async () => {
    const old = app
    app = null
    if (old) await stop(old)
    app = start(electronBinary(), [...root, '.', ...process.argv.slice(2)], { env })
    const mine = app
    // Closing the window ends the whole command; a restart does not.
    mine.once('exit', () => app === mine && void stopAll().then(() => process.exit(0)))
  }
  await watch(() => {
    clearTimeout(timer)
    timer = setTimeout(() => void restart(), 100)
  })
}

runScript(main)

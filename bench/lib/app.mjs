import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { launch, stop } from './children.mjs'

const root = join(import.meta.dirname, '..', '..')
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const READY = /^callback-inspector ready (\{.*\})$/

/** A promise with its two ends. */
function later() {
  const made = {}
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }))
  made.promise.catch(() => undefined)
  return made
}

function within(promise, limit, what) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come within ${limit / 1000} s.`)), limit)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

/**
 * Starts an Electron window: ours, or the bare one. Both with the same switches, so that what they add is in both.
 * `ready` (ours only) gives the listener's ready object and when its line came; `page` the window's page over its debugging port.
 * Times are wall clock, ms.
 */
export function startWindow(bench, { bare = false, userData, args = [] }) {
  // Chromium refuses to run its sandbox as root.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const own = bare ? join(root, 'bench', 'bare-window') : root
  const all = [...asRoot, own, '--remote-debugging-port=0', `--user-data=${userData}`, ...args]
  const startedAt = Date.now()
  const child = launch(bench.electron, all, { cwd: root, env: { ...process.env, ...bench.display } })
  const ready = later()
  const endpoint = later()
  createInterface({ input: child.stdout }).on('line', (line) => {
    const found = READY.exec(line)
    if (found) ready.resolve({ at: Date.now(), ...JSON.parse(found[1]) })
  })
  let errors = ''
  createInterface({ input: child.stderr }).on('line', (line) => {
    errors = `${errors}${line}\n`.slice(-2000)
    const found = /DevTools listening on ws:\/\/([^/]+)\//.exec(line)
    if (found) endpoint.resolve(`http://${found[1]}`)
  })
  child.once('exit', (code) => {
    const error = new Error(`The window ended with ${code}: ${errors.trim()}`)
    ready.reject(error)
    endpoint.reject(error)
  })
  let browser = null
  return {
    pid: child.pid,
    startedAt,
    ready: () => within(ready.promise, 30_000, 'The ready line of the app'),
    page: async () => {
      const { chromium } = await import('playwright')
      browser ??= await chromium.connectOverCDP(await within(endpoint.promise, 30_000, 'The debugging port'))
      return firstPage(browser)
    },
    /** Lets go of the debugging port: what a debugger keeps alive shall not count. */
    detach: async () => {
      await browser?.close()
      browser = null
    },
    stop: () => stop(child),
  }
}

async function firstPage(browser) {
  for (let tries = 0; tries < 200; tries++) {
    const page = browser.contexts().flatMap((context) => context.pages())[0]
    if (page) return page
    await sleep(50)
  }
  throw new Error('The window has no page.')
}

/** Wall-clock time (ms) of a page's first contentful paint. */
export async function firstPaint(page) {
  for (let tries = 0; tries < 200; tries++) {
    const at = await page.evaluate(() => {
      const [paint] = performance.getEntriesByName('first-contentful-paint')
      return paint === undefined ? null : performance.timeOrigin + paint.startTime
    })
    if (at !== null) return at
    await sleep(50)
  }
  throw new Error('The page painted nothing.')
}

/** The port of the HTTPS listener, from the ready object. */
export const portOf = (ready) => Number(new URL(ready.urls.https).port)

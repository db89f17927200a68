import { parseArgs } from 'node:util'
import { createInterface } from 'node:readline'
import { isLeaving, leaveWithChildren, start, stopAll } from './prepare/children.mjs'
import { ensureDisplay } from './prepare/display.mjs'
import { electronBinary } from './prepare/electron-runtime.mjs'
import { prepare } from './prepare/prepare.mjs'
import { Plain, runScript, say, total } from './prepare/progress.mjs'

const HELP = `npm start [-- options]: prepares what is missing, and opens Callback Inspector.

  --port N            port of the HTTPS listener (default: the setting, at first 8443; 0: any free one)
  --host ADDRESS      address to listen on (default: the setting, at first 127.0.0.1)
  --http [PORT]       also listen for plain HTTP (default 8080)
  --archive FILE      the archive to open or create
  --profile FILE      an endpoint profile to load; may be repeated
  --user-data FOLDER  where settings, certificate and archive are kept
  --help              this text
`
const OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  http: { type: 'string' },
  archive: { type: 'string' },
  profile: { type: 'string', multiple: true },
  'user-data': { type: 'string' },
  help: { type: 'boolean' },
}

/** Gives the app's arguments, or null after the help. */
function readArguments(args) {
  // `--http` alone means its default port, which parseArgs cannot say.
  const given = args.flatMap((arg, index) =>
    arg === '--http' && !/^\d+$/.test(args[index + 1] ?? '') ? ['--http', '8080'] : [arg],
  )
  try {
    const { values } = parseArgs({ args: given, options: OPTIONS })
    if (!values.help)
      return Object.entries(values).flatMap(([name, value]) => [value].flat().map((one) => `--${name}=${one}`))
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${HELP}`)
    process.exit(2)
  }
  process.stdout.write(HELP)
  return null
}

function announce({ urls, problems }, shown) {
  say(`Ready after ${total()}.`)
  for (const problem of problems) say(problem.message)
  for (const url of [urls.https, urls.http].filter(Boolean)) say(`Listening on ${url}`)
  const url = urls.https ?? urls.http
  if (shown || url === null) return
  say(`There is no display, so the window is on a virtual one. Send a callback with:`)
  say(`  curl -k -X POST '${new URL('callbacks/booked/1234', url).href}'`)
}

// Chromium complaining that a machine without a desktop has none.
const NOISE =
  /ERROR:(bus|viz_main_impl|gpu_[a-z_]+|gl_[a-z_]+|object_proxy|command_buffer_proxy_impl|angle_[a-z_]+)\.cc/

/** Passes the app's lines on; its ready line becomes words for a person. */
function relay(child, shown) {
  createInterface({ input: child.stdout }).on('line', (line) => {
    const ready = /^callback-inspector ready (\{.*\})$/.exec(line)
    if (ready) announce(JSON.parse(ready[1]), shown)
    else say(line)
  })
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!NOISE.test(line)) process.stderr.write(`${line}\n`)
  })
}

async function main() {
  const options = readArguments(process.argv.slice(2))
  if (options === null) return
  leaveWithChildren()
  await prepare()
  const env = await ensureDisplay()
  // Chromium refuses to run its sandbox as root; everybody else keeps it.
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const child = start(electronBinary(), [...root, '.', ...options], { env, stdio: ['inherit', 'pipe', 'pipe'] })
  relay(child, env.DISPLAY === undefined)
  const code = await new Promise((resolve, reject) => {
    child.once('exit', (status) => resolve(status ?? 1))
    child.once('error', (error) => reject(new Plain(`Electron could not be started: ${error.message}`)))
  })
  if (isLeaving()) return
  await stopAll()
  process.exit(code)
}

runScript(main)

import { parseArgs } from 'node:util'
import { createInterface } from 'node:readline'
import { leaveWithChildren, start, stopAll } from './prepare/children.mjs'
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

function announce(urls, shown) {
  say(`Ready after ${total()}.`)
  for (const url of [urls.https, urls.http].filter(Boolean)) say(`Listening on ${url}`)
  if (shown) return
  const url = urls.https ?? urls.http
  if (url)
    say(
      `No display here, so the window is on a virtual one. Send a callback with:\n  curl -k -X POST '${url}callbacks/booked/1234'`,
    )
}

/** Passes the app's lines on; its ready line becomes words for a person. */
function relay(child, shown) {
  createInterface({ input: child.stdout }).on('line', (line) => {
    const ready = /^callback-inspector ready (\{.*\})$/.exec(line)
    if (ready) announce(JSON.parse(ready[1]), shown)
    else say(line)
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
  const child = start(electronBinary(), [...root, '.', ...options], { env, stdio: ['inherit', 'pipe', 'inherit'] })
  relay(child, env.DISPLAY === undefined)
  const code = await new Promise((resolve, reject) => {
    child.once('exit', (status) => resolve(status ?? 1))
    child.once('error', (error) => reject(new Plain(`Electron could not be started: ${error.message}`)))
  })
  await stopAll()
  process.exit(code)
}

runScript(main)

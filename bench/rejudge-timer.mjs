import { readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { systemClocks } from '../electron/engine/clocks.ts'
import { createEngine } from '../electron/engine/core.ts'
import { openProfiles } from '../electron/engine/profiles/profiles.ts'
import { settingsSchema } from '../shared/model/settings.ts'

/*
 * The engine on a full archive, whose profile and key set are changed on the disk, as a user does. Runs under the Node of the lock
 * file. Argument: JSON with archive, folder, and copies of profile and jwks. It says {"ready":…,"port":…}, then answers each line
 * of stdin (salt-wrong, salt-right, keys-gone, keys-back, everything, stop) with {"step":…,"ms":…,"rows":…}: the time from
 * the write to the moment at which all verdicts are current again; `sweep` without noticing and reading the file.
 */
const { archive, folder, profile, jwks } = JSON.parse(process.argv[2])
const good = { profile: readFileSync(profile, 'utf8'), jwks: readFileSync(jwks, 'utf8') }
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`)

const trust = await openProfiles({ folder: null, files: [profile], keySetFiles: [jwks] })
const settings = settingsSchema.parse({ https: { enabled: true, port: 0 }, http: { enabled: false } })
const made = createEngine({
  dataFolder: folder,
  archiveFile: archive,
  settings: { current: () => settings, save: () => null },
  trust,
  passphrase: null,
  clocks: systemClocks,
  version: '0',
  runtime: { node: process.versions.node, electron: null, testBuild: false },
})
if (!made.ok) throw new Error(made.problem.message)
const engine = made.value
const problems = await engine.listen(null)
if (problems.length > 0) throw new Error(problems[0].message)
await engine.pipeline.catchUp()

let waiting = null
let rows = 0
let began = null
const look = () => {
  const { state, done } = engine.rejudging.progress()
  rows = Math.max(rows, done)
  if (state === 'running') began ??= performance.now()
  if (state === 'current') waiting?.()
}
const nothing = () => undefined
engine.subscribe({ judged: nothing, listeners: nothing, notices: nothing, profiles: nothing, rejudging: look })

/** Until a change of the trust base has been worked off. */
async function changed(write) {
  rows = 0
  began = null
  const since = performance.now()
  const current = new Promise((resolve) => (waiting = resolve))
  write()
  await current
  waiting = null
  const now = performance.now()
  return { ms: now - since, sweep: now - (began ?? since), rows }
}

const steps = {
  'salt-wrong': () => changed(() => writeFileSync(profile, good.profile.replace('bench-salt', 'another-salt'))),
  'salt-right': () => changed(() => writeFileSync(profile, good.profile)),
  'keys-gone': () => changed(() => writeFileSync(jwks, '{"keys":[]}')),
  'keys-back': () => changed(() => writeFileSync(jwks, good.jwks)),
  everything: () => changed(() => void engine.rejudging.run(true)),
}

const { port } = new URL(engine.listeners.status().find(({ state }) => state === 'listening').url)
say({ ready: true, port: Number(port), callbacks: engine.archiveStatus().callbacks })
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'stop') break
  say({ step: line, ...(await steps[line]()) })
}
await engine.stop(5000)
process.exit(0)

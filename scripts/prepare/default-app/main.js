// Stands in for Electron's own default app in the registry runtime: `electron [-r module] folder [arguments]`.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

const options = process.argv.slice(1)
const preloads = []
let folder = null
for (let index = 0; index < options.length && folder === null; index += 1) {
  const option = options[index]
  if (option === '-r' || option === '--require') preloads.push(options[(index += 1)])
  else if (option === '--version' || option === '-v') {
    process.stdout.write(`v${process.versions.electron}\n`)
    process.exit(0)
  } else if (!option.startsWith('-')) folder = resolve(option)
}
if (folder === null) {
  process.stderr.write('Name the folder of the app to run.\n')
  process.exit(1)
}

const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
process.defaultApp = true
app.setName(about.productName ?? about.name)
app.setVersion(about.version)
app.setPath('userData', join(app.getPath('appData'), app.getName()))
app.setAppPath(folder)
const require = createRequire(join(folder, 'package.json'))
for (const preload of preloads) require(preload)
await import(pathToFileURL(join(folder, about.main)).href)

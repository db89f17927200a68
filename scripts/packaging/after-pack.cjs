const { rm } = require('node:fs/promises')
const { join } = require('node:path')

/** electron-builder copies a given runtime as it is: what only the development runtime needs goes. */
exports.default = async ({ appOutDir, electronPlatformName }) => {
  if (electronPlatformName !== 'linux') return
  for (const name of [join('resources', 'default_app.asar'), 'version'])
    await rm(join(appOutDir, name), { force: true })
}

import { buildApp } from './app-build.mjs'
import { installDependencies } from './dependencies.mjs'
import { ensureElectron } from './electron-runtime.mjs'
import { ensureLibraries } from './libraries.mjs'
import { step } from './progress.mjs'

/** Everything between a bare clone and a built app; a step that is done is not done again. */
export async function prepare({ window = true } = {}) {
  await step('Installing dependencies', installDependencies)
  if (window) {
    await step('Getting Electron', ensureElectron)
    await step('Looking at the system libraries', ensureLibraries)
  }
  await step('Building', buildApp)
}

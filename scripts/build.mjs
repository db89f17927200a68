import { leaveWithChildren } from './prepare/children.mjs'
import { buildApp } from './prepare/app-build.mjs'
import { installDependencies } from './prepare/dependencies.mjs'
import { runScript, step } from './prepare/progress.mjs'

async function main() {
  leaveWithChildren()
  await step('Installing dependencies', installDependencies)
  await step('Building', () => buildApp({ force: true }))
}

runScript(main)

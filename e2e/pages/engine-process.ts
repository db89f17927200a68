import { expect, type ElectronApplication } from '@playwright/test'

/** The process id of the engine, as Electron counts its processes; null while there is none. */
export const enginePid = (app: ElectronApplication): Promise<number | null> =>
  app.evaluate(
    ({ app: inside }) =>
      inside.getAppMetrics().find(({ serviceName, name }) => `${serviceName ?? ''}${name ?? ''}`.includes('engine'))
        ?.pid ?? null,
  )

/** Waits for an engine that is not the one with this process id (null: for any), and gives its own; Electron may count none for a moment. */
export async function engineAfter(app: ElectronApplication, before: number | null): Promise<number> {
  const found = { pid: before }
  await expect
    .poll(async () => {
      found.pid = await enginePid(app)
      return found.pid !== null && found.pid !== before
    })
    .toBe(true)
  if (found.pid === null) throw new Error('There is no engine.')
  return found.pid
}

/** Kills the engine as nothing can prevent, and gives the process id that it had. */
export async function killEngine(app: ElectronApplication): Promise<number> {
  const pid = await engineAfter(app, null)
  process.kill(pid, 'SIGKILL')
  return pid
}

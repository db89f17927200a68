import type { ElectronApplication } from '@playwright/test'

/** The process id of the engine, as Electron counts its processes; null while there is none. */
export const enginePid = (app: ElectronApplication): Promise<number | null> =>
  app.evaluate(
    ({ app: inside }) =>
      inside.getAppMetrics().find(({ serviceName, name }) => `${serviceName ?? ''}${name ?? ''}`.includes('engine'))
        ?.pid ?? null,
  )

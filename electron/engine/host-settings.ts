import type { Settings } from '../../shared/model/settings.ts'
import type { EngineOptions as HostOptions } from '../../shared/protocol/host.ts'
import type { SettingsKeeper } from './core.ts'
import type { SettingsStore } from './settings/settings-store.ts'

/** Lays the wishes of the command line over the saved settings. */
function withWishes(settings: Settings, wishes: HostOptions): Settings {
  const https = {
    ...settings.https,
    host: wishes.host ?? settings.https.host,
    port: wishes.port ?? settings.https.port,
  }
  const http = {
    enabled: wishes.http !== null || settings.http.enabled,
    host: wishes.host ?? settings.http.host,
    port: wishes.http ?? settings.http.port,
  }
  return { ...settings, https, http }
}

/**
 * The settings of the app: the saved ones, under the wishes of the command line until the user saves others.
 * @param wishes address and ports given at start
 */
export function keepSettings(store: SettingsStore, wishes: HostOptions): SettingsKeeper {
  let current = withWishes(store.current(), wishes)
  return {
    current: () => current,
    save: (settings) => {
      const written = store.write(settings)
      if (!written.ok) return written.problem
      current = written.value
      return null
    },
  }
}

import { homedir } from 'node:os'
import { join } from 'node:path'

const NAME = 'callback-inspector'

/**
 * The folder of this user for what outlives a run (the local CA and its certificate): CALLBACK_INSPECTOR_DATA, else the
 * place that the system has for it.
 */
export function dataFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string {
  const own = environment['CALLBACK_INSPECTOR_DATA']
  if (own !== undefined && own !== '') return own
  if (platform === 'win32') return join(environment['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), NAME)
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', NAME)
  const shared = environment['XDG_DATA_HOME']
  return join(shared === undefined || shared === '' ? join(homedir(), '.local', 'share') : shared, NAME)
}

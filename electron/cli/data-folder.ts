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

/** Names of the app's folder: of a checkout, and of an installed package. */
const APP_NAMES = [NAME, 'Callback Inspector']

/** Every folder in which a running listener of this user may have left word: the command line's, and the app's. */
export function dataFolders(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): readonly string[] {
  const first = dataFolder(environment, platform)
  const own = environment['CALLBACK_INSPECTOR_DATA']
  if (own !== undefined && own !== '') return [first]
  const config = environment['XDG_CONFIG_HOME']
  const linux = config === undefined || config === '' ? join(homedir(), '.config') : config
  const base = platform === 'win32' || platform === 'darwin' ? join(first, '..') : linux
  return [...new Set([first, ...APP_NAMES.map((name) => join(base, name))])]
}

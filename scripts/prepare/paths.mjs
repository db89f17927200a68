import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

/** The checkout that these scripts belong to. */
export const root = join(import.meta.dirname, '..', '..')
export const inRoot = (...parts) => join(root, ...parts)
export const modules = (...parts) => inRoot('node_modules', ...parts)

/** Where downloads are kept, so that a fresh node_modules needs none. */
export function cacheFolder() {
  const base =
    process.env.XDG_CACHE_HOME ??
    (process.platform === 'win32' ? (process.env.LOCALAPPDATA ?? homedir()) : join(homedir(), '.cache'))
  return join(base, 'callback-inspector')
}

/** The environment of a child: the tools of this checkout first, so that `node` is the Node of the lock file. */
export function childEnvironment(extra = {}) {
  return { ...process.env, PATH: [modules('.bin'), process.env.PATH].join(delimiter), ...extra }
}

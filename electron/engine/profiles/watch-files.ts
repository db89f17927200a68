import type { FSWatcher } from 'node:fs'
import { existsSync, watch } from 'node:fs'
import { basename, dirname, parse, relative, sep } from 'node:path'

export interface FileWatch {
  /** Watches these files and the *.json of these folders from now on, in place of what was watched before. */
  readonly set: (files: readonly string[], folders: readonly string[]) => void
  readonly stop: () => void
}

/** An editor writes, renames and removes within a few milliseconds: what follows within this time is one change. */
const QUIET_MS = 80

type Wanted = (name: string) => boolean

/** The nearest folder of a path that is there, and the name below it to wait for; null when the folder itself is there. */
function nearest(folder: string): { there: string; waitFor: string | null } {
  let there = folder
  while (!existsSync(there) && there !== parse(there).root) there = dirname(there)
  return { there, waitFor: there === folder ? null : (relative(there, folder).split(sep)[0] ?? null) }
}

/** For each folder to watch, which names in it matter. */
function plan(files: readonly string[], folders: readonly string[]): Map<string, Wanted[]> {
  const wanted = new Map<string, Wanted[]>()
  const add = (folder: string, matters: Wanted): void => {
    const { there, waitFor } = nearest(folder)
    const test: Wanted = waitFor === null ? matters : (name) => name === waitFor
    wanted.set(there, [...(wanted.get(there) ?? []), test])
    // The folder itself may be removed or replaced, which only its parent is told for certain.
    if (waitFor === null && folder !== dirname(folder)) {
      const parent = dirname(folder)
      wanted.set(parent, [...(wanted.get(parent) ?? []), (name) => name === basename(folder)])
    }
  }
  for (const file of files) add(dirname(file), (name) => name === basename(file))
  for (const folder of folders) add(folder, (name) => name.endsWith('.json'))
  return wanted
}

/**
 * Watches files through their folders (no polling), so that a file which an editor replaces by renaming stays watched,
 * and a file or folder that is not there yet is noticed when it comes. `changed` is called once per burst of changes;
 * `failed` when the system refuses to watch (its limit of watches is reached, a file system without notices).
 */
export function watchFiles(changed: () => void, failed: (reason: string) => void): FileWatch {
  let watchers: FSWatcher[] = []
  let timer: NodeJS.Timeout | null = null
  const noticed = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(changed, QUIET_MS)
  }
  const close = (): void => {
    for (const watcher of watchers) watcher.close()
    watchers = []
  }
  const watchFolder = (folder: string, wanted: readonly Wanted[]): void => {
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) => {
        if (name === null || wanted.some((matters) => matters(name))) noticed()
      })
      watcher.on('error', (error) => failed(error.message))
      watchers.push(watcher)
    } catch (error) {
      failed(error instanceof Error ? error.message : String(error))
    }
  }
  return {
    set: (files, folders) => {
      close()
      for (const [folder, wanted] of plan(files, folders)) watchFolder(folder, wanted)
    },
    stop: () => {
      close()
      if (timer !== null) clearTimeout(timer)
    },
  }
}

import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Moves a file that cannot be used out of the way, so that nothing the user wrote is lost. Gives its new name. */
export function keepBroken(file: string): string | null {
  let number = 1
  while (existsSync(`${file}.bad-${String(number)}`)) number += 1
  const kept = `${file}.bad-${String(number)}`
  try {
    renameSync(file, kept)
    return kept
  } catch {
    return null
  }
}

/**
 * Makes a folder (mode 0700) with what is above it. Not `recursive`: Node then tries for ever where a folder takes no
 * entries and says ENOENT, as below /proc.
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  if (dirname(folder) !== folder) makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}

/** A rename is durable once its folder is; Windows cannot open folders, and needs no such thing. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/**
 * Writes beside the file (mode 0600), syncs, then renames: a crash leaves the old file or the new one, never half of one.
 * Throws the system's error; the file is then as it was.
 */
export function writeWhole(file: string, text: string): void {
  makeFolder(dirname(file))
  const beside = `${file}.new`
  rmSync(beside, { force: true })
  // Exclusive: never follows a link that somebody laid there.
  const handle = openSync(beside, 'wx', 0o600)
  try {
    writeFileSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(beside, file)
  syncFolder(dirname(file))
}

import { copyFileSync, existsSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ProfileFile } from '../../../shared/model/profile.ts'
import { profileFileSchema } from '../../../shared/model/profile.ts'
import type { Result } from '../../../shared/protocol/errors.ts'
import { bad, good } from '../../../shared/protocol/errors.ts'
import { writeWhole } from '../settings/whole-file.ts'

/** What a file name is made of: letters, digits and hyphens, so that every system takes it. */
function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const slug = plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '')
  // Names that Windows keeps for devices.
  return slug === '' || /^(?:con|prn|aux|nul|com\d|lpt\d)$/.test(slug) ? `profile-${slug}`.replace(/-$/, '') : slug
}

/** A file name for a profile, without the ending; also offered for an export. */
export const profileFileName = (name: string): string => `${slugOf(name).slice(0, 60)}.json`

/** A file in the folder that is not there yet, whatever the letter case. */
export function freeFile(folder: string, name: string): string {
  const taken = new Set(existsSync(folder) ? readdirSync(folder).map((each) => each.toLowerCase()) : [])
  const wanted = profileFileName(name)
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? wanted : wanted.replace(/\.json$/, `-${String(number)}.json`)
    if (!taken.has(candidate)) return join(folder, candidate)
  }
}

/** The text of a profile file: members in the order of the format, two spaces. */
export const profileText = (profile: ProfileFile): string =>
  `${JSON.stringify(profileFileSchema.parse(profile), null, 2)}\n`

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Copies what stands there now to a free `FILE.bad-N`, so that nothing that somebody wrote is lost. */
function copyAside(file: string): void {
  let number = 1
  while (existsSync(`${file}.bad-${String(number)}`)) number += 1
  copyFileSync(file, `${file}.bad-${String(number)}`)
}

/**
 * Writes a profile whole (mode 0600). `aside`: what stands there cannot be read, and is copied away first.
 * Gives a problem when it cannot be written; then the file is as it was.
 */
export function writeProfile(file: string, profile: ProfileFile, aside: boolean): Result<string> {
  try {
    // A link stays a link: what it leads to is written.
    const real = existsSync(file) ? realpathSync(file) : file
    if (aside && existsSync(real)) copyAside(real)
    writeWhole(real, profileText(profile))
    return good(file)
  } catch (error) {
    const message = `The profile "${profile.name}" could not be written to ${file}: ${reason(error)}. Nothing was changed.`
    return bad('profile-not-saved', message, { file })
  }
}

/** Removes the file of a profile. */
export function removeProfile(file: string): Result<null> {
  try {
    rmSync(file)
    return good(null)
  } catch (error) {
    return bad('profile-not-saved', `The profile ${file} could not be removed: ${reason(error)}.`, { file })
  }
}

import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Problem, Result } from '../../../shared/protocol/errors.ts'
import { bad, good } from '../../../shared/protocol/errors.ts'
import type { ProfileStatus } from '../../../shared/protocol/views.ts'
import type { KeySet, TrustBase } from '../verify/types.ts'
import type { LoadedProfile, ProfileReaders } from './load-profile.ts'
import { loadKeyFile } from '../key-sets/profile-keys.ts'
import { keyReaders, loadProfile } from './load-profile.ts'
import type { Entry, ProfileEntry } from './profile-status.ts'
import { keySetStatus, profileStatus } from './profile-status.ts'
import { watchFiles } from './watch-files.ts'

export interface ProfileSources {
  /** Every *.json in it is a profile; null for none. It need not be there yet. */
  readonly folder: string | null
  /** Profiles named one by one. */
  readonly files: readonly string[]
  /** JWKS files that belong to no profile. */
  readonly keySetFiles: readonly string[]
  /** How key sets are read, sealed secrets opened, and variables looked up. */
  readonly readers: ProfileReaders
  /** Read again when files change. */
  readonly watch: boolean
}

/** The endpoint profiles and key sets as they stand now. */
export interface ProfileStore {
  /** '' when there is none. */
  readonly folder: string
  readonly current: () => TrustBase
  /** One for each profile and each key set file, in the order in which they are tried. */
  readonly status: () => readonly ProfileStatus[]
  /** What each profile file holds, for the editor; without those whose name is taken. */
  readonly entries: () => readonly ProfileEntry[]
  /** What is wrong with the profiles as a whole (the folder cannot be read, changes cannot be noticed). */
  readonly problems: () => readonly Problem[]
  /** Called after each reading that changed something; gives back how to stop that. */
  readonly onChange: (handler: () => void) => () => void
  readonly reload: () => Promise<void>
  readonly close: () => void
}

interface State {
  readonly profiles: readonly Entry<LoadedProfile>[]
  readonly keySets: readonly Entry<KeySet>[]
  readonly folderProblem: Problem | null
}

const STAYS = ' Until then its last good version stays in force.'

/** What is in force after a file was read: the new content, or the last good one with a word about it. */
function inForce<T>(file: string, now: Result<T>, before: readonly Entry<T>[]): Entry<T> {
  if (now.ok) return { file, value: now.value, problem: null }
  const last = before.find((entry) => entry.file === file)?.value ?? null
  const message = `${now.problem.message}${last === null ? '' : STAYS}`
  return { file, value: last, problem: { ...now.problem, message } }
}

/** The last good key set stays in force as well, when only the key set is broken now. */
function keepKeys(entry: Entry<LoadedProfile>, before: readonly Entry<LoadedProfile>[]): Entry<LoadedProfile> {
  const { value, file } = entry
  if (value === null || entry.problem !== null) return entry
  if (value.keyProblem === null) return { file, value, problem: value.secretProblem }
  const last = before.find((other) => other.file === file)?.value?.keySet ?? null
  const message = `${value.keyProblem.message}${last === null ? '' : STAYS}`
  return { file, value: { ...value, keySet: last }, problem: { ...value.keyProblem, message } }
}

/** Verdicts name profiles, so a name may stand for one only: the first keeps it. */
function withoutDuplicates(entries: readonly Entry<LoadedProfile>[]): readonly Entry<LoadedProfile>[] {
  const owners = new Map<string, string>()
  return entries.map((entry) => {
    const name = entry.value?.profile.name
    if (name === undefined) return entry
    const owner = owners.get(name)
    if (owner === undefined) {
      owners.set(name, entry.file)
      return entry
    }
    const message = `The profile ${entry.file} is not used: the name "${name}" already belongs to ${owner}. Give one of them another name.`
    const problem: Problem = {
      code: 'profile-invalid',
      message,
      data: { file: entry.file, path: 'name', other: owner },
    }
    return { ...entry, value: null, problem }
  })
}

async function listFolder(folder: string | null): Promise<Result<readonly string[]>> {
  if (folder === null) return good([])
  try {
    const names = await readdir(folder)
    return good(names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).toSorted())
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return good([])
    const reason = error instanceof Error ? error.message : String(error)
    return bad('profile-unreadable', `The profile folder ${folder} cannot be read: ${reason}.`, { file: folder })
  }
}

async function readAll(sources: ProfileSources, before: State): Promise<State> {
  const listed = await listFolder(sources.folder)
  const inFolder = listed.ok ? listed.value.map((name) => join(resolve(sources.folder ?? ''), name)) : []
  const kept = listed.ok ? [] : before.profiles.map(({ file }) => file)
  const files = new Set([...sources.files.map((file) => resolve(file)), ...inFolder, ...kept])
  const profiles = await Promise.all(
    Array.from(files, async (file) => {
      const now = await loadProfile(file, sources.readers)
      return keepKeys(inForce(file, now, before.profiles), before.profiles)
    }),
  )
  const keySets = await Promise.all(
    sources.keySetFiles.map(async (name) => {
      const file = resolve(name)
      return inForce(file, await loadKeyFile(file, null, keyReaders(sources.readers)), before.keySets)
    }),
  )
  return { profiles, keySets, folderProblem: listed.ok ? null : listed.problem }
}

const present = <T>(value: T | null): readonly T[] => (value === null ? [] : [value])

/** Sentences about key sets of which nothing can be used: broken ones without an earlier good version, and those never fetched. */
function missingSets(
  entries: readonly { readonly keys: KeySet | null; readonly problem: Problem | null }[],
): Pick<TrustBase, 'unreadable' | 'notFetched'> {
  const problems = entries.flatMap(({ keys, problem }) =>
    keys === null && problem !== null && problem.code.startsWith('jwks') ? [problem] : [],
  )
  const sentences = (fetched: boolean) =>
    problems.filter(({ code }) => (code === 'jwks-not-fetched') !== fetched).map(({ message }) => message)
  return { unreadable: sentences(true), notFetched: sentences(false) }
}

function trustOf(profiles: readonly Entry<LoadedProfile>[], keySets: readonly Entry<KeySet>[]): TrustBase {
  const loaded = profiles.flatMap(({ value }) => present(value))
  const ofProfiles = profiles.map(({ value, problem }) => ({ keys: value?.keySet ?? null, problem }))
  const ofFiles = keySets.map(({ value, problem }) => ({ keys: value, problem }))
  return {
    profiles: loaded.map(({ profile }) => profile),
    keySets: [...loaded.flatMap(({ keySet }) => present(keySet)), ...keySets.flatMap(({ value }) => present(value))],
    ...missingSets([...ofProfiles, ...ofFiles]),
  }
}

/** What is to be watched: every source, and the key set files that the profiles name. */
function watched(sources: ProfileSources, state: State): readonly string[] {
  const named = state.profiles.flatMap(({ value }) => present(value?.keyFile ?? null))
  return [...sources.files, ...sources.keySetFiles, ...named].map((file) => resolve(file))
}

/** A reading as everybody else sees it. */
interface Survey {
  readonly trust: TrustBase
  readonly status: readonly ProfileStatus[]
  readonly entries: readonly ProfileEntry[]
  /** Everything that can be seen of it, as text. */
  readonly seen: string
}

function surveyOf(sources: ProfileSources, state: State): Survey {
  const profiles = withoutDuplicates(state.profiles)
  const named = new Set(sources.files.map((file) => resolve(file)))
  const entries = profiles.map((entry) => ({ ...entry, given: named.has(entry.file) }))
  const status = [...entries.map(profileStatus), ...state.keySets.map(keySetStatus)]
  const trust = trustOf(profiles, state.keySets)
  return { trust, status, entries, seen: JSON.stringify([trust, status, state.folderProblem]) }
}

/**
 * Reads the profiles and key sets and keeps them current. Never rejects: what is wrong with a file stands in its
 * status, and a file that breaks later leaves its last good version in force.
 */
export async function openProfileStore(sources: ProfileSources): Promise<ProfileStore> {
  let state: State = { profiles: [], keySets: [], folderProblem: null }
  let watchProblem: Problem | null = null
  let survey: Survey = { trust: { profiles: [], keySets: [] }, status: [], entries: [], seen: '' }
  const handlers = new Set<() => void>()
  let running: Promise<void> = Promise.resolve()
  let stopped = false

  const watchNow = (): void => {
    if (sources.watch && !stopped)
      watcher.set(watched(sources, state), sources.folder === null ? [] : [resolve(sources.folder)])
  }
  const read = async (): Promise<void> => {
    if (stopped) return
    // Watched before it is read: what changes in between is read once more, not missed.
    watchNow()
    state = await readAll(sources, state)
    watchNow()
    const now = surveyOf(sources, state)
    // Our own writes are read twice, and told once; a secret may have been sealed anew without being another one.
    const same = now.seen === survey.seen
    survey = same ? { ...survey, entries: now.entries } : now
    if (!same) for (const handler of handlers) handler()
  }
  const reload = (): Promise<void> => {
    running = running.then(read)
    return running
  }
  const watcher = watchFiles(
    () => void reload(),
    (reason) => {
      const message = `Changes of the profiles are not noticed (${reason}); start again after changing one.`
      watchProblem = { code: 'profile-unreadable', message }
    },
  )
  await reload()
  return {
    folder: sources.folder ?? '',
    current: () => survey.trust,
    status: () => survey.status,
    entries: () => survey.entries,
    problems: () => [...present(state.folderProblem), ...present(watchProblem)],
    onChange: (handler) => {
      handlers.add(handler)
      return () => handlers.delete(handler)
    },
    reload,
    close: () => {
      stopped = true
      watcher.stop()
    },
  }
}

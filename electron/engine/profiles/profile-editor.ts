import { faultsOf, faultsText } from '../../../shared/model/faults.ts'
import { jsonPath } from '../../../shared/model/json-path.ts'
import type { ProfileDraft } from '../../../shared/model/profile.ts'
import { profileDraftSchema } from '../../../shared/model/profile.ts'
import type { Problem, Result } from '../../../shared/protocol/errors.ts'
import { bad, good } from '../../../shared/protocol/errors.ts'
import type { ProfileView } from '../../../shared/protocol/profiles.ts'
import type { LoadedProfile } from './load-profile.ts'
import { freeFile, removeProfile, writeProfile } from './profile-files.ts'
import type { ProfileEntry } from './profile-status.ts'
import { readOnlyReason } from './profile-status.ts'
import type { ProfileStore } from './profile-store.ts'
import { secretView } from './resolve-secrets.ts'
import type { Seal } from './seal.ts'
import { draftOf, secretsToStore } from './stored-secrets.ts'

/** A profile file that holds something. */
export interface HeldProfile extends ProfileEntry {
  readonly value: LoadedProfile
}

/** Changes the profiles of the folder. One change at a time, whoever asks; each is in force when its promise resolves. */
export interface ProfileEditor {
  readonly seal: Seal
  readonly find: (name: string) => Result<HeldProfile>
  readonly names: () => readonly string[]
  readonly read: (name: string) => Result<ProfileView>
  readonly reveal: (name: string, path: string) => Result<string>
  /** Checks and writes a draft; `previousName` null: a new profile. */
  readonly save: (draft: unknown, previousName: string | null) => Promise<Result<ProfileView>>
  readonly remove: (name: string) => Promise<Result<null>>
  /** Seals what stands in plain text in the folder; gives how many secrets, and what could not be written. */
  readonly sealAll: () => Promise<{ readonly sealed: number; readonly problems: readonly Problem[] }>
}

const holds = (entry: ProfileEntry): entry is HeldProfile => entry.value !== null

function viewOf(entry: HeldProfile): ProfileView {
  const { file, value, problem } = entry
  return {
    name: value.profile.name,
    file,
    readOnly: readOnlyReason(entry),
    profile: draftOf(value.source),
    secrets: value.secrets.map(secretView),
    problem,
  }
}

/** Checks what an editor sent; the problem names the path. */
function parseDraft(draft: unknown): Result<ProfileDraft> {
  const parsed = profileDraftSchema.safeParse(draft)
  if (parsed.success) return good(parsed.data)
  const faults = faultsOf(parsed.error, draft)
  const path = jsonPath(faults[0]?.path ?? [])
  return bad('profile-invalid', `The profile cannot be saved: ${faultsText(faults)}.`, { path })
}

/** The profile that is to be replaced: null for a new one, a problem when it may not be. */
function replaced(find: ProfileEditor['find'], previousName: string | null): Result<HeldProfile | null> {
  if (previousName === null) return good(null)
  const found = find(previousName)
  if (!found.ok) return found
  const reason = readOnlyReason(found.value)
  return reason === null ? found : bad('profile-read-only', reason, { file: found.value.file })
}

/** Only what is broken in the text itself is worth a copy: a key set or a variable that is missing is not in this file. */
const isBroken = (entry: HeldProfile | null): boolean => entry?.problem?.code.startsWith('profile-') ?? false

interface Editing {
  readonly store: ProfileStore
  readonly seal: Seal
  readonly held: () => readonly HeldProfile[]
  readonly find: ProfileEditor['find']
}

/** The file that a profile is to be written to; a problem when its name or the place is taken. */
function placeFor({ store, held }: Editing, name: string, before: HeldProfile | null): Result<string> {
  const owner = held().find((entry) => entry.value.profile.name === name)
  if (owner !== undefined && owner.file !== before?.file) {
    const message = `The name "${name}" already belongs to ${owner.file}. Choose another one.`
    return bad('profile-name-taken', message, { path: 'name', other: owner.file })
  }
  if (store.folder === '') return bad('profile-read-only', 'There is no folder for profiles here.')
  return good(before?.file ?? freeFile(store.folder, name))
}

async function write(editing: Editing, draft: ProfileDraft, before: HeldProfile | null): Promise<Result<ProfileView>> {
  const file = placeFor(editing, draft.name, before)
  if (!file.ok) return file
  const kept = before === null ? null : { name: before.value.source.name, secrets: before.value.secrets }
  const profile = secretsToStore(draft, kept, editing.seal)
  if (!profile.ok) return profile
  const written = writeProfile(file.value, profile.value, isBroken(before))
  if (!written.ok) return written
  await editing.store.reload()
  const now = editing.find(draft.name)
  return now.ok ? good(viewOf(now.value)) : now
}

async function saveDraft(editing: Editing, draft: unknown, previousName: string | null): Promise<Result<ProfileView>> {
  const parsed = parseDraft(draft)
  if (!parsed.ok) return parsed
  const before = replaced(editing.find, previousName)
  return before.ok ? write(editing, parsed.value, before.value) : before
}

async function removeNamed({ store, find }: Editing, name: string): Promise<Result<null>> {
  const before = replaced(find, name)
  if (!before.ok) return before
  const removed = removeProfile(before.value?.file ?? '')
  await store.reload()
  return removed
}

const plainCount = ({ value }: HeldProfile): number =>
  value.secrets.filter(({ stored }) => typeof stored === 'string').length

async function sealAll({ seal, held }: Editing, save: ProfileEditor['save']): ReturnType<ProfileEditor['sealAll']> {
  let sealed = 0
  const problems: Problem[] = []
  for (const entry of seal.available ? held() : []) {
    if (readOnlyReason(entry) !== null || isBroken(entry) || plainCount(entry) === 0) continue
    const saved = await save(draftOf(entry.value.source), entry.value.profile.name)
    if (saved.ok) sealed += plainCount(entry)
    else problems.push(saved.problem)
  }
  return { sealed, problems }
}

/** Does one piece of work after the other, whoever asks. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let running: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = running.then(work)
    running = mine.catch(() => undefined)
    return mine
  }
}

/** Makes the editor of a store's folder. */
export function createProfileEditor(store: ProfileStore, seal: Seal): ProfileEditor {
  const inTurn = createTurns()
  const held = (): readonly HeldProfile[] => store.entries().filter(holds)
  const find = (name: string): Result<HeldProfile> => {
    const entry = held().find(({ value }) => value.profile.name === name)
    if (entry !== undefined) return good(entry)
    return bad('profile-not-found', `There is no profile "${name}" any more.`, { name })
  }
  const editing: Editing = { store, seal, held, find }
  const save: ProfileEditor['save'] = (draft, previousName) => inTurn(() => saveDraft(editing, draft, previousName))
  return {
    seal,
    find,
    names: () => held().map(({ value }) => value.profile.name),
    read: (name) => {
      const found = find(name)
      return found.ok ? good(viewOf(found.value)) : found
    },
    reveal: (name, path) => {
      const found = find(name)
      if (!found.ok) return found
      const secret = found.value.value.secrets.find(({ place }) => place.path === path)
      return (
        secret?.value ?? bad('profile-not-found', `The profile "${name}" has no secret at ${path}.`, { name, path })
      )
    },
    save,
    remove: (name) => inTurn(() => removeNamed(editing, name)),
    sealAll: () => sealAll(editing, save),
  }
}

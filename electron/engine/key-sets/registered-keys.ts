import type { EndpointProfile } from '../../../shared/model/profile.ts'
import { ProblemError } from '../../../shared/protocol/errors.ts'
import type { Problem } from '../../../shared/protocol/errors.ts'
import type { KeySetView } from '../../../shared/protocol/signature.ts'
import type { ProfileStatus } from '../../../shared/protocol/views.ts'
import { keySetView } from '../verify/key-set-view.ts'
import type { KeySetSource, TrustBase } from '../verify/types.ts'
import type { FetchedKeys } from './fetched-keys.ts'

/** What is needed of the profiles that are in force. */
interface RegisteredTrust {
  readonly current: () => TrustBase
  readonly status: () => readonly ProfileStatus[]
  readonly reload: () => Promise<void>
}

const isOfKeys = (problem: Problem | null): problem is Problem => problem?.code.startsWith('jwks') === true

/** Where the key set of a profile stands, as the profile says it. */
function sourceOf({ keySet }: EndpointProfile): KeySetSource {
  if (typeof keySet === 'string') return { kind: 'file', place: keySet, at: null }
  if (keySet === undefined || 'keys' in keySet) return { kind: 'inline', place: '', at: null }
  return 'pem' in keySet ? { kind: 'pem', place: '', at: null } : { kind: 'url', place: keySet.url, at: null }
}

function ofProfile(profile: EndpointProfile, { keySets }: TrustBase, status: readonly ProfileStatus[]): KeySetView {
  const set = keySets.find(({ profileName }) => profileName === profile.name) ?? null
  const problem = status.find(({ name }) => name === profile.name)?.problem ?? null
  const source = set?.source ?? sourceOf(profile)
  const view = keySetView(set, source, set?.name ?? profile.name, isOfKeys(problem) ? problem : null)
  return { ...view, profile: profile.name, environment: profile.environment }
}

/** Every key set that is registered: those of profiles, then files of their own; also those that cannot be read. */
export function listKeySets({ current, status }: Pick<RegisteredTrust, 'current' | 'status'>): readonly KeySetView[] {
  const trust = current()
  const states = status()
  const profiles = trust.profiles.filter(({ keySet }) => keySet !== undefined)
  const files = trust.keySets.filter(({ profileName }) => profileName === null)
  const broken = states.filter(
    ({ name, file, problem }) => name === null && isOfKeys(problem) && !files.some((set) => set.name === file),
  )
  return [
    ...profiles.map((profile) => ofProfile(profile, trust, states)),
    ...files.map((set) => {
      const problem = states.find(({ file }) => file === set.name)?.problem ?? null
      return keySetView(set, set.source ?? { kind: 'file', place: set.name, at: null }, set.name, problem)
    }),
    ...broken.map(({ file, problem }) => keySetView(null, { kind: 'file', place: file, at: null }, file, problem)),
  ]
}

/**
 * Fetches the key set of a profile anew and puts it into force.
 * @returns the set as it stands now; throws a ProblemError when the profile names no address, or it cannot be fetched
 */
export async function refreshKeySet(
  trust: RegisteredTrust,
  fetched: FetchedKeys,
  profileName: string,
): Promise<KeySetView> {
  const profile = trust.current().profiles.find(({ name }) => name === profileName)
  const keySet = profile?.keySet
  if (profile === undefined || keySet === undefined || typeof keySet === 'string' || !('url' in keySet)) {
    const message = `The profile "${profileName}" names no address of a key set, so there is nothing to fetch.`
    throw new ProblemError({ code: 'not-found', message })
  }
  const result = await fetched.refresh(keySet.url, keySet.apiKey ?? null, profileName)
  if (!result.ok) throw new ProblemError(result.problem)
  await trust.reload()
  return ofProfile(profile, trust.current(), trust.status())
}

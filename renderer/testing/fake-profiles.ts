import { ProblemError, bad } from '../../shared/protocol/errors.ts'
import type { ProfileDraft, ProfileOf } from '../../shared/model/profile.ts'
import { profileDraftSchema } from '../../shared/model/profile.ts'
import { mapSecrets } from '../../shared/model/profile-secrets.ts'
import type { SecretInDraft } from '../../shared/model/secret-text.ts'
import type { PROFILE_METHODS, ProfileView, SecretView } from '../../shared/protocol/profiles.ts'
import type { EventData, Handlers } from '../../shared/protocol/table.ts'
import type { ProfileStatus } from '../../shared/protocol/views.ts'

interface Parts {
  readonly statuses: () => readonly ProfileStatus[]
  readonly changed: (profiles: readonly ProfileStatus[]) => void
  readonly progress: (data: EventData<'verdicts.progress'>) => void
  readonly total: () => number
}

type Plain = ProfileOf<string>

const refuse = (name: string): never => {
  const { problem } = bad('profile-not-found', `There is no profile "${name}" any more.`)
  throw new ProblemError(problem)
}

const described = (secret: string): Pick<SecretView, 'fingerprint' | 'length' | 'remarks'> => ({
  fingerprint: `${String(secret.length).padStart(4, '0')} 91c2`,
  length: secret.length,
  remarks:
    secret.trim() === secret ? [] : [{ code: 'trailing-space', text: 'It ends with white space, which counts.' }],
})

function secretsOf(profile: Plain): readonly { readonly view: SecretView; readonly secret: string }[] {
  const found: { view: SecretView; secret: string }[] = []
  mapSecrets<string, string>(profile, (secret, { path, kind }) => {
    found.push({ secret, view: { path, kind, stored: 'plain', env: null, ...described(secret), problem: null } })
    return secret
  })
  return found
}

function viewOf(profile: Plain): ProfileView {
  const draft: ProfileDraft = mapSecrets<string, SecretInDraft>(profile, (_, { path }) => ({ keep: path }))
  const { name } = profile
  const secrets = secretsOf(profile).map(({ view }) => view)
  return { name, file: `${name}.json`, readOnly: null, profile: draft, secrets, problem: null }
}

function statusOf(profile: Plain): ProfileStatus {
  const secrets = secretsOf(profile)
  return {
    kind: 'profile',
    file: `${profile.name}.json`,
    name: profile.name,
    environment: profile.environment,
    family: profile.family ?? null,
    host: profile.host ?? null,
    path: profile.path ?? null,
    events: Object.keys(profile.events),
    keys: 0,
    readOnly: null,
    secrets: { plain: secrets.length, sealed: 0, env: 0 },
    salts: secrets
      .filter(({ view }) => view.kind === 'salt')
      .map(({ view: { path, fingerprint } }) => ({ path, fingerprint })),
    openToOthers: false,
    remarks: [],
    problem: null,
  }
}

/** Takes over what an editor sends; a secret that it keeps comes from the profile before. */
function plainOf(draft: unknown, before: Plain | undefined): Plain {
  const kept = new Map((before === undefined ? [] : secretsOf(before)).map(({ view, secret }) => [view.path, secret]))
  return mapSecrets<SecretInDraft, string>(profileDraftSchema.parse(draft), (secret) => {
    if (typeof secret === 'string') return secret
    return 'keep' in secret ? kept.get(secret.keep) : `value of ${secret.env}`
  })
}

/** The profile methods of a fake engine: kept in memory, never sealed, a secret's fingerprint is its length. Profiles that the state lists are made up as far as their status says. */
export function createFakeProfiles(parts: Parts): Pick<Handlers, keyof typeof PROFILE_METHODS> {
  const profiles = new Map<string, Plain>()
  for (const { name, host, family } of parts.statuses()) {
    if (name === null) continue
    const start = { version: 1, name, environment: 'production', events: {} } as const
    profiles.set(name, {
      ...start,
      sources: [],
      proxies: [],
      ...(host === null ? {} : { host }),
      ...(family === 'legacy' ? { family } : {}),
      digest: { algorithm: 'SHA1', parameters: ['paymentId'], salt: 'SecretHashSalt' },
    })
  }
  const find = (name: string): Plain => profiles.get(name) ?? refuse(name)
  const told = (): void => {
    const broken = parts.statuses().filter(({ name }) => name === null)
    parts.changed([...Array.from(profiles.values(), statusOf), ...broken])
  }
  const save = (draft: unknown, previousName: string | null): ProfileView => {
    const profile = plainOf(draft, previousName === null ? undefined : find(previousName))
    if (previousName !== null) profiles.delete(previousName)
    profiles.set(profile.name, profile)
    told()
    return viewOf(profile)
  }
  return {
    'profiles.list': () => ({ profiles: parts.statuses(), folder: '/profiles', sealing: true }),
    'profiles.read': ({ name }) => viewOf(find(name)),
    'profiles.reveal': ({ name, path }) => ({
      secret: secretsOf(find(name)).find(({ view }) => view.path === path)?.secret ?? refuse(name),
    }),
    'profiles.inspectSecret': ({ secret }) => described(secret),
    'profiles.save': ({ profile, previousName }) => save(profile, previousName),
    'profiles.delete': ({ name }) => {
      profiles.delete(find(name).name)
      told()
      return {}
    },
    'profiles.import': ({ text, as, replace }) => {
      const profile = plainOf(JSON.parse(text), undefined)
      const name = as ?? profile.name
      if (profiles.has(name) && !replace) return { saved: null, clash: { name, suggestion: `${name} (2)` }, notes: [] }
      return { saved: save({ ...profile, name }, profiles.has(name) ? name : null), clash: null, notes: [] }
    },
    'profiles.export': ({ name, secrets }) => ({
      fileName: 'profile.json',
      text: JSON.stringify(secrets ? find(name) : { ...find(name), digest: undefined }, null, 2),
      leftOut: secrets ? 0 : secretsOf(find(name)).length,
      notes: [],
    }),
    'profiles.seal': () => ({ sealed: 0, problems: [] }),
    'verdicts.rejudge': () => {
      parts.progress({ state: 'current', done: 0, total: 0 })
      return { judged: parts.total(), cancelled: false }
    },
    'verdicts.cancel': () => ({ state: 'behind', done: 0, total: 0 }),
  }
}

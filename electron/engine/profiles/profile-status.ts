import type { EndpointProfile } from '../../../shared/model/profile.ts'
import { jsonPath } from '../../../shared/model/json-path.ts'
import { lintTemplate } from '../../../shared/templates/lint.ts'
import type { Problem } from '../../../shared/protocol/errors.ts'
import type { ProfileStatus } from '../../../shared/protocol/views.ts'
import type { KeySet } from '../verify/types.ts'
import { describeSecret } from './resolve-secrets.ts'
import type { ResolvedSecret } from './resolve-secrets.ts'
import type { LoadedProfile } from './load-profile.ts'

/** A file with what is in force of it, and what is wrong with what it holds now. */
export interface Entry<T> {
  readonly file: string
  readonly value: T | null
  readonly problem: Problem | null
}

/** A profile file; `given`: it was named one by one, so that it belongs to somebody else's care. */
export interface ProfileEntry extends Entry<LoadedProfile> {
  readonly given: boolean
}

/** Why a profile cannot be saved here; null when it can. */
export const readOnlyReason = ({ file, given }: ProfileEntry): string | null =>
  given
    ? `This profile was given as a file (${file}), which belongs to whoever gave it. Change that file, or import it to keep a copy here.`
    : null

const usable = (set: KeySet | null): number => set?.keys.filter(({ key }) => key !== null).length ?? 0

function countSecrets(secrets: readonly ResolvedSecret[]): ProfileStatus['secrets'] {
  const plain = secrets.filter(({ stored }) => typeof stored === 'string').length
  const env = secrets.filter(({ stored }) => typeof stored !== 'string' && 'env' in stored).length
  return { plain, env, sealed: secrets.length - plain - env }
}

const saltsOf = (secrets: readonly ResolvedSecret[]): ProfileStatus['salts'] =>
  secrets
    .filter(({ place }) => place.kind === 'salt')
    .map(({ place: { path }, value }) => ({
      path,
      fingerprint: value.ok ? describeSecret(value.value).fingerprint : null,
    }))
    .toSorted((one, other) => Number(one.path.includes('previousSalts')) - Number(other.path.includes('previousSalts')))

/** Faults that leave open what a template means; what else is remarkable in one the editor says. */
const UNREADABLE: ReadonlySet<string> = new Set([
  'template-brace-open',
  'template-brace-closed',
  'template-placeholder-empty',
])

/** Faults of the templates that stand in the file, with member and column. */
function templateRemarks({ events, family, digest }: EndpointProfile): readonly string[] {
  return Object.entries(events).flatMap(([event, { uriTemplate: text = '', digest: own = digest }]) => {
    const digestParameters = own === undefined ? undefined : (own?.parameters ?? null)
    const member = jsonPath(['events', event, 'uriTemplate'])
    return lintTemplate({ text, event, family: family ?? null, digestParameters })
      .filter(({ finding }) => UNREADABLE.has(finding.code))
      .map(({ finding, start, end }) => {
        const column = end > start ? `, column ${String(start + 1)}` : ''
        return `${member}${column}: ${finding.summary}`
      })
  })
}

/** What a client is told of one profile file. */
export function profileStatus(entry: ProfileEntry): ProfileStatus {
  const { file, value, problem } = entry
  const { name = null, environment = null, family = null, host = null, path = null } = value?.profile ?? {}
  const secrets = countSecrets(value?.secrets ?? [])
  return {
    kind: 'profile',
    file,
    name,
    environment,
    family,
    host,
    path,
    events: Object.keys(value?.profile.events ?? {}),
    keys: usable(value?.keySet ?? null),
    readOnly: readOnlyReason(entry),
    secrets,
    salts: saltsOf(value?.secrets ?? []),
    openToOthers: value?.openToOthers === true && secrets.plain > 0,
    remarks: value === null ? [] : templateRemarks(value.profile),
    problem,
  }
}

/** What a client is told of a key set that belongs to no profile. */
export function keySetStatus({ file, value, problem }: Entry<KeySet>): ProfileStatus {
  return {
    kind: 'key-set',
    file,
    name: null,
    environment: null,
    family: null,
    host: null,
    path: null,
    events: [],
    keys: usable(value),
    readOnly: 'This is a key set that was given as a file.',
    secrets: { plain: 0, sealed: 0, env: 0 },
    salts: [],
    openToOthers: false,
    remarks: [],
    problem,
  }
}

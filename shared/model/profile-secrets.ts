import { jsonPath } from './json-path.ts'
import type { ProfileOf } from './profile.ts'

export type SecretKind = 'salt' | 'password' | 'token' | 'api-key'

/** Where one secret stands in a profile. */
export interface SecretPlace {
  /** For the user and the editor: `events.BOOKED.digest.previousSalts[0].salt`. */
  readonly path: string
  readonly kind: SecretKind
  /**
   * What a sealed text is bound to beside the profile: the path without positions in lists, so that removing an older salt does not
   * spoil the others; for an API key the address that it is sent to, so that it cannot be led elsewhere.
   */
  readonly binding: string
}

/** Gives what shall stand in place of a secret; undefined takes it out, as if it were not known. */
export type ChangeSecret<A, B> = (secret: A, place: SecretPlace) => B | undefined

type DigestOf<S> = NonNullable<ProfileOf<S>['digest']>
type EventOf<S> = ProfileOf<S>['events'][string]
type Path = readonly (string | number)[]

const placeAt = (path: Path, kind: SecretKind, more = ''): SecretPlace => ({
  path: jsonPath(path),
  kind,
  binding: `${jsonPath(path.filter((part) => typeof part === 'string'))}${more}`,
})

function mapDigest<A, B>(digest: DigestOf<A>, path: Path, change: ChangeSecret<A, B>): DigestOf<B> {
  const { salt, previousSalts, ...rest } = digest
  const now = salt === undefined || salt === null ? undefined : change(salt, placeAt([...path, 'salt'], 'salt'))
  const current = salt === null ? { salt: null } : now === undefined ? {} : { salt: now }
  const older = previousSalts?.flatMap((old, index) => {
    const secret = change(old.salt, placeAt([...path, 'previousSalts', index, 'salt'], 'salt'))
    return secret === undefined ? [] : [{ ...old, salt: secret }]
  })
  return {
    ...rest,
    ...current,
    ...(older === undefined ? {} : { previousSalts: older }),
  }
}

function mapMaybeDigest<A, B, D extends { readonly digest?: DigestOf<A> | null | undefined }>(
  { digest, ...rest }: D,
  path: Path,
  change: ChangeSecret<A, B>,
): Omit<D, 'digest'> & { digest?: DigestOf<B> | null } {
  if (digest === undefined) return rest
  return { ...rest, digest: digest === null ? null : mapDigest(digest, [...path, 'digest'], change) }
}

function mapCredentials<A, B>(
  credentials: NonNullable<ProfileOf<A>['credentials']>,
  change: ChangeSecret<A, B>,
): ProfileOf<B>['credentials'] {
  if (credentials.kind === 'basic') {
    const password = change(credentials.password, placeAt(['credentials', 'password'], 'password'))
    return password === undefined ? undefined : { ...credentials, password }
  }
  const token = change(credentials.token, placeAt(['credentials', 'token'], 'token'))
  return token === undefined ? undefined : { ...credentials, token }
}

/** scheme, host and port of an address; the whole text where it is none. */
const originOf = (url: string): string => /^[a-z]+:\/\/[^/?#]*/i.exec(url)?.[0].toLowerCase() ?? url

function mapKeySet<A, B>(
  keySet: NonNullable<ProfileOf<A>['keySet']>,
  change: ChangeSecret<A, B>,
): ProfileOf<B>['keySet'] {
  if (typeof keySet === 'string' || !('url' in keySet)) return keySet
  const { apiKey, ...rest } = keySet
  if (apiKey === undefined) return rest
  const secret = change(apiKey, placeAt(['keySet', 'apiKey'], 'api-key', ` ${originOf(keySet.url)}`))
  return secret === undefined ? rest : { ...rest, apiKey: secret }
}

/** Takes a profile, gives it with every secret changed; all else is as it was. Secrets are visited in the order of the file format. */
export function mapSecrets<A, B>(profile: ProfileOf<A>, change: ChangeSecret<A, B>): ProfileOf<B> {
  const { digest, events, credentials, keySet, ...rest } = profile
  const whole = mapMaybeDigest<A, B, { digest?: DigestOf<A> | null | undefined }>({ digest }, [], change)
  const mapped = Object.entries(events).map(([name, event]: [string, EventOf<A>]) => [
    name,
    mapMaybeDigest<A, B, EventOf<A>>(event, ['events', name], change),
  ])
  const login = credentials === undefined ? undefined : mapCredentials<A, B>(credentials, change)
  const keys = keySet === undefined ? undefined : mapKeySet<A, B>(keySet, change)
  return {
    ...rest,
    ...whole,
    events: Object.fromEntries(mapped) as ProfileOf<B>['events'],
    ...(login === undefined ? {} : { credentials: login }),
    ...(keys === undefined ? {} : { keySet: keys }),
  }
}

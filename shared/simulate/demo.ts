import { LEGACY_EVENTS } from '../facts/events.ts'
import type { EndpointProfile } from '../model/profile.ts'

/** Where the simulator's own callbacks go, for each family. */
export const OWN_PATHS = {
  legacy: '/simulator/legacy',
  mapi: '/simulator/mapi',
  'rco-plus': '/simulator/rco-plus',
  loan: '/simulator/loan',
} as const

/** The template of a legacy event below a path, with every parameter that the bank fills; TEST is registered without a digest. */
export function ownTemplate(path: string, event: string): string {
  const parameters = LEGACY_EVENTS.get(event)?.parameters ?? ['paymentId']
  const names = event === 'TEST' ? parameters : [...parameters, 'digest']
  return `${path}?event-type=${event}&${names.map((name) => `${name}={${name}}`).join('&')}`
}

/**
 * The endpoint that the simulator plays without a profile of the user: the salt is that of the bank's own published example of a
 * salted digest (https://developers.resurs.com/configuration-service/callbacks/update: SHA-1, SecretHashSalt). It is trusted for
 * callbacks that our own sender marked, and for nothing else: its salt is public.
 */
export const DEMO_PROFILE: EndpointProfile = {
  version: 1,
  name: 'Simulator',
  environment: 'lab',
  family: 'legacy',
  digest: { algorithm: 'SHA1', parameters: ['paymentId'], salt: 'SecretHashSalt' },
  events: Object.fromEntries(
    [...LEGACY_EVENTS].map(([event, { parameters }]) => [
      event,
      {
        uriTemplate: ownTemplate(OWN_PATHS.legacy, event),
        digest: event === 'TEST' ? null : { algorithm: 'SHA1', parameters: [...parameters], salt: 'SecretHashSalt' },
      },
    ]),
  ),
  sources: [],
  proxies: [],
}

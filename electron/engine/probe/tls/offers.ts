import { suitesWorth, TLS13_NUMBERS } from '../../../../shared/facts/preflight/ciphers.ts'
import type { OfferFacts, TlsFacts } from '../../../../shared/preflight/observations.ts'
import type { Place } from '../dial.ts'
import type { Flight } from './flight.ts'
import type { Offered } from './offer.ts'
import { offer } from './offer.ts'

/** What the hellos brought: the facts, and the chain as far as it came in the clear. */
export interface Offers {
  readonly facts: TlsFacts
  /** The flight of the TLS 1.2 hello. */
  readonly flight: Flight
}

const ALL = suitesWorth('strong', 'unusual', 'weak', 'broken')

const leafOf = ({ certificates }: Flight): string | null => certificates[0]?.toString('base64') ?? null

/** Whether the server kept to the version of the hello: some answer 1.0 with an alert, some with a lower version. */
function kept(offered: Offered, version: string): OfferFacts {
  const { answer } = offered
  return answer.kind !== 'accepted' || answer.version === version ? answer : { kind: 'alert', alert: 70 }
}

/** Sends hellos for every version and for ciphers of different strength, each on a connection of its own. Never rejects. */
export async function offers(place: Place, name: string | null, signal: AbortSignal): Promise<Offers> {
  const ask = (version: keyof TlsFacts['versions'], ciphers: readonly number[], sni = name) =>
    offer(place, { version, ciphers, name: sni }, signal)
  const [one0, one1, one2, one3, strong, broken, nameless] = await Promise.all([
    ask('TLSv1', ALL),
    ask('TLSv1.1', ALL),
    ask('TLSv1.2', ALL),
    ask('TLSv1.3', TLS13_NUMBERS),
    ask('TLSv1.2', suitesWorth('strong')),
    ask('TLSv1.2', suitesWorth('broken')),
    name === null ? null : ask('TLSv1.2', ALL, null),
  ])
  const [with_, without] = [leafOf(one2.flight), nameless === null ? null : leafOf(nameless.flight)]
  const named = [one2, one3].some(({ answer }) => answer.kind === 'accepted')
  return {
    flight: one2.flight,
    facts: {
      versions: {
        TLSv1: kept(one0, 'TLSv1'),
        'TLSv1.1': kept(one1, 'TLSv1.1'),
        'TLSv1.2': kept(one2, 'TLSv1.2'),
        'TLSv1.3': kept(one3, 'TLSv1.3'),
      },
      strong: kept(strong, 'TLSv1.2'),
      broken: kept(broken, 'TLSv1.2'),
      differsWithoutName: with_ === null || without === null ? null : with_ !== without,
      worksWithoutName: !named && nameless?.answer.kind === 'accepted',
    },
  }
}

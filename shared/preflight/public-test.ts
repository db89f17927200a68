import type { PublicArrival } from '../model/public-arrival.ts'
import { TARGET_KEPT } from '../model/public-arrival.ts'
import type { AddressRange } from './model.ts'
import type { AnswerFacts, ConnectOutcome } from './observations.ts'

/* The self-test through the public name: what was seen on the way, and what it proves. */

/** One address of the name, tried from this machine. */
export interface PublicLegFacts {
  readonly address: string
  readonly port: number
  readonly range: AddressRange
  /** The address is one of this machine. */
  readonly own: boolean
  readonly connect: ConnectOutcome
  /** Why clients refuse the certificate shown there (a code of the TLS library); null: they take it. */
  readonly refused: string | null
  /** The handshake was finished, with a certificate that clients take or without looking at it. */
  readonly secured: boolean
  readonly answer: AnswerFacts | null
  /** How the request reached a listener of ours; null: it did not. */
  readonly arrival: PublicArrival | null
}

export interface PublicTestFacts {
  /** As sent: path and query. */
  readonly target: string
  readonly host: string
  /** Why nothing could be tried; null: addresses were tried. */
  readonly stopped: 'not-https' | 'no-name' | 'no-name-service' | null
  /** Where to connect was given, so that DNS was not asked. */
  readonly given: boolean
  readonly legs: readonly PublicLegFacts[]
}

/** What came of one address, from the best to the worst. */
export const PUBLIC_OUTCOMES = [
  'arrived',
  'altered',
  'answer-changed',
  'misplaced',
  'elsewhere',
  'no-answer',
  'no-tls',
  'not-reached',
] as const
export type PublicOutcome = (typeof PUBLIC_OUTCOMES)[number]

export interface PublicLeg {
  readonly address: string
  readonly outcome: PublicOutcome
  readonly sentence: string
  readonly advice: string | null
}

export interface PublicTest {
  readonly outcome: PublicOutcome | 'not-https' | 'no-name' | 'no-name-service'
  /** `unknown`: not reached from here, which proves nothing about callers from outside. */
  readonly state: 'pass' | 'warn' | 'fail' | 'unknown'
  readonly sentence: string
  readonly advice: string | null
  readonly legs: readonly PublicLeg[]
  readonly proves: readonly string[]
  readonly notProved: readonly string[]
}

const STATES = {
  arrived: 'pass',
  altered: 'warn',
  'answer-changed': 'fail',
  misplaced: 'fail',
  elsewhere: 'fail',
  'no-answer': 'fail',
  'no-tls': 'fail',
  'not-reached': 'unknown',
} as const satisfies Record<PublicOutcome, PublicTest['state']>

const HAIRPIN =
  'Many routers do not let a network call its own public address (no hairpin NAT): then this says nothing about callers from outside. Ask somebody outside to run the lines of the endpoint check; else look at DNS, the port forward and the firewall.'

/** The target as the listener sees it when nobody changes it; a proxy may send the whole address. */
const plainTarget = (target: string): string => target.replace(/^https?:\/\/[^/?#]*/i, '') || '/'

/** What a proxy did to the target; null: nothing. */
function change(sent: string, came: string): string | null {
  const [want, have] = [sent.slice(0, TARGET_KEPT), plainTarget(came)]
  if (want === have) return null
  const path = (text: string) => text.split('?', 1)[0] ?? ''
  const cut = have !== '' && want.endsWith(have)
  if (cut) return `the front part ${want.slice(0, want.length - have.length)} was cut off`
  if (have.endsWith(want)) return `${have.slice(0, have.length - want.length)} was put in front`
  if (path(want) === path(have)) return have.includes('?') ? 'the query was changed' : 'the query was lost'
  return 'another target came'
}

const peerWords = ({ peer, forwarded }: PublicArrival): string =>
  `from ${peer.address}${forwarded === null ? '' : ` (a proxy: it says that it forwards for ${forwarded})`}`

const placeWords = ({ scheme, local }: PublicArrival): string => `${scheme.toUpperCase()} port ${String(local.port)}`

function answerWords(answer: AnswerFacts | null): string {
  if (answer === null) return 'no answer'
  if (answer.status === null)
    return answer.outcome === 'timeout' ? 'no answer in time' : `no answer (${answer.reason ?? answer.outcome})`
  const to = answer.location === null ? '' : `, a redirect to ${answer.location}`
  return `status ${String(answer.status)}${to}`
}

type Told = Omit<PublicLeg, 'address'>

function arrived({ target }: PublicTestFacts, leg: PublicLegFacts, arrival: PublicArrival): Told {
  const where = `The request arrived at our ${placeWords(arrival)}, ${peerWords(arrival)}`
  if (arrival.misplaced)
    return {
      outcome: 'misplaced',
      sentence: `${where}, but as plain HTTP on the HTTPS port, and was refused there.`,
      advice: 'Let the proxy forward with https, or to the port of the plain HTTP listener.',
    }
  if (leg.answer?.status !== 204)
    return {
      outcome: 'answer-changed',
      sentence: `${where}, was answered with 204, but the caller got ${answerWords(leg.answer)}.`,
      advice:
        'Something on the way back changes answers, or gives up too early: look at the proxy. The bank would count what the caller got.',
    }
  const changed = change(target, arrival.target)
  if (changed !== null)
    return {
      outcome: 'altered',
      sentence: `${where}, but altered: ${changed} (it came as ${arrival.target.slice(0, 200)}).`,
      advice:
        'Callbacks will come in this form too: have the proxy pass the target on as it is, or give the profile the path that arrives.',
    }
  return { outcome: 'arrived', sentence: `${where}, exactly as it was sent.`, advice: null }
}

const UNREACHED: Readonly<Record<ConnectOutcome, string>> = {
  connected: 'Nothing was found out',
  refused: 'The connection is refused',
  reset: 'The connection is reset',
  timeout: 'Nobody answers the connection',
  unreachable: 'The address cannot be reached from here',
}

function told(facts: PublicTestFacts, leg: PublicLegFacts): Told {
  if (leg.arrival !== null) return arrived(facts, leg, leg.arrival)
  const at = `${leg.address} port ${String(leg.port)}`
  if (leg.connect !== 'connected')
    return { outcome: 'not-reached', sentence: `${UNREACHED[leg.connect]}: ${at}.`, advice: HAIRPIN }
  if (!leg.secured)
    return {
      outcome: 'no-tls',
      sentence: `${at} takes connections, but no TLS handshake can be finished there (${leg.refused ?? 'no reason given'}).`,
      advice: 'Run the endpoint check: it says what is wrong with TLS there.',
    }
  if (leg.answer?.status == null)
    return {
      outcome: 'no-answer',
      sentence: `${at} took the request, which did not arrive here, and gave ${answerWords(leg.answer)}.`,
      advice: 'Another server, or a proxy that waits for one that is down: look where it forwards to.',
    }
  return {
    outcome: 'elsewhere',
    sentence: `Something else answers at ${at}: the request did not arrive here, and was answered with ${answerWords(leg.answer)}.`,
    advice:
      'Another server has the name, a proxy does not forward this path, or the router answers with its own page when it is called from inside. Look where name and port forward lead.',
  }
}

/** The certificate is a question of its own: the way can be right while clients refuse it. */
const trust = ({ refused, secured }: PublicLegFacts): string =>
  refused === null || !secured
    ? ''
    : ` The certificate shown there would be refused by clients (${refused}): the bank does not get through until that is mended.`

function way({ own, range, address }: PublicLegFacts, given: boolean): string {
  if (given) return `The way from ${address}, which was given, to this listener.`
  if (own || range === 'loopback')
    return `From here the name leads to ${address}, an address of this machine itself: the request never left it, so that nothing in front of the machine was passed.`
  if (range !== 'public')
    return `From here the name leads to ${address}, which is no public address (a hosts file, or DNS of your own network): callers outside get another one.`
  return `The name leads to ${address}, and name, route and port forward lead from there to this listener, seen from this network.`
}

const OUTSIDE = [
  "That the bank's network gets through: its firewall and yours may treat other callers differently. Only a callback from outside shows that.",
  'That the bank takes the certificate: our own was trusted here. The endpoint check judges it.',
  'That callers from outside take the same way: a router may turn the request round inside (hairpin NAT) without the rules that hold for them.',
]
const NO_NAME = 'That DNS knows the name: where to connect was given.'

const STOPPED = {
  'not-https': {
    sentence: 'The self-test needs a full https address with a host: callbacks go over HTTPS only.',
    advice: 'Give it as https://shop.example.com/callback.',
  },
  'no-name': {
    sentence: 'The name does not resolve: nobody can find the listener by it.',
    advice: 'Correct the name, or enter it in public DNS; a new entry can take some time.',
  },
  'no-name-service': {
    sentence: 'The name could not be looked up: no name server answered this machine.',
    advice: 'Check the connection of this machine, or try again.',
  },
} as const

/** Takes what was seen of a self-test through a public name, gives what came of it in words. Pure. */
export function judgePublicTest(facts: PublicTestFacts): PublicTest {
  if (facts.stopped !== null) {
    const { stopped } = facts
    const state = stopped === 'no-name-service' ? 'unknown' : 'fail'
    return { outcome: stopped, state, ...STOPPED[stopped], legs: [], proves: [], notProved: [] }
  }
  const legs = facts.legs.map((leg): PublicLeg => {
    const { outcome, sentence, advice } = told(facts, leg)
    return { address: leg.address, outcome, sentence: sentence + trust(leg), advice }
  })
  const rank = ({ outcome }: PublicLeg) => PUBLIC_OUTCOMES.indexOf(outcome)
  const [worst] = legs.toSorted((one, other) => rank(other) - rank(one))
  if (worst === undefined) return judgePublicTest({ ...facts, stopped: 'no-name' })
  const here = facts.legs.filter(({ arrival }) => arrival !== null)
  const { given } = facts
  // Callers outside get another address, or refuse the certificate: then what arrived from here proves little.
  const doubtful = here.some((leg) => trust(leg) !== '' || (leg.range !== 'public' && !given))
  const state = STATES[worst.outcome]
  return {
    outcome: worst.outcome,
    state: doubtful && state === 'pass' ? 'warn' : state,
    sentence: legs.length > 1 && rank(worst) > 0 ? `Not every address leads here. ${worst.sentence}` : worst.sentence,
    advice: worst.advice,
    legs,
    proves: here.map((leg) => way(leg, given)),
    notProved: [...(given ? [NO_NAME] : []), ...OUTSIDE],
  }
}

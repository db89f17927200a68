import { isIP } from 'node:net'
import type { AnswerFacts, ConnectFacts, Observations, SessionFacts } from '../../../shared/preflight/observations.ts'
import { fillPlaceholders } from '../../../shared/preflight/placeholders.ts'
import type { Clocks } from '../listener/types.ts'
import { readChain } from './certificate/chain.ts'
import type { ReadChain } from './certificate/chain.ts'
import type { ReadCertificate } from './certificate/read.ts'
import type { Roots } from './certificate/roots.ts'
import { loadRoots } from './certificate/roots.ts'
import type { Place } from './dial.ts'
import { dial } from './dial.ts'
import { fetchIssuer } from './fetched-issuer.ts'
import { exchange } from './http-exchange.ts'
import type { Ask } from './http-exchange.ts'
import type { ProbeLimits } from './limits.ts'
import { PROBE_LIMITS, within } from './limits.ts'
import type { NameService } from './resolve.ts'
import { resolveName } from './resolve.ts'
import { revocationOf } from './revocation/revocation.ts'
import { offers } from './tls/offers.ts'
import type { Offers } from './tls/offers.ts'
import { openSession } from './tls/session.ts'
import type { Session } from './tls/session.ts'
import { urlFacts } from './url-facts.ts'

/** What to check, and how. */
export interface ProbeWish {
  readonly url: string
  readonly scope: 'static' | 'full'
  /** PEM roots beyond the public ones. */
  readonly roots: readonly string[]
  /** Connect here in place of where the URL leads. */
  readonly connectTo: Place | null
  readonly method: 'GET' | 'POST'
  /** Value of an Authorization header to send; never shown. */
  readonly authorization: string | null
}

export interface ProbeParts {
  readonly clocks: Clocks
  readonly signal: AbortSignal
  readonly names?: NameService
  readonly limits?: Partial<ProbeLimits>
  /** Told after each step. */
  readonly progress?: (seen: Observations) => void
}

/** At most this many addresses are connected to. */
const MOST_ADDRESSES = 8
const JAVA_AGENT = 'Java/17.0.12'
const OWN_AGENT = 'Callback-Inspector-Check'

/** One check, as its steps see it. */
class Check {
  seen: Observations
  readonly #wish: ProbeWish
  readonly #parts: ProbeParts
  readonly #limits: ProbeLimits
  readonly #signal: AbortSignal
  readonly #target: URL | null
  #roots: Roots | null = null

  constructor(wish: ProbeWish, parts: ProbeParts, signal: AbortSignal, limits: ProbeLimits) {
    this.#wish = wish
    this.#parts = parts
    this.#limits = limits
    this.#signal = signal
    const url = urlFacts(wish.url)
    const { text, filled } = fillPlaceholders(wish.url)
    this.#target = url.parsed?.scheme === 'https' && URL.canParse(text) ? new URL(text) : null
    this.seen = {
      url,
      scope: wish.scope,
      rehearsal: wish.roots.length > 0 || wish.connectTo !== null,
      now: parts.clocks.wall(),
      filled,
      ...{ dns: null, connects: null, tls: null, session: null, chain: null, revocation: null, stapled: false },
      ...{ byAddress: null, answer: null, javaAnswer: null, finished: wish.scope === 'static', stoppedBy: null },
    }
  }

  note(more: Partial<Observations>): void {
    this.seen = { ...this.seen, ...more }
    this.#parts.progress?.(this.seen)
  }

  #for(step: keyof ProbeLimits): AbortSignal {
    return within(this.#limits[step], this.#signal)
  }

  get #host(): string {
    return this.seen.url.host?.name ?? ''
  }

  get #port(): number {
    const port = this.#target?.port ?? ''
    return port === '' ? 443 : Number(port)
  }

  async run(): Promise<void> {
    if (this.seen.scope === 'static' || this.#target === null || this.#host === '') return
    const places = await this.#places()
    const reached = await this.#connect(places)
    if (reached.length === 0) return
    await this.#look(reached)
  }

  async #places(): Promise<readonly Place[]> {
    const { connectTo } = this.#wish
    if (connectTo !== null && isIP(connectTo.address) !== 0) return [connectTo]
    const host = connectTo?.address ?? this.#host
    const port = connectTo?.port ?? this.#port
    if (isIP(host) !== 0) return [{ address: host, port }]
    const dns = await resolveName(host, this.#parts.names ?? { servers: null }, this.#for('resolve'))
    if (connectTo === null) this.note({ dns })
    const known = dns.systemAddresses.length > 0 ? dns.systemAddresses : dns.records
    // RFC 6761: names under localhost and test are for experiments; in a rehearsal they stand for this machine.
    if (known.length === 0 && this.seen.rehearsal && /(?:^|\.)(?:localhost|test)$/.test(host))
      return [{ address: '127.0.0.1', port }]
    const ordered = [...known].sort((one, other) => one.family - other.family)
    return ordered.slice(0, MOST_ADDRESSES).map(({ address }) => ({ address, port }))
  }

  async #connect(places: readonly Place[]): Promise<readonly Place[]> {
    if (places.length === 0) return []
    const signal = this.#for('connect')
    const { monotonic } = this.#parts.clocks
    const connects = await Promise.all(
      places.map(async ({ address, port }): Promise<ConnectFacts> => {
        const began = monotonic()
        const dialled = await dial({ address, port }, signal)
        if (dialled.ok) dialled.socket.destroy()
        const family = isIP(address) === 6 ? 6 : 4
        const ms = Math.round(monotonic() - began)
        const told = dialled.ok
          ? { outcome: 'connected' as const, code: null }
          : { outcome: dialled.outcome, code: dialled.code }
        return { address, port, family, ms, ...told }
      }),
    )
    this.note({ connects })
    return places.filter((_, index) => connects[index]?.outcome === 'connected')
  }

  #session(place: Place): Promise<Session> {
    this.#roots ??= loadRoots(this.#wish.roots)
    return openSession({ place, host: this.#host, roots: this.#roots.pem }, this.#for('handshake'))
  }

  async #look([first, ...others]: readonly Place[]): Promise<void> {
    if (first === undefined) return
    const name = isIP(this.#host) === 0 ? this.#host : null
    const session = await this.#session(first)
    const answered = this.#ask(session)
    const offered = await offers(first, name, this.#for('handshake'))
    const chain = this.#chain(session, offered)
    this.note({ tls: offered.facts, session: sessionFacts(session), chain: chain?.facts ?? null })
    await Promise.all([
      answered.then((answer) => this.note({ answer })),
      this.#askAsJava(session, first),
      chain === null ? null : this.#trust(chain, staple(session, offered), first.address),
      this.#compare(chain, first, others),
    ])
  }

  #chain(session: Session, { flight }: Offers): ReadChain | null {
    // The hand-made hello shows the chain also where the library gave up early.
    const best = session.flight.certificates.length > 0 || flight.certificates.length === 0 ? session.flight : flight
    if (best.certificateBytes === 0) return null
    this.#roots ??= loadRoots(this.#wish.roots)
    return readChain(best.certificates, best.certificateBytes, this.#roots)
  }

  async #ask({ socket }: Session, userAgent = OWN_AGENT): Promise<AnswerFacts | null> {
    const target = this.#target
    if (socket === null || target === null) return null
    const { method, authorization } = this.#wish
    const ask: Ask = {
      method,
      host: target.host,
      target: `${target.pathname}${target.search}`,
      userAgent,
      authorization,
    }
    return exchange(socket, ask, this.#limits, this.#parts.clocks.monotonic, this.#signal)
  }

  async #askAsJava(session: Session, place: Place): Promise<void> {
    if (session.socket === null) return
    const javaAnswer = await this.#ask(await this.#session(place), JAVA_AGENT)
    this.note({ javaAnswer })
  }

  async #trust(chain: ReadChain, stapled: Buffer | null, own: string): Promise<void> {
    const signal = this.#for('revocation')
    const roots = this.#roots ?? loadRoots(this.#wish.roots)
    const fetched = await fetchIssuer(chain, roots, own, signal)
    if (fetched !== null) this.note({ chain: { ...chain.facts, fetched: fetched.facts } })
    const [leaf] = chain.certificates
    if (leaf === undefined || leaf === null) return
    const issuer = issuerOf(chain) ?? fetched?.certificate ?? null
    const wish = { certificate: leaf, issuer, staple: stapled, own, now: this.seen.now }
    this.note({ revocation: await revocationOf(wish, signal), stapled: stapled !== null })
  }

  /** The same handshake on every other address. */
  async #compare(chain: ReadChain | null, first: Place, others: readonly Place[]): Promise<void> {
    const leaf = chain?.certificates[0]?.facts.fingerprint ?? null
    const rest = await Promise.all(
      others.map(async (place) => {
        const { socket, flight } = await this.#session(place)
        socket?.destroy()
        const read = readChain(flight.certificates.slice(0, 1), 0, this.#roots ?? loadRoots([]))
        return { address: place.address, fingerprint: read.certificates[0]?.facts.fingerprint ?? null }
      }),
    )
    this.note({ byAddress: [{ address: first.address, fingerprint: leaf }, ...rest] })
  }
}

/** The presented certificate that signed the one of the server. */
function issuerOf({ facts, certificates }: ReadChain): ReadCertificate | null {
  const at = facts.presented[0]?.signedBy[0]
  return at === undefined ? null : (certificates[at] ?? null)
}

const staple = (session: Session, { flight }: Offers): Buffer | null => session.flight.staple ?? flight.staple

function sessionFacts({ socket, error, version, cipher, flight }: Session): SessionFacts {
  const { clientCertificateAsked } = flight
  return { completed: socket !== null, error, version, cipher, clientCertificateAsked }
}

/**
 * Looks at one endpoint the way the bank's client would meet it, and gives what was seen, without a verdict. Every step has a
 * deadline, and so has the whole. Opens connections to the endpoint, to name servers, and to places that its certificate names;
 * sends two requests (with an ordinary and with a Java user agent) and follows nothing. Never rejects.
 */
export async function probe(wish: ProbeWish, parts: ProbeParts): Promise<Observations> {
  const limits = { ...PROBE_LIMITS, ...parts.limits }
  const end = new AbortController()
  const timer = setTimeout(() => end.abort(), limits.total)
  const check = new Check(wish, parts, AbortSignal.any([end.signal, parts.signal]), limits)
  try {
    await check.run()
  } finally {
    clearTimeout(timer)
  }
  const stoppedBy = parts.signal.aborted ? 'user' : end.signal.aborted ? 'deadline' : null
  check.note({ finished: true, stoppedBy })
  return check.seen
}

import type { Settings } from '../../shared/model/settings.ts'
import type { Problem, Result } from '../../shared/protocol/errors.ts'
import { good } from '../../shared/protocol/errors.ts'
import type { ListenerStatus } from '../../shared/protocol/views.ts'
import { loadTlsMaterial } from './certificate/material.ts'
import type { LoadedTls } from './certificate/material.ts'
import { createRenewal } from './certificate/renewal.ts'
import { startListener } from './listener/listener.ts'
import type { CaptureSink, Clocks, Listener } from './listener/types.ts'

type Scheme = 'https' | 'http'

export interface ListenersParts {
  readonly sink: CaptureSink
  readonly clocks: Clocks
  /** Folder for the certificate that we make. */
  readonly certificateFolder: string
  /** Marks requests of our own sender. */
  readonly demoToken: string
  /** The files of the certificate changed: it was taken over (null), or cannot be used and the one before stays. */
  readonly renewed?: (problem: Problem | null) => void
}

/** What a test through the real socket gave. */
export interface Tested {
  readonly selfTest: NonNullable<ListenerStatus['selfTest']>
  readonly standing: NonNullable<NonNullable<ListenerStatus['certificate']>['standing']> | null
}

/** The HTTPS and the plain HTTP listener together, bound as the settings say. */
export interface Listeners {
  readonly status: () => readonly ListenerStatus[]
  /**
   * Binds as the settings say. What cannot be bound is a problem in the answer; a listener that runs and needs no
   * change, or whose new certificate or address is refused, goes on as it was.
   */
  readonly apply: (settings: Settings, passphrase: string | null) => Promise<readonly Problem[]>
  /** Connections that could still deliver a request right now. */
  readonly expecting: () => number
  /** What the user should know of the certificate that is in force: expired, about to expire, made anew. */
  readonly warnings: () => readonly Problem[]
  /** PEM certificates that a client on this machine has to trust to reach us. */
  readonly authorities: () => readonly string[]
  /** Puts the result of a test into the status. */
  readonly tested: (scheme: ListenerStatus['scheme'], result: Tested) => void
  readonly stop: (graceMs: number) => Promise<void>
}

/** One scheme's place: the listener that runs, what it was bound with, and why it does not run. */
interface Slot {
  listener: Listener | null
  boundWith: string
  /** The certificate setting in force, with its passphrase. */
  securedWith: string
  problem: Problem | null
  tested: Tested | null
}

/** Requests in flight get this long (ms) when a listener is bound anew. */
const REBIND_GRACE_MS = 5_000

function emptyStatus(scheme: Scheme, settings: Settings, problem: Problem | null): ListenerStatus {
  const { host, port } = settings[scheme]
  return {
    scheme,
    state: problem === null ? 'stopped' : 'failed',
    host,
    port,
    url: null,
    problem,
    certificate: null,
    lastCallbackAt: null,
    lastTroubleAt: null,
    lastTrouble: null,
    silent: 0,
  }
}

/** What a listener depends on: when this text is the same, it need not be bound anew. */
function bindingOf(scheme: Scheme, settings: Settings): string {
  return JSON.stringify([settings[scheme], settings.limits])
}

/** What its certificate depends on: when only this changes, it is swapped while the listener runs. */
function securingOf(scheme: Scheme, settings: Settings, passphrase: string | null): string {
  return scheme === 'https' ? JSON.stringify([settings.certificate, passphrase]) : ''
}

function withTest(status: ListenerStatus, tested: Tested | null): ListenerStatus {
  if (tested === null) return status
  const { selfTest, standing } = tested
  const certificate =
    status.certificate === null || standing === null ? status.certificate : { ...status.certificate, standing }
  return { ...status, certificate, selfTest }
}

function sameAddress(listener: Listener, settings: Settings, scheme: Scheme): boolean {
  const { host, port } = settings[scheme]
  const status = listener.status()
  return status.host === host && status.port === port
}

async function turnOff(slot: Slot): Promise<void> {
  await slot.listener?.stop(REBIND_GRACE_MS)
  slot.listener = null
  slot.boundWith = ''
  slot.problem = null
  slot.tested = null
}

function refuse(slot: Slot, problem: Problem): Problem {
  if (slot.listener === null) slot.problem = problem
  return problem
}

/** Makes the listeners; nothing is bound until `apply`. */
export function createListeners(parts: ListenersParts, first: Settings): Listeners {
  let settings = first
  let tls: LoadedTls | null = null
  let passphraseInForce: string | null = null
  const slots: Record<Scheme, Slot> = {
    https: { listener: null, boundWith: '', securedWith: '', problem: null, tested: null },
    http: { listener: null, boundWith: '', securedWith: '', problem: null, tested: null },
  }

  const material = async (
    scheme: Scheme,
    next: Settings,
    passphrase: string | null,
  ): Promise<Result<LoadedTls | null>> =>
    scheme === 'http'
      ? good(null)
      : loadTlsMaterial(next.certificate, parts.certificateFolder, passphrase, parts.clocks)

  const start = async (scheme: Scheme, next: Settings, loaded: LoadedTls | null): Promise<Result<Listener>> =>
    startListener(
      {
        scheme,
        host: next[scheme].host,
        port: next[scheme].port,
        tls: loaded?.material ?? null,
        certificate: loaded?.view ?? null,
        limits: next.limits,
        clocks: parts.clocks,
        demoToken: parts.demoToken,
      },
      parts.sink,
    )

  /** Gives the running listener the certificate as it is in the settings, or in its files, now. */
  const secure = async (next: Settings, passphrase: string | null): Promise<Problem | null> => {
    const { listener } = slots.https
    if (listener === null) return null
    const loaded = await loadTlsMaterial(next.certificate, parts.certificateFolder, passphrase, parts.clocks)
    if (!loaded.ok) return loaded.problem
    const problem = listener.secure(loaded.value.material, loaded.value.view)
    if (problem !== null) return problem
    tls = loaded.value
    slots.https.tested = null
    return null
  }

  const bind = async (scheme: Scheme, next: Settings, passphrase: string | null): Promise<Problem | null> => {
    const slot = slots[scheme]
    const binding = bindingOf(scheme, next)
    const securing = securingOf(scheme, next, passphrase)
    if (slot.listener !== null && slot.boundWith === binding) {
      if (slot.securedWith === securing) return null
      const problem = await secure(next, passphrase)
      if (problem === null) slot.securedWith = securing
      return problem
    }
    const loaded = await material(scheme, next, passphrase)
    if (!loaded.ok) return refuse(slot, loaded.problem)
    // The same address can only be bound after the old listener has let it go; another one is tried first.
    if (slot.listener !== null && sameAddress(slot.listener, next, scheme)) await turnOff(slot)
    const started = await start(scheme, next, loaded.value)
    if (!started.ok) return refuse(slot, started.problem)
    await turnOff(slot)
    slot.listener = started.value
    slot.boundWith = binding
    slot.securedWith = securing
    if (scheme === 'https') tls = loaded.value
    return null
  }

  const renewal = createRenewal(() => {
    void secure(settings, passphraseInForce).then((problem) => parts.renewed?.(problem))
  })

  return {
    status: () =>
      (['https', 'http'] as const).map((scheme) => {
        const { listener, problem, tested } = slots[scheme]
        return withTest(listener?.status() ?? emptyStatus(scheme, settings, problem), tested)
      }),
    tested: (scheme, result) => {
      slots[scheme].tested = result
    },
    apply: async (next, passphrase) => {
      settings = next
      const problems: Problem[] = []
      for (const scheme of ['https', 'http'] as const) {
        const problem = next[scheme].enabled
          ? await bind(scheme, next, passphrase)
          : (await turnOff(slots[scheme]), null)
        if (problem !== null) problems.push(problem)
      }
      passphraseInForce = passphrase
      renewal.watch(next.certificate)
      return problems
    },
    expecting: () => (slots.https.listener?.expecting() ?? 0) + (slots.http.listener?.expecting() ?? 0),
    warnings: () => (slots.https.listener === null ? [] : (tls?.warnings ?? [])),
    authorities: () => tls?.authorities ?? [],
    stop: async (graceMs) => {
      renewal.stop()
      await Promise.all([slots.https.listener?.stop(graceMs), slots.http.listener?.stop(graceMs)])
    },
  }
}

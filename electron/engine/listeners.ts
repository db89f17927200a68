import type { Settings } from '../../shared/model/settings.ts'
import type { Problem, Result } from '../../shared/protocol/errors.ts'
import { good } from '../../shared/protocol/errors.ts'
import type { ListenerStatus } from '../../shared/protocol/views.ts'
import { loadTlsMaterial } from './certificate/material.ts'
import type { LoadedTls } from './certificate/material.ts'
import { createRenewal } from './certificate/renewal.ts'
import { startListener } from './listener/listener.ts'
import type { CaptureSink, Clocks, Listener } from './listener/types.ts'
import { arranged, emptySlot, placed, placesOf, statusOf } from './listener-slots.ts'
import type { Place, Slot, Tested } from './listener-slots.ts'

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

/** The HTTPS and the plain HTTP listener and the further ones together, bound as the settings say. */
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
  /** Puts the result of a test into the status of the listener with this key (`listenerKey`). */
  readonly tested: (key: string, result: Tested) => void
  readonly stop: (graceMs: number) => Promise<void>
}

/** Requests in flight get this long (ms) when a listener is bound anew. */
const REBIND_GRACE_MS = 5_000

/** What a listener depends on: when this text is the same, it need not be bound anew. */
function bindingOf({ scheme, host, port }: Place, { limits }: Settings): string {
  return JSON.stringify([scheme, host, port, limits])
}

/** What its certificate depends on: when only this changes, it is swapped while the listener runs. */
function securingOf({ scheme }: Place, settings: Settings, passphrase: string | null): string {
  return scheme === 'https' ? JSON.stringify([settings.certificate, passphrase]) : ''
}

function holdsAddress(listener: Listener, { host, port }: Place): boolean {
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
  let made = 0
  const fresh = (place: Place): Slot =>
    emptySlot(place.name === null ? place.field : `further-${String(++made)}`, place)
  let slots: readonly Slot[] = placesOf(first).map(fresh)
  const secured = () => slots.filter(({ place, listener }) => place.scheme === 'https' && listener !== null)

  const load = async (next: Settings, passphrase: string | null): Promise<Result<LoadedTls>> =>
    loadTlsMaterial(next.certificate, parts.certificateFolder, passphrase, parts.clocks)

  const start = async (
    { scheme, host, port }: Place,
    { limits }: Settings,
    loaded: LoadedTls | null,
  ): Promise<Result<Listener>> => {
    const { clocks, demoToken } = parts
    const { material = null, view = null } = loaded ?? {}
    return startListener(
      { scheme, host, port, tls: material, certificate: view, limits, clocks, demoToken },
      parts.sink,
    )
  }

  /** Gives running listeners the certificate as it is in the settings, or in its files, now. */
  const secure = async (which: readonly Slot[], next: Settings, passphrase: string | null): Promise<Problem | null> => {
    if (which.length === 0) return null
    const loaded = await load(next, passphrase)
    if (!loaded.ok) return loaded.problem
    for (const slot of which) {
      const problem = slot.listener?.secure(loaded.value.material, loaded.value.view) ?? null
      if (problem !== null) return problem
      slot.tested = null
    }
    tls = loaded.value
    return null
  }

  const bind = async (slot: Slot, next: Settings, passphrase: string | null): Promise<Problem | null> => {
    const { place } = slot
    const binding = bindingOf(place, next)
    const securing = securingOf(place, next, passphrase)
    if (slot.listener !== null && slot.boundWith === binding) {
      if (slot.securedWith === securing) return null
      const problem = await secure([slot], next, passphrase)
      if (problem === null) slot.securedWith = securing
      return problem
    }
    const loaded = place.scheme === 'http' ? good(null) : await load(next, passphrase)
    if (!loaded.ok) return refuse(slot, loaded.problem)
    // The same address can only be bound after the old listener has let it go; another one is tried first.
    if (slot.listener !== null && holdsAddress(slot.listener, place)) await turnOff(slot)
    const started = await start(place, next, loaded.value)
    if (!started.ok) return refuse(slot, placed(started.problem, slot, slots))
    await turnOff(slot)
    slot.listener = started.value
    slot.boundWith = binding
    slot.securedWith = securing
    tls = loaded.value ?? tls
    return null
  }

  /** Arranges the slots as the settings want them; what is not wanted lets its address go first. */
  const arrange = async (next: Settings): Promise<void> => {
    const places = placesOf(next)
    const { slots: wanted, left } = arranged(slots, places, fresh)
    slots = wanted
    wanted.forEach((slot, index) => (slot.place = places[index] ?? slot.place))
    await Promise.all([...left, ...wanted.filter(({ place }) => !place.enabled)].map(turnOff))
  }

  const bindAll = async (
    which: readonly Slot[],
    next: Settings,
    passphrase: string | null,
  ): Promise<ReadonlyMap<Slot, Problem>> => {
    const problems = new Map<Slot, Problem>()
    for (const slot of which) {
      const problem = await bind(slot, next, passphrase)
      if (problem !== null) problems.set(slot, problem)
    }
    return problems
  }

  const renewal = createRenewal(() => {
    void secure(secured(), settings, passphraseInForce).then((problem) => parts.renewed?.(problem))
  })

  return {
    status: () => slots.map(statusOf),
    tested: (key, result) => {
      const slot = slots.find(({ id }) => id === key)
      if (slot !== undefined) slot.tested = result
    },
    apply: async (next, passphrase) => {
      settings = next
      await arrange(next)
      const enabled = slots.filter(({ place }) => place.enabled)
      const failed = await bindAll(enabled, next, passphrase)
      // One that was in the way of another may have moved meanwhile.
      const again = enabled.filter((slot) => failed.get(slot)?.code === 'port-in-use')
      const still = await bindAll(again, next, passphrase)
      passphraseInForce = passphrase
      renewal.watch(next.certificate)
      return [...failed].flatMap(([slot, problem]) => (again.includes(slot) ? (still.get(slot) ?? []) : problem))
    },
    expecting: () => slots.reduce((sum, { listener }) => sum + (listener?.expecting() ?? 0), 0),
    warnings: () => (secured().length === 0 ? [] : (tls?.warnings ?? [])),
    authorities: () => tls?.authorities ?? [],
    stop: async (graceMs) => {
      renewal.stop()
      await Promise.all(slots.map(({ listener }) => listener?.stop(graceMs)))
    },
  }
}

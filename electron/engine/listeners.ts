import type { Settings } from '../../shared/model/settings.ts'
import type { Problem } from '../../shared/protocol/errors.ts'
import type { ListenerStatus } from '../../shared/protocol/views.ts'
import { createRenewal } from './certificate/renewal.ts'
import { createBinder, turnOff } from './listener-binder.ts'
import type { BinderParts } from './listener-binder.ts'
import { arranged, emptySlot, placesOf, statusOf } from './listener-slots.ts'
import type { Place, PublicTested, Slot, Tested } from './listener-slots.ts'

export interface ListenersParts extends BinderParts {
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
  /** Those of them that are new and have not brought a request yet. */
  readonly arriving: () => number
  /** What the user should know of the certificate that is in force: expired, about to expire, made anew. */
  readonly warnings: () => readonly Problem[]
  /** PEM certificates that a client on this machine has to trust to reach us. */
  readonly authorities: () => readonly string[]
  /** Puts the result of a test into the status of the listener with this key (`listenerKey`). */
  readonly tested: (key: string, result: Tested) => void
  /** Puts the result of a test through a public name into the status of this listener, and takes it from the others. */
  readonly publicTested: (key: string, result: PublicTested) => void
  readonly stop: (graceMs: number) => Promise<void>
}

/** Makes the listeners; nothing is bound until `apply`. */
export function createListeners(parts: ListenersParts, first: Settings): Listeners {
  let settings = first
  const binder = createBinder(parts)
  let passphraseInForce: string | null = null
  let made = 0
  const fresh = (place: Place): Slot =>
    emptySlot(place.name === null ? place.field : `further-${String(++made)}`, place)
  let slots: readonly Slot[] = placesOf(first).map(fresh)
  const secured = () => slots.filter(({ place, listener }) => place.scheme === 'https' && listener !== null)

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
      const problem = await binder.bind(slot, slots, next, passphrase)
      if (problem !== null) problems.set(slot, problem)
    }
    return problems
  }

  const renewal = createRenewal(() => {
    void binder.secure(secured(), settings, passphraseInForce).then((problem) => parts.renewed?.(problem))
  })

  return {
    status: () => slots.map(statusOf),
    tested: (key, result) => {
      const slot = slots.find(({ id }) => id === key)
      if (slot !== undefined) slot.tested = result
    },
    publicTested: (key, result) => {
      for (const slot of slots) slot.publicTested = slot.id === key ? result : null
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
    arriving: () => slots.reduce((sum, { listener }) => sum + (listener?.arriving() ?? 0), 0),
    warnings: () => (secured().length === 0 ? [] : (binder.tls()?.warnings ?? [])),
    authorities: () => binder.tls()?.authorities ?? [],
    stop: async (graceMs) => {
      renewal.stop()
      await Promise.all(slots.map(({ listener }) => listener?.stop(graceMs)))
    },
  }
}

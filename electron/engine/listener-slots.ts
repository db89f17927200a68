import type { Settings } from '../../shared/model/settings.ts'
import type { Problem } from '../../shared/protocol/errors.ts'
import type { ListenerStatus } from '../../shared/protocol/views.ts'
import type { Listener } from './listener/types.ts'

/** What a test through the real socket gave. */
export interface Tested {
  readonly selfTest: NonNullable<ListenerStatus['selfTest']>
  readonly standing: NonNullable<NonNullable<ListenerStatus['certificate']>['standing']> | null
}

/** What the last test through a public name gave. */
export type PublicTested = NonNullable<ListenerStatus['publicTest']>

/** One listener as the settings want it. */
export interface Place {
  readonly scheme: 'https' | 'http'
  readonly enabled: boolean
  readonly host: string
  readonly port: number
  /** Where it stands in the settings: `https`, `http`, `listeners.0`, … */
  readonly field: string
  /** null for the two that always stand. */
  readonly name: string | null
}

/** One place's listener: what runs, what it was bound with, and why it does not run. */
export interface Slot {
  /** Stays the same while the engine runs. */
  readonly id: string
  place: Place
  listener: Listener | null
  boundWith: string
  /** The certificate setting in force, with its passphrase. */
  securedWith: string
  problem: Problem | null
  tested: Tested | null
  publicTested: PublicTested | null
}

/** An empty slot for a place. */
export function emptySlot(id: string, place: Place): Slot {
  return { id, place, listener: null, boundWith: '', securedWith: '', problem: null, tested: null, publicTested: null }
}

/** Takes the settings, gives the places: HTTPS, plain HTTP, then the further ones in their order. */
export function placesOf({ https, http, listeners }: Settings): readonly Place[] {
  return [
    { ...https, scheme: 'https', field: 'https', name: null },
    { ...http, scheme: 'http', field: 'http', name: null },
    ...listeners.map((further, index) => ({ ...further, field: `listeners.${String(index)}` })),
  ]
}

const sameAddress = (a: Place, b: Place): boolean => a.scheme === b.scheme && a.host === b.host && a.port === b.port

/**
 * Gives each place its slot, so that a listener which the settings still name goes on: the standing two by their
 * field, a further one by its address, and one whose address was changed by its order among the rest of its scheme.
 * @param fresh makes a slot for a place that had none
 * @returns the slots in the order of the places, and those that no place wants any longer
 */
export function arranged(
  slots: readonly Slot[],
  places: readonly Place[],
  fresh: (place: Place) => Slot,
): { readonly slots: readonly Slot[]; readonly left: readonly Slot[] } {
  const free = new Set(slots)
  const found = new Map<Place, Slot>()
  const match = (fits: (slot: Slot, place: Place) => boolean): void => {
    for (const place of places.filter((one) => !found.has(one))) {
      const slot = [...free].find((one) => (one.place.name === null) === (place.name === null) && fits(one, place))
      if (slot === undefined) continue
      free.delete(slot)
      found.set(place, slot)
    }
  }
  match((slot, place) => place.name === null && slot.place.field === place.field)
  match((slot, place) => sameAddress(slot.place, place))
  match((slot, place) => place.name !== null && slot.place.scheme === place.scheme)
  return { slots: places.map((place) => found.get(place) ?? fresh(place)), left: [...free] }
}

function emptyStatus({ place, problem }: Slot): ListenerStatus {
  const { scheme, host, port } = place
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
    lastHandshakeFailureAt: null,
    lastHandshakeFailure: null,
    silent: 0,
  }
}

function withTest(status: ListenerStatus, tested: Tested | null): ListenerStatus {
  if (tested === null) return status
  const { selfTest, standing } = tested
  const certificate =
    status.certificate === null || standing === null ? status.certificate : { ...status.certificate, standing }
  return { ...status, certificate, selfTest }
}

/** Takes a slot, gives what its card shows. */
export function statusOf(slot: Slot): ListenerStatus {
  const status = withTest(slot.listener?.status() ?? emptyStatus(slot), slot.tested)
  const { name } = slot.place
  const further = name === null ? {} : { further: { id: slot.id, name } }
  return { ...status, ...further, ...(slot.publicTested === null ? {} : { publicTest: slot.publicTested }) }
}

const FIELDS: Readonly<Record<string, string>> = {
  'port-in-use': 'port',
  'port-forbidden': 'port',
  'address-unavailable': 'host',
}

/**
 * Takes what kept a place from being bound, gives it with the field of the settings that it concerns; a port that
 * another listener of ours holds is named as that.
 */
export function placed(problem: Problem, { place }: Slot, all: readonly Slot[]): Problem {
  const field = FIELDS[problem.code]
  if (field === undefined) return problem
  const data = { ...problem.data, field: `${place.field}.${field}` }
  const ours = all.find(({ listener }) => listener?.status().port === place.port)
  if (problem.code !== 'port-in-use' || ours === undefined) return { ...problem, data }
  const name = ours.place.name === null || ours.place.name === '' ? ours.place.scheme.toUpperCase() : ours.place.name
  const message = `Port ${String(place.port)} on ${place.host} is taken by another listener of this app (${name}). Choose another port for one of them.`
  return { ...problem, message, data }
}

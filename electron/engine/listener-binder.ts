import type { Settings } from '../../shared/model/settings.ts'
import type { Problem, Result } from '../../shared/protocol/errors.ts'
import { good } from '../../shared/protocol/errors.ts'
import { loadTlsMaterial } from './certificate/material.ts'
import type { LoadedTls } from './certificate/material.ts'
import { placed } from './listener-slots.ts'
import type { Place, Slot } from './listener-slots.ts'
import { startListener } from './listener/listener.ts'
import type { PublicArrivals } from './listener/public-arrivals.ts'
import type { CaptureSink, Clocks, Listener } from './listener/types.ts'

export interface BinderParts {
  readonly sink: CaptureSink
  readonly clocks: Clocks
  /** Folder for the certificate that we make. */
  readonly certificateFolder: string
  /** Marks requests of our own sender. */
  readonly demoToken: string
  /** Where requests of our own that come through a public name are noted. */
  readonly publicArrivals?: PublicArrivals
}

/** Binds slots and gives them their certificate. */
export interface Binder {
  /** Binds one slot as its place says, when anything changed; a refused change leaves what runs as it was. */
  readonly bind: (
    slot: Slot,
    all: readonly Slot[],
    settings: Settings,
    passphrase: string | null,
  ) => Promise<Problem | null>
  /** Gives running listeners the certificate as it is in the settings, or in its files, now. */
  readonly secure: (which: readonly Slot[], settings: Settings, passphrase: string | null) => Promise<Problem | null>
  /** The certificate in force; null before the first. */
  readonly tls: () => LoadedTls | null
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

/** Stops what runs in a slot; requests in flight are answered. */
export async function turnOff(slot: Slot): Promise<void> {
  await slot.listener?.stop(REBIND_GRACE_MS)
  slot.listener = null
  slot.boundWith = ''
  slot.problem = null
  slot.tested = null
  slot.publicTested = null
}

function refuse(slot: Slot, problem: Problem): Problem {
  if (slot.listener === null) slot.problem = problem
  return problem
}

interface Context {
  readonly parts: BinderParts
  /** The certificate in force. */
  tls: LoadedTls | null
}

async function load({ parts }: Context, next: Settings, passphrase: string | null): Promise<Result<LoadedTls>> {
  return loadTlsMaterial(next.certificate, parts.certificateFolder, passphrase, parts.clocks)
}

async function start(
  { parts }: Context,
  { scheme, host, port }: Place,
  { limits }: Settings,
  loaded: LoadedTls | null,
): Promise<Result<Listener>> {
  const { clocks, demoToken, publicArrivals } = parts
  const noted = publicArrivals === undefined ? {} : { publicArrivals }
  const { material = null, view = null } = loaded ?? {}
  const options = { scheme, host, port, tls: material, certificate: view, limits, clocks, demoToken, ...noted }
  return startListener(options, parts.sink)
}

async function secure(
  context: Context,
  which: readonly Slot[],
  next: Settings,
  passphrase: string | null,
): Promise<Problem | null> {
  if (which.length === 0) return null
  const loaded = await load(context, next, passphrase)
  if (!loaded.ok) return loaded.problem
  for (const slot of which) {
    const problem = slot.listener?.secure(loaded.value.material, loaded.value.view) ?? null
    if (problem !== null) return problem
    slot.tested = null
  }
  context.tls = loaded.value
  return null
}

async function bind(
  context: Context,
  slot: Slot,
  all: readonly Slot[],
  next: Settings,
  passphrase: string | null,
): Promise<Problem | null> {
  const { place } = slot
  const binding = bindingOf(place, next)
  const securing = securingOf(place, next, passphrase)
  if (slot.listener !== null && slot.boundWith === binding) {
    if (slot.securedWith === securing) return null
    const problem = await secure(context, [slot], next, passphrase)
    if (problem === null) slot.securedWith = securing
    return problem
  }
  const loaded = place.scheme === 'http' ? good(null) : await load(context, next, passphrase)
  if (!loaded.ok) return refuse(slot, loaded.problem)
  // The same address can only be bound after the old listener has let it go; another one is tried first.
  if (slot.listener !== null && holdsAddress(slot.listener, place)) await turnOff(slot)
  const started = await start(context, place, next, loaded.value)
  if (!started.ok) return refuse(slot, placed(started.problem, slot, all))
  await turnOff(slot)
  slot.listener = started.value
  slot.boundWith = binding
  slot.securedWith = securing
  context.tls = loaded.value ?? context.tls
  return null
}

/** Makes a binder: all HTTPS listeners that it binds have the same certificate. */
export function createBinder(parts: BinderParts): Binder {
  const context: Context = { parts, tls: null }
  return {
    bind: async (slot, all, settings, passphrase) => bind(context, slot, all, settings, passphrase),
    secure: async (which, settings, passphrase) => secure(context, which, settings, passphrase),
    tls: () => context.tls,
  }
}

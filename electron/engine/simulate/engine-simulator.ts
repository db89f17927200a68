import { randomUUID } from 'node:crypto'
import type { RunEnd } from '../../../shared/model/delivery.ts'
import type { EndpointProfile } from '../../../shared/model/profile.ts'
import { toProblem } from '../../../shared/protocol/errors.ts'
import type { Problem } from '../../../shared/protocol/errors.ts'
import type { Clocks } from '../listener/types.ts'
import type { Listeners } from '../listeners.ts'
import type { JudgedEntry } from '../judge-batch.ts'
import type { KeySet, TrustBase } from '../verify/types.ts'
import { listenerTarget } from './find-target.ts'
import type { FoundTarget } from './find-target.ts'
import { createOtherRuns } from './other-runs.ts'
import { openRunNotes } from './run-notes.ts'
import { announce, identityOf, withdraw } from './running.ts'
import type { Running } from './running.ts'
import { simulatedTrust } from './simulated-trust.ts'
import { createSimulator } from './simulator.ts'
import type { Simulator } from './simulator.ts'
import { simulatorKey } from './simulator-key.ts'
import type { SimulatorKey } from './simulator-key.ts'

/** The key is made this long after the start, ms, so that `simulate` of another process finds it and nothing waits for it. */
const MAKE_KEY_MS = 1_000

export interface EngineSimulatorParts {
  readonly dataFolder: string
  readonly clocks: Clocks
  readonly token: string
  readonly profiles: () => readonly EndpointProfile[]
  readonly listeners: Listeners
  /** Told when a run has ended. */
  readonly ended: () => void
  /** Highest number that was captured before this start. */
  readonly lastBefore: number
  readonly notice: (key: string, problem: Problem | null) => void
}

/** The simulator of an engine, with what the engine needs of it. */
export interface EngineSimulator {
  readonly simulator: Simulator
  /** Callbacks that our listener captured: those of runs, here or in another process, tell how these stand. */
  readonly judged: (entries: readonly JudgedEntry[]) => void
  /** What a simulated callback is judged against. */
  readonly trust: (trust: TrustBase) => TrustBase
  /** Why a run makes no further attempt, as far as it is known here: by its id and the number of the last request that came of it. */
  readonly runEnd: (run: string, last: number) => RunEnd | null
  /** The listeners have been bound: other programs of this user may find them. */
  readonly listening: () => void
  readonly close: () => void
}

function ownListener(listeners: Listeners): FoundTarget | null {
  const status = listeners.status().find(({ state }) => state === 'listening')
  return status === undefined ? null : listenerTarget(status, listeners.authorities())
}

/** A key that cannot be had stands as a notice until it can. */
function noticing({ notice }: EngineSimulatorParts, key: Promise<unknown>): void {
  void key.then(
    () => notice('simulator-key', null),
    (thrown: unknown) => notice('simulator-key', toProblem(thrown)),
  )
}

function addressesOf(listeners: Listeners): Pick<Running, 'urls' | 'authorities'> {
  const urls = listeners.status().flatMap(({ url }) => (url === null ? [] : [url]))
  return { urls, authorities: [...listeners.authorities()] }
}

/** Makes the simulator of an engine. The key of an earlier run is read at once, so that its tokens are known. */
export function createEngineSimulator(parts: EngineSimulatorParts): EngineSimulator {
  const { dataFolder, clocks, token, listeners } = parts
  const { pid } = process
  let keySet: KeySet | null = null
  let announced = false
  const load = async <K extends SimulatorKey | null>(key: Promise<K>): Promise<K> => {
    keySet = (await key)?.keySet ?? keySet
    return key
  }
  const quietly = (key: Promise<SimulatorKey | null>): void => noticing(parts, load(key))
  quietly(simulatorKey(dataFolder, false))
  const timer = setTimeout(() => quietly(simulatorKey(dataFolder, true)), MAKE_KEY_MS).unref()
  const simulator = createSimulator({
    clocks,
    token,
    uuid: randomUUID,
    key: () => load(simulatorKey(dataFolder, true)),
    profiles: parts.profiles,
    ownListener: () => ownListener(listeners),
    authorities: listeners.authorities,
    ended: parts.ended,
    notes: openRunNotes(dataFolder, { pid, identity: identityOf(pid) ?? '' }),
  })
  const others = createOtherRuns({ isOwn: (run) => simulator.standing(run) !== null, ended: parts.ended })
  return {
    simulator,
    judged: (entries) => {
      simulator.judged(entries)
      others.judged(entries)
    },
    runEnd: (run, last) => {
      const standing = simulator.standing(run)
      if (standing !== null) return standing === 'going-on' ? null : standing
      // A run of another program (`simulate`) knows our token, which is a new one at each start: after that nothing more comes of it.
      return last <= parts.lastBefore ? 'over' : others.end(run)
    },
    trust: (trust) => simulatedTrust(trust, keySet),
    listening: () => {
      announced = true
      announce(dataFolder, { pid, token, startedAt: clocks.wall(), ...addressesOf(listeners) })
    },
    close: () => {
      clearTimeout(timer)
      others.close()
      simulator.close()
      if (announced) withdraw(dataFolder, pid)
    },
  }
}

import { randomBytes } from 'node:crypto'
import type { Settings } from '../../shared/model/settings.ts'
import type { CallbackFacts } from '../../shared/model/stored.ts'
import type { Problem, Result } from '../../shared/protocol/errors.ts'
import { good, toProblem } from '../../shared/protocol/errors.ts'
import type { ArchiveStatus, Notice, ProfileStatus } from '../../shared/protocol/views.ts'
import { createCaptureSink } from './capture-sink.ts'
import { createGuardedJudge } from './guarded-judge.ts'
import { createEngineListeners } from './engine-listeners.ts'
import type { FetchedKeys } from './key-sets/fetched-keys.ts'
import type { Listeners } from './listeners.ts'
import type { ProfileEditor } from './profiles/profile-editor.ts'
import type { Clocks } from './listener/types.ts'
import { createPassing } from './respond/passing.ts'
import { createResponder } from './respond/responder.ts'
import type { Responder, ResponderParts } from './respond/responder.ts'
import { createSequenceCounts } from './respond/sequence-counts.ts'
import { createEngineSimulator } from './simulate/engine-simulator.ts'
import type { EngineSimulator, EngineSimulatorParts } from './simulate/engine-simulator.ts'
import type { Simulator } from './simulate/simulator.ts'
import { createNotices } from './notices.ts'
import { createPipeline } from './pipeline.ts'
import type { JudgedEntry } from './judge-batch.ts'
import type { Pipeline } from './pipeline.ts'
import { createEngineRejudging } from './rejudge/engine-rejudging.ts'
import type { EngineRejudging } from './rejudge/engine-rejudging.ts'
import type { RunPublicTest } from './self-test/public-tests.ts'
import { openArchive } from './store/archive.ts'
import type { Archive } from './store/types.ts'
import { createSurroundedTrust } from './verify/surroundings.ts'
import type { Judge, TrustBase } from './verify/types.ts'

/** Profiles and key sets, wherever they come from. */
export interface TrustSource {
  readonly current: () => TrustBase
  readonly status: () => readonly ProfileStatus[]
  readonly folder: string
  readonly reload: () => Promise<void>
  readonly onChange: (handler: () => void) => void
  /** How profiles are changed here; null where they only come as files. */
  readonly editor: ProfileEditor | null
  readonly close: () => void
}

/** Keeps the settings; saving gives a problem when the file cannot be written. */
export interface SettingsKeeper {
  readonly current: () => Settings
  readonly save: (settings: Settings) => Problem | null
}

export interface EngineOptions {
  /** Folder for the certificate that we make. */
  readonly dataFolder: string
  readonly archiveFile: string
  readonly settings: SettingsKeeper
  readonly trust: TrustSource
  /** Kept copies of key sets that profiles name by address; absent: none can be fetched. */
  readonly fetchedKeys?: FetchedKeys
  /** For the user's own key or PFX, as kept from the last run. */
  readonly passphrase: string | null
  /** Whether listeners are tested by themselves, after each binding and every five minutes: for a window that shows it. */
  readonly testsItself: boolean
  readonly clocks: Clocks
  readonly version: string
  readonly runtime: { readonly node: string; readonly electron: string | null; readonly testBuild: boolean }
}

/** What changed, for whoever shows it. */
export interface EngineNews {
  readonly judged: (entries: readonly JudgedEntry[]) => void
  readonly listeners: () => void
  readonly notices: () => void
  readonly profiles: () => void
  readonly rejudging: () => void
}

export interface Engine {
  readonly options: EngineOptions
  readonly startedAt: number
  readonly archive: Archive
  readonly listeners: Listeners
  readonly pipeline: Pipeline
  readonly rejudging: EngineRejudging
  readonly judge: Judge
  readonly demoToken: string
  readonly trustFor: (facts: CallbackFacts) => TrustBase
  readonly responder: Responder
  readonly simulator: Simulator
  readonly archiveStatus: () => ArchiveStatus
  readonly notices: () => readonly Notice[]
  readonly subscribe: (news: EngineNews) => void
  /** Tests every running listener through its real socket; the results stand in their status. */
  readonly selfTest: () => Promise<void>
  /** Sends a marked request through a public name, and says whether it arrived at a listener of ours. */
  readonly publicTest: RunPublicTest
  /** Binds the listeners as the settings say, with a new passphrase (null: the one before); gives what could not be bound. */
  readonly listen: (passphrase: string | null) => Promise<readonly Problem[]>
  /** Answers and stores what is under way (at most `graceMs`), judges it, closes the archive. */
  readonly stop: (graceMs: number) => Promise<void>
}

/**
 * Puts the engine together: archive, listeners, judging. The same under Electron and on the command line.
 * @returns the engine with its archive open and nothing bound yet, or the problem of the archive
 */
export function createEngine(options: EngineOptions): Result<Engine> {
  const subscribers: EngineNews[] = []
  const tell = (what: Exclude<keyof EngineNews, 'judged'>) => {
    for (const news of subscribers) news[what]()
  }
  const notices = createNotices(() => tell('notices'))
  const { clocks, settings, trust } = options
  // The archive asks who could still deliver before the listeners exist.
  let traffic: Traffic = { expecting: () => 0, arriving: () => 0 }
  const asks = { traffic: () => traffic, runEnd: (...about: RunQuestion) => simulation.runEnd(...about) }
  const opened = openEngineArchive(options, asks, notices.set)
  if (!opened.ok) return opened
  const archive = opened.value
  const surrounded = createSurroundedTrust()
  const currentTrust = () => surrounded.of(trust.current(), settings.current().sources)
  const trustFor = ({ simulated }: Pick<CallbackFacts, 'simulated'>) =>
    simulated ? simulation.trust(currentTrust()) : currentTrust()
  const judge = createGuardedJudge(
    () => settings.current().limits.decodedBytes,
    (sequence, thrown) => notices.set('judge', judgeFault(sequence, thrown)),
  )
  const pipeline = createPipeline({
    archive,
    judge,
    trustFor,
    trust: currentTrust,
    monotonic: clocks.monotonic,
    onFault: (problem) => notices.set('judging', problem),
    onJudged: (entries) => {
      simulation.judged(entries)
      for (const news of subscribers) news.judged(entries)
    },
  })
  const demoToken = randomBytes(16).toString('hex')
  const responder = makeResponder(options, { archive, judge, trustFor, runs: () => simulation.simulator.answers() })
  const sink = createCaptureSink({
    archive,
    pipeline,
    settings: settings.current,
    responder,
    changed: () => tell('listeners'),
    fault: (thrown) => notices.set('answer-rules', ruleFault(thrown)),
  })
  const changed = () => tell('listeners')
  const bound = createEngineListeners(options, { sink, demoToken, notice: notices.set, changed })
  const { listeners } = bound
  traffic = listeners
  const simulation = simulatorFor(options, archive, { token: demoToken, listeners, notice: notices.set })
  const rejudging = createEngineRejudging({
    archive,
    judge,
    decodedBytes: () => settings.current().limits.decodedBytes,
    trustFor,
    trust: currentTrust,
    pipeline,
    monotonic: clocks.monotonic,
    version: options.version,
    notice: (problem) => notices.set('judging-again', problem),
    changed: () => tell('rejudging'),
  })
  watchTrust(trust, notices.set, () => {
    tell('profiles')
    rejudging.trustChanged()
  })
  return good({
    options,
    startedAt: clocks.wall(),
    archive,
    listeners,
    pipeline,
    rejudging,
    judge,
    demoToken,
    trustFor,
    responder,
    simulator: simulation.simulator,
    archiveStatus: () => ({ ...archive.status(), backlog: pipeline.backlog() }),
    notices: notices.list,
    selfTest: bound.selfTest,
    publicTest: bound.publicTest,
    subscribe: (news) => subscribers.push(news),
    listen: async (given) => {
      if (surrounded.changed(settings.current().sources)) rejudging.trustChanged()
      const problems = await bound.listen(given)
      simulation.listening()
      tell('listeners')
      return problems
    },
    stop: async (graceMs) => {
      trust.close()
      const judgedAgain = rejudging.close()
      simulation.close()
      await bound.stop(graceMs)
      sink.drain()
      archive.flush()
      await pipeline.idle()
      archive.close()
      await judgedAgain
    },
  })
}

function makeResponder(
  { settings, trust, clocks }: EngineOptions,
  parts: Pick<ResponderParts, 'judge' | 'trustFor' | 'runs'> & { readonly archive: Archive },
): Responder {
  const { archive } = parts
  return createResponder({
    ...parts,
    settings: settings.current,
    trust: trust.current,
    counts: createSequenceCounts({ latest: archive.deliveries.latest, entry: archive.entry, row: archive.row }),
    keep: archive.keepUpstream,
    passing: createPassing(),
    monotonic: clocks.monotonic,
  })
}

type RunQuestion = Parameters<EngineSimulator['runEnd']>
type Traffic = Pick<Listeners, 'expecting' | 'arriving'>

function openEngineArchive(
  { archiveFile, settings, clocks }: EngineOptions,
  { traffic, runEnd }: { readonly traffic: () => Traffic; readonly runEnd: EngineSimulator['runEnd'] },
  notice: EngineSimulatorParts['notice'],
): Result<Archive> {
  const retention = () => settings.current().retention
  return openArchive({
    file: archiveFile,
    expecting: () => traffic().expecting(),
    arriving: () => traffic().arriving(),
    retention,
    wall: clocks.wall,
    runEnd,
    notice,
  })
}

function simulatorFor(
  { dataFolder, clocks, trust }: EngineOptions,
  { deliveries, lastSequence }: Archive,
  parts: Pick<EngineSimulatorParts, 'token' | 'listeners' | 'notice'>,
): EngineSimulator {
  deliveries.endEarlierRuns()
  const about = { lastBefore: lastSequence(), ended: deliveries.runsEnded }
  return createEngineSimulator({ ...parts, ...about, dataFolder, clocks, profiles: () => trust.current().profiles })
}

/** A defect of ours: the callback got the answer of the settings. */
function ruleFault(thrown: unknown): Problem {
  const message = `A callback was answered as the settings say, because its answer rule could not be worked out. ${toProblem(thrown).message}`
  return { code: 'engine-failed', message }
}

/** A defect of ours: the callback is there with its bytes, but without a verdict. */
function judgeFault(sequence: number, thrown: unknown): Problem {
  const { message } = toProblem(thrown)
  return {
    code: 'engine-failed',
    message: `Callback ${String(sequence)} was captured but could not be judged. ${message}`,
  }
}

/** A profile that is broken stands as a banner until it is mended. */
function watchTrust(
  trust: TrustSource,
  notice: (key: string, problem: Problem | null) => void,
  changed: () => void,
): void {
  let named = new Set<string>()
  const name = () => {
    const broken = trust.status().filter((profile) => profile.problem !== null)
    for (const file of named) if (!broken.some((profile) => profile.file === file)) notice(`profile ${file}`, null)
    for (const profile of broken) notice(`profile ${profile.file}`, profile.problem)
    named = new Set(broken.map((profile) => profile.file))
  }
  name()
  trust.onChange(() => {
    name()
    changed()
  })
}

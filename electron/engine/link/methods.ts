import { PROTOCOL_VERSION } from '../../../shared/protocol/table.ts'
import type { Handlers } from '../../../shared/protocol/table.ts'
import { bad, ProblemError } from '../../../shared/protocol/errors.ts'
import type { Problem, Result } from '../../../shared/protocol/errors.ts'
import type { EngineState, EntryDetail } from '../../../shared/protocol/views.ts'
import type { StoredEntry } from '../../../shared/model/stored.ts'
import type { Settings } from '../../../shared/model/settings.ts'
import { curlCommand } from '../../../shared/export/curl.ts'
import { searchLimit } from '../clocks.ts'
import type { Engine } from '../core.ts'
import { callbackDetail, connectionDetail } from '../detail.ts'
import { parseHead } from '../listener/wire/head.ts'
import { sendDemo } from '../simulate/demo-sender.ts'
import { listenerTarget } from '../simulate/find-target.ts'
import { decodeBody } from '../verify/body.ts'
import { explained } from '../verify/explain.ts'
import { wireBody } from '../verify/wire-body.ts'
import { loginOf } from './client-checks.ts'
import type { ClientChecks } from './client-checks.ts'
import type { ClientDeliveries } from '../deliveries/client-deliveries.ts'
import { deliveryMethods } from '../deliveries/methods.ts'
import { withPairRemark } from '../deliveries/pair-remark.ts'
import type { ClientViews } from './client-views.ts'
import { createDigestMethods } from './digest-methods.ts'
import { createProfileMethods } from './profile-methods.ts'
import { createRuleMethods } from './rule-methods.ts'
import { signatureMethods } from './signature-methods.ts'
import { createSimulatorMethods } from './simulator-methods.ts'

/** What the methods need beside the engine. */
export interface MethodParts {
  readonly engine: Engine
  readonly views: ClientViews
  readonly deliveries: ClientDeliveries
  readonly checks: ClientChecks
  /** Keeps or forgets the passphrase of the user's key. */
  readonly keepPassphrase: (passphrase: string | null) => void
  /** Told when this client saved settings: the others show them too. */
  readonly settingsSaved: () => void
}

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new ProblemError(result.problem)
  return result.value
}

function storedEntry(engine: Engine, sequence: number): StoredEntry {
  const entry = engine.archive.entry(sequence)
  if (entry === null)
    throw new ProblemError({ code: 'not-found', message: `Entry ${String(sequence)} has been deleted.` })
  return entry
}

/** Everything that the frame of the window shows. */
export function engineState(engine: Engine): EngineState {
  const { options } = engine
  return {
    protocol: PROTOCOL_VERSION,
    version: options.version,
    runtime: options.runtime,
    startedAt: engine.startedAt,
    listeners: engine.listeners.status(),
    archive: engine.archiveStatus(),
    profiles: options.trust.status(),
    profilesFolder: options.trust.folder,
    settings: options.settings.current(),
    notices: engine.notices(),
    rejudging: engine.rejudging.progress(),
  }
}

async function detailOf(engine: Engine, sequence: number): Promise<EntryDetail> {
  const entry = storedEntry(engine, sequence)
  if (entry.facts.kind === 'connection') return connectionDetail(engine.archive.id, entry, entry.facts)
  const trust = engine.trustFor(entry.facts)
  const { judgement, digestSearch } = explained(await engine.judge(entry, trust), trust, searchLimit())
  const limit = engine.options.settings.current().limits.decodedBytes
  const delivery = engine.archive.row(sequence)?.delivery?.id
  const remarked = withPairRemark(engine.archive, sequence, delivery, judgement)
  const detail = callbackDetail(engine.archive.id, entry, entry.facts, remarked, limit, digestSearch)
  return { ...detail, delivery: delivery ?? null }
}

function partOf(engine: Engine, sequence: number, part: 'raw' | 'body' | 'decoded'): Uint8Array {
  const entry = storedEntry(engine, sequence)
  if (part === 'raw' || entry.facts.kind === 'connection') return entry.raw
  const body = wireBody(entry)
  if (part === 'body') return body
  const head = parseHead(entry.raw, entry.facts.headLength)
  return decodeBody(body, head.headers, engine.options.settings.current().limits.decodedBytes).bytes ?? body
}

function curlOf(engine: Engine, sequence: number): string {
  const entry = storedEntry(engine, sequence)
  if (entry.facts.kind === 'connection') {
    throw new ProblemError({ code: 'not-found', message: 'This never became a request, so there is none to copy.' })
  }
  const { scheme, local } = entry.facts.connection
  const head = parseHead(entry.raw, entry.facts.headLength)
  const authorityFile =
    engine.listeners.status().find((status) => status.scheme === scheme && status.certificate !== null)?.certificate
      ?.authorityFile ?? null
  return curlCommand({ head, body: wireBody(entry), scheme, local }, { secrets: false, authorityFile })
}

async function demo(engine: Engine): Promise<{ status: number; url: string }> {
  const statuses = engine.listeners.status().filter((status) => status.state === 'listening')
  const status = statuses[0]
  if (status === undefined) return unwrap(bad('send-failed', 'No listener is running, so there is nobody to send to.'))
  const target = listenerTarget(status, engine.listeners.authorities())
  return unwrap(await sendDemo(target, engine.demoToken, engine.options.clocks.monotonic))
}

async function writeSettings(
  { engine, keepPassphrase, settingsSaved }: MethodParts,
  settings: Settings,
  passphrase: string | null,
): Promise<{ settings: Settings; problems: readonly Problem[] }> {
  const notSaved = engine.options.settings.save(settings)
  if (notSaved !== null) return { settings: engine.options.settings.current(), problems: [notSaved] }
  if (passphrase !== null) keepPassphrase(passphrase)
  const problems = await engine.listen(passphrase)
  engine.archive.retain()
  settingsSaved()
  return { settings: engine.options.settings.current(), problems }
}

/** The listeners are tested and bound anew. */
function listenerMethods(
  engine: Engine,
): Pick<Handlers, 'listeners.selfTest' | 'listeners.publicTest' | 'listeners.restart'> {
  return {
    'listeners.selfTest': async () => {
      await engine.selfTest()
      return { listeners: engine.listeners.status() }
    },
    'listeners.publicTest': async ({ url, profile }) =>
      unwrap(await engine.publicTest({ url, connectTo: null, authorization: loginOf(engine, profile) })),
    'listeners.restart': async () => {
      await engine.listen(null)
      return { listeners: engine.listeners.status() }
    },
  }
}

/** One function per method of the table, for one client. */
export function createMethods(parts: MethodParts): Handlers {
  const { engine, views } = parts
  return {
    'engine.hello': ({ protocol }) => {
      if (protocol === PROTOCOL_VERSION) return engineState(engine)
      const message = `This window speaks version ${String(protocol)} of the protocol, the engine version ${String(PROTOCOL_VERSION)}: restart the app.`
      throw new ProblemError({ code: 'protocol-version', message })
    },
    'inbox.open': ({ filter, sort }) => views.open(filter, sort),
    'inbox.rows': ({ view, from, count }) => {
      const found = views.find(view)
      return { total: found.total(), from, rows: found.rows(from, count) }
    },
    'inbox.locate': ({ view, sequence }) => ({ position: views.find(view).position(sequence) }),
    'inbox.close': ({ view }) => {
      views.close(view)
      return {}
    },
    'inbox.delete': ({ sequences }) => ({ deleted: engine.archive.remove(sequences) }),
    'inbox.clear': () => ({ deleted: engine.archive.clear() }),
    'entry.detail': ({ sequence }) => detailOf(engine, sequence),
    'entry.bytes': ({ sequence, part, from, length }) => {
      const bytes = partOf(engine, sequence, part)
      // A copy of its own: a view would take the whole buffer of the archive's page along.
      return { total: bytes.length, bytes: bytes.slice(from, from + length) }
    },
    'entry.curl': ({ sequence }) => ({ command: curlOf(engine, sequence) }),
    ...deliveryMethods(engine.archive.deliveries, parts.deliveries, engine.options.clocks),
    ...createProfileMethods(engine),
    ...createDigestMethods(engine),
    ...signatureMethods(engine.options),
    'check.start': (params) => ({ check: parts.checks.start(params) }),
    'check.cancel': ({ check }) => {
      parts.checks.cancel(check)
      return {}
    },
    ...createRuleMethods(engine),
    ...createSimulatorMethods(engine),
    'demo.send': () => demo(engine),
    'settings.write': ({ settings, passphrase }) => writeSettings(parts, settings, passphrase),
    ...listenerMethods(engine),
  }
}

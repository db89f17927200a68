import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { systemClocks } from '../engine/clocks.ts'
import type { Engine } from '../engine/core.ts'
import { createEngine } from '../engine/core.ts'
import { withPairRemark } from '../engine/deliveries/pair-remark.ts'
import type { JudgedEntry } from '../engine/judge-batch.ts'
import type { Profiles } from '../engine/profiles/profiles.ts'
import type { Settings } from '../../shared/model/settings.ts'
import { bad, good } from '../../shared/protocol/errors.ts'
import type { Result } from '../../shared/protocol/errors.ts'
import type { Command, OptionValues, Outcome, Surroundings } from './command.ts'
import { done, flag, said, text } from './command.ts'
import { dataFolder } from './data-folder.ts'
import { recordOf } from './entry-record.ts'
import { listenSettings } from './listen-settings.ts'
import { HEADING, readable } from './readable.ts'
import { readyLines, readyRecord } from './ready.ts'
import { FETCH_KEYS, JWKS, openTrust, PROFILE, PROXY, tell } from './shared-options.ts'
import { recordLine } from './record-line.ts'
import { jsonLine, plain } from './terminal-text.ts'

/** Callbacks in flight get this long (ms) to be answered and stored when the listener is asked to stop. */
const GRACE_MS = 5_000
/** Retention of a long run is looked at this often, ms. */
const RETAIN_MS = 60_000

/** Bytes that may wait for a reader who has stopped reading. */
const MOST_WAITING = 67_108_864

interface Place {
  readonly file: string
  readonly remove: () => void
}

/** The archive that was asked for, or one that lives as long as the run. */
function archivePlace(values: OptionValues): Result<Place> {
  const file = text(values, 'archive')
  if (file !== undefined) return good({ file: resolve(file), remove: () => undefined })
  try {
    const folder = mkdtempSync(join(tmpdir(), 'callback-inspector-'))
    const remove = (): void => rmSync(folder, { recursive: true, force: true })
    return good({ file: join(folder, 'archive.sqlite'), remove })
  } catch (thrown) {
    const why = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown)
    const message = `No temporary archive can be made in the folder ${tmpdir()} (${why}). Name an archive with --archive FILE, or another folder for temporary files in the environment variable TMPDIR.`
    return bad('archive-unreadable', message, { folder: tmpdir() })
  }
}

function engineFor(
  settings: Settings,
  trust: Profiles,
  file: string,
  { environment, version }: Surroundings,
): Result<Engine> {
  return createEngine({
    dataFolder: dataFolder(environment),
    archiveFile: file,
    settings: { current: () => settings, save: () => null },
    trust,
    testsItself: false,
    passphrase: passphraseOf(environment),
    clocks: systemClocks,
    version,
    runtime: { node: process.versions.node, electron: null, testBuild: false },
  })
}

/** The passphrase of key or PFX comes in the environment: arguments can be read by every user of the machine. */
const passphraseOf = (environment: Surroundings['environment']): string | null =>
  environment['CALLBACK_INSPECTOR_PASSPHRASE'] ?? null

/** Prints one entry, unless the reader is so slow that the waiting text would fill the memory. */
function createEntryPrinter(engine: Engine, json: boolean, { output }: Surroundings): (entry: JudgedEntry) => void {
  let left = 0
  return ({ entry, judgement, delivery }) => {
    if (output.waiting() > MOST_WAITING) {
      if (left === 0)
        output.message('Standard output is not read fast enough: records are left out; the archive has them.')
      left += 1
      return
    }
    if (left > 0) output.message(`Standard output is read again: ${String(left)} records were left out.`)
    left = 0
    const { archive } = engine
    const remarked = judgement === null ? null : withPairRemark(archive, entry.sequence, delivery?.id, judgement)
    const record = recordOf(archive.id, entry, remarked, delivery)
    if (record === null) return
    if (json) output.record(recordLine(record), true)
    else output.record(readable(record, false))
  }
}

/** Prints what was judged in order of arrival, but nothing before the ready line. */
function createPrinter(engine: Engine, json: boolean, surroundings: Surroundings) {
  const print = createEntryPrinter(engine, json, surroundings)
  let early: JudgedEntry[] | null = []
  return {
    judged: (entries: readonly JudgedEntry[]): void => {
      const ordered = entries.toSorted((one, other) => one.entry.sequence - other.entry.sequence)
      if (early === null) for (const entry of ordered) print(entry)
      else early.push(...ordered)
    },
    begin: (): void => {
      const waiting = early ?? []
      early = null
      for (const entry of waiting) print(entry)
    },
  }
}

/** Banners of the engine, each told once while it stands, and once more when its sentence changes. */
function noticeTeller(engine: Engine, { output }: Surroundings): () => void {
  let told = new Set<string>()
  return () => {
    const now = engine.notices()
    const fresh = now.filter(({ problem }) => !told.has(problem.message))
    tell(
      output,
      fresh.map(({ problem }) => problem),
    )
    told = new Set(now.map(({ problem }) => problem.message))
  }
}

async function serve(
  engine: Engine,
  trust: Profiles,
  values: OptionValues,
  surroundings: Surroundings,
): Promise<Outcome> {
  const { output, stopAsked } = surroundings
  const json = flag(values, 'json')
  // What an earlier run stored but did not judge belongs into the index, not into this run's output.
  await engine.pipeline.catchUp()
  const printer = createPrinter(engine, json, surroundings)
  const notices = noticeTeller(engine, surroundings)
  const nothing = (): void => undefined
  engine.subscribe({ judged: printer.judged, listeners: nothing, profiles: nothing, rejudging: nothing, notices })
  trust.onChange(() =>
    output.message(`Profiles and key sets were read again: ${String(trust.current().profiles.length)} in force.`),
  )
  const problems = await engine.listen(null)
  tell(output, problems)
  notices()
  // With several listeners those that can go on: the ready line names them, and what kept the others is said.
  if (engine.listeners.status().every(({ state }) => state !== 'listening')) return said
  const ready = readyRecord(engine, text(values, 'archive') === undefined)
  output.record(json ? jsonLine(ready) : [...readyLines(ready), HEADING].map((line) => plain(line, 4000)).join('\n'))
  printer.begin()
  const retention = setInterval(() => engine.archive.retain(), RETAIN_MS)
  await Promise.race([stopAsked, output.readerGone])
  clearInterval(retention)
  return done
}

export const listen: Command = {
  name: 'listen',
  summary: 'Takes callbacks over HTTPS, stores each before it is answered, and prints each with its verdict.',
  usage: '[OPTION …]',
  options: {
    host: { type: 'string', value: 'ADDRESS', help: 'Address to listen on; 127.0.0.1 unless given, 0.0.0.0 for all.' },
    port: { type: 'string', value: 'PORT', help: 'Port; 8443 unless given (8080 with --http), 0 for any free one.' },
    http: {
      type: 'boolean',
      help: 'Plain HTTP instead of HTTPS. The bank calls HTTPS only: for a TLS proxy in front, or a lab.',
    },
    listen: {
      type: 'string',
      multiple: true,
      value: 'ADDRESS:PORT',
      help: 'Listen here, too; with ,http behind it in plain HTTP. May be given more than once; all share one certificate.',
    },
    cert: { type: 'string', value: 'FILE', help: 'Own certificate with its chain, PEM; needs --key.' },
    key: { type: 'string', value: 'FILE', help: 'Private key of --cert, PEM.' },
    pfx: { type: 'string', value: 'FILE', help: 'Own certificate and key in one PFX (PKCS#12) file.' },
    profile: PROFILE,
    jwks: JWKS,
    'fetch-keys': FETCH_KEYS,
    proxy: PROXY,
    archive: {
      type: 'string',
      value: 'FILE',
      help: 'Keep everything in this archive. Unless given, a temporary one is used and removed at the end.',
    },
    status: {
      type: 'string',
      value: 'N',
      help: 'Status to answer, 200 to 599; 204 unless given. Anything below 300 ends the retries of the bank.',
    },
    json: {
      type: 'boolean',
      help: 'Print JSON, one object a line: first "ready", then every callback and connection event (docs/callback.schema.json).',
    },
  },
  notes: [
    'Without --cert or --pfx a local CA and a certificate are made on the first run and kept for later ones; the ready line names the CA file to trust. The passphrase of a key or PFX is read from the environment variable CALLBACK_INSPECTOR_PASSPHRASE.',
    'Profiles and key sets are read again when they change. Ctrl-C (or SIGTERM) answers and stores what is under way, then ends.',
  ],
  allowPositionals: false,
  run: async (values, _, surroundings) => {
    const settings = listenSettings(values)
    if (!settings.ok) return settings
    const trust = await openTrust(values, surroundings, true)
    if (!trust.ok) return trust
    const place = archivePlace(values)
    if (!place.ok) {
      trust.value.close()
      return place
    }
    try {
      const engine = engineFor(settings.value, trust.value, place.value.file, surroundings)
      if (!engine.ok) return engine
      const outcome = await serve(engine.value, trust.value, values, surroundings)
      await engine.value.stop(GRACE_MS)
      return outcome
    } finally {
      trust.value.close()
      place.value.remove()
    }
  },
}

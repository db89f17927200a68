import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import type { Result } from '../../shared/protocol/errors.ts'
import { bad, good } from '../../shared/protocol/errors.ts'
import { defaultSettings } from '../../shared/model/settings.ts'
import { systemClocks } from '../engine/clocks.ts'
import { explained } from '../engine/verify/explain.ts'
import { createJudge } from '../engine/verify/judge.ts'
import type { TrustBase } from '../engine/verify/types.ts'
import type { Command, OptionValues, Surroundings } from './command.ts'
import { done, flag, said, text, usage } from './command.ts'
import { recordOf } from './entry-record.ts'
import { readRequests } from './raw-requests.ts'
import type { Found, Setting } from './raw-requests.ts'
import { readable } from './readable.ts'
import { JWKS, openTrust, PROFILE } from './shared-options.ts'
import { jsonLine, plain } from './terminal-text.ts'

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'you may not read it',
  EISDIR: 'it is a folder',
}

async function readSource(name: string, surroundings: Surroundings): Promise<Result<Buffer>> {
  try {
    return good(name === '-' ? await surroundings.readInput() : await readFile(name))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reason = REASONS[code] ?? (error instanceof Error ? error.message : String(error))
    const what = name === '-' ? 'Standard input' : plain(name)
    return bad('input-unreadable', `${what} cannot be read: ${reason}.`, { file: name })
  }
}

/** ISO 8601 with a zone, so that the same line means the same instant everywhere. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/

/** Milliseconds since 1970, or NaN: also for a day that the month does not have, which Date.parse takes for the next month's. */
function instantOf(given: string): number {
  if (!INSTANT.test(given)) return Number.NaN
  const asWritten = Date.parse(`${given.slice(0, 10)}T00:00:00Z`)
  const isDay = !Number.isNaN(asWritten) && new Date(asWritten).toISOString().startsWith(given.slice(0, 10))
  return isDay ? Date.parse(given) : Number.NaN
}

function settingOf(values: OptionValues): Result<Setting> {
  const peer = text(values, 'peer') ?? null
  if (peer !== null && isIP(peer) === 0) return usage(`--peer takes an IP address, not "${plain(peer, 60)}".`)
  const given = text(values, 'now')
  const now = given === undefined ? systemClocks.wall() : instantOf(given)
  if (!Number.isNaN(now)) return good({ peer, now })
  return usage(`--now takes a time such as 2026-11-21T12:00:00Z, not "${plain(given ?? '', 60)}".`)
}

/** Judges and prints one request after another, numbered through all inputs. */
function printer(values: OptionValues, { output }: Surroundings, trust: TrustBase) {
  const judge = createJudge({ decodedBytes: defaultSettings().limits.decodedBytes })
  let sequence = 0
  return async (found: Found): Promise<void> => {
    sequence += 1
    const entry = { ...found, sequence }
    const judgement = entry.facts.kind === 'callback' ? explained(await judge(entry, trust), trust).judgement : null
    const record = recordOf('judge', entry, judgement)
    if (record !== null) output.record(flag(values, 'json') ? jsonLine(record) : readable(record, true))
    await output.room()
  }
}

export const judge: Command = {
  name: 'judge',
  summary: 'Judges raw HTTP requests from files or standard input, without a listener.',
  usage: '[OPTION …] FILE …|-',
  options: {
    profile: PROFILE,
    jwks: JWKS,
    now: { type: 'string', value: 'TIME', help: 'Judge as of this time (ISO 8601 with a zone); now unless given.' },
    peer: { type: 'string', value: 'IP', help: 'Address that the requests came from; not known unless given.' },
    json: { type: 'boolean', help: 'Print one JSON object per request (docs/callback.schema.json).' },
  },
  notes: [
    'Each FILE holds one raw request or several, one after another; - is standard input. A head whose lines end in LF alone is taken for pasted text. What is no request becomes a connection object that says why.',
  ],
  allowPositionals: true,
  run: async (values, files, surroundings) => {
    if (files.length === 0) return usage('judge needs a FILE with a raw request, or - for standard input.')
    const setting = settingOf(values)
    if (!setting.ok) return setting
    const trust = await openTrust(values, surroundings.output, false, true)
    if (!trust.ok) return trust
    // Judged all the same; the exit code says that not everything asked for could be used.
    const complete = trust.value.status().every(({ problem }) => problem === null)
    const print = printer(values, surroundings, trust.value.current())
    for (const file of files) {
      const source = await readSource(file, surroundings)
      if (!source.ok) return source
      const { entries, pasted } = readRequests(source.value, setting.value)
      if (pasted)
        surroundings.output.message(`${plain(file)}: lines end in LF alone; read as pasted text, CR LF put in.`)
      for (const found of entries) await print(found)
    }
    return complete ? done : said
  },
}

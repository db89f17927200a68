import { createSurroundedTrust } from '../engine/verify/surroundings.ts'
import { isIP } from 'node:net'
import type { Result } from '../../shared/protocol/errors.ts'
import { good } from '../../shared/protocol/errors.ts'
import { defaultSettings } from '../../shared/model/settings.ts'
import type { StoredEntry } from '../../shared/model/stored.ts'
import { explained } from '../engine/verify/explain.ts'
import { createJudge } from '../engine/verify/judge.ts'
import type { Judgement, TrustBase } from '../engine/verify/types.ts'
import type { Command, OptionValues, Surroundings } from './command.ts'
import { done, flag, said, text, usage } from './command.ts'
import { recordOf } from './entry-record.ts'
import { NOW, nowOf, readSource } from './inputs.ts'
import { readRequests } from './raw-requests.ts'
import type { Found, Setting } from './raw-requests.ts'
import { readable } from './readable.ts'
import { FETCH_KEYS, JWKS, openTrust, PROFILE, PROXY, sourcesOf } from './shared-options.ts'
import { recordLine } from './record-line.ts'
import { plain } from './terminal-text.ts'

function settingOf(values: OptionValues): Result<Setting> {
  const peer = text(values, 'peer') ?? null
  if (peer !== null && isIP(peer) === 0) return usage(`--peer takes an IP address, not "${plain(peer, 60)}".`)
  const now = nowOf(values)
  return now.ok ? good({ peer, now: now.value }) : now
}

/** So many causes are searched in one run at most, some milliseconds each: a file may hold a hundred thousand requests. */
const MOST_SEARCHES = 200

/** Judges a request and names the cause of a digest that does not match, until enough were searched. */
function explainingJudge({ output }: Surroundings, trust: TrustBase) {
  const judge = createJudge({ decodedBytes: defaultSettings().limits.decodedBytes })
  let left = MOST_SEARCHES
  return async (entry: StoredEntry): Promise<Judgement> => {
    const judged = await judge(entry, trust)
    if (left === 0) return judged
    // Ended by its candidates alone: every run says the same, however slow a process that has just started is.
    const { judgement, digestSearch } = explained(judged, trust, null)
    if (digestSearch !== null && --left === 0) {
      const many = String(MOST_SEARCHES)
      output.message(`The causes of ${many} digests that do not match were searched; those of later ones are left out.`)
    }
    return judgement
  }
}

/** Judges and prints one request after another, numbered through all inputs. */
function printer(values: OptionValues, surroundings: Surroundings, trust: TrustBase) {
  const { output } = surroundings
  const judge = explainingJudge(surroundings, trust)
  let sequence = 0
  return async (found: Found): Promise<void> => {
    sequence += 1
    const entry = { ...found, sequence }
    const judgement = entry.facts.kind === 'callback' ? await judge(entry) : null
    const record = recordOf('judge', entry, judgement)
    const json = flag(values, 'json')
    if (record !== null) output.record(json ? recordLine(record) : readable(record, true), json)
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
    'fetch-keys': FETCH_KEYS,
    now: NOW,
    proxy: PROXY,
    peer: { type: 'string', value: 'IP', help: 'Address that the requests came from; not known unless given.' },
    json: { type: 'boolean', help: 'Print one JSON object per request (docs/callback.schema.json).' },
  },
  notes: [
    'Each FILE holds one raw request or several, one after another; - is standard input. Pasted text is read too: lines that end in LF alone, a byte order mark, a POST without Content-Length; standard error says so. What is no request becomes a connection object that says why.',
  ],
  allowPositionals: true,
  run: async (values, files, surroundings) => {
    if (files.length === 0) return usage('judge needs a FILE with a raw request, or - for standard input.')
    const setting = settingOf(values)
    if (!setting.ok) return setting
    const sources = sourcesOf(values)
    if (!sources.ok) return sources
    const trust = await openTrust(values, surroundings, false, true)
    if (!trust.ok) return trust
    // Judged all the same; the exit code says that not everything asked for could be used.
    const complete = trust.value.status().every(({ problem }) => problem === null)
    const print = printer(values, surroundings, createSurroundedTrust().of(trust.value.current(), sources.value))
    for (const file of files) {
      const source = await readSource(file, surroundings)
      if (!source.ok) return source
      const { entries, remarks } = readRequests(source.value, setting.value)
      for (const remark of remarks) surroundings.output.message(`${plain(file)}: ${remark}`)
      for (const found of entries) await print(found)
    }
    return complete ? done : said
  },
}

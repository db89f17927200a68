import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { defaultSettings } from '../../shared/model/settings.ts'
import type { StoredEntry } from '../../shared/model/stored.ts'
import { bad } from '../../shared/protocol/errors.ts'
import type { Problem } from '../../shared/protocol/errors.ts'
import { systemClocks } from '../engine/clocks.ts'
import { withPairRemark } from '../engine/deliveries/pair-remark.ts'
import { openArchive } from '../engine/store/archive.ts'
import type { Archive } from '../engine/store/types.ts'
import { simulatedTrust } from '../engine/simulate/simulated-trust.ts'
import { simulatorKey } from '../engine/simulate/simulator-key.ts'
import { createJudge } from '../engine/verify/judge.ts'
import type { KeySet, TrustBase } from '../engine/verify/types.ts'
import type { Command, Surroundings } from './command.ts'
import { done, text, usage } from './command.ts'
import { dataFolder } from './data-folder.ts'
import { recordOf } from './entry-record.ts'
import { FETCH_KEYS, JWKS, openTrust, PROFILE, tell } from './shared-options.ts'
import { recordLine } from './record-line.ts'

/** Entries read at a time: few, since each may hold a body of many megabytes. */
const PAGE = 16

/** The key that this user's simulator signed with; without it simulated signatures stay unchecked. */
async function ownKeySet({ environment }: Surroundings): Promise<KeySet | null> {
  const key = await simulatorKey(dataFolder(environment), false).catch(() => null)
  return key?.keySet ?? null
}

async function writeAll(archive: Archive, trust: TrustBase, surroundings: Surroundings): Promise<void> {
  const { output } = surroundings
  const simulated = simulatedTrust(trust, await ownKeySet(surroundings))
  const judge = createJudge({ decodedBytes: defaultSettings().limits.decodedBytes })
  const write = async (entry: StoredEntry): Promise<void> => {
    const { facts } = entry
    const base = facts.kind === 'callback' && facts.simulated ? simulated : trust
    const judged = facts.kind === 'callback' ? await judge(entry, base) : null
    const delivery = archive.row(entry.sequence)?.delivery
    const judgement = judged === null ? null : withPairRemark(archive, entry.sequence, delivery?.id, judged)
    const record = recordOf(archive.id, entry, judgement, delivery)
    if (record !== null) output.record(recordLine(record), true)
  }
  let page = archive.entries(0, PAGE)
  while (page.length > 0 && !output.gone()) {
    for (const entry of page) await write(entry)
    await output.room()
    page = archive.entries(page.at(-1)?.sequence ?? 0, PAGE)
  }
}

export const exportCommand: Command = {
  name: 'export',
  summary: 'Prints everything in an archive, oldest first, one JSON object a line.',
  usage: '--archive FILE [--profile FILE …] [--jwks FILE …] [--json]',
  options: {
    archive: { type: 'string', value: 'FILE', help: 'The archive to read. It is not changed.' },
    profile: PROFILE,
    jwks: JWKS,
    'fetch-keys': FETCH_KEYS,
    json: { type: 'boolean', help: 'Accepted for the sake of symmetry: the output is JSON in any case.' },
  },
  notes: [
    'Verdicts are made anew, with the profiles and key sets given here. Nothing is masked: the records hold the exact bytes, with passwords and cookies where the requests had them.',
  ],
  allowPositionals: false,
  run: async (values, _, surroundings) => {
    const given = text(values, 'archive')
    if (given === undefined || given === '') return usage('export needs --archive FILE.')
    const file = resolve(given)
    if (!existsSync(file)) {
      return bad('archive-unreadable', `The archive ${file} cannot be read: there is no such file.`, { file })
    }
    const trust = await openTrust(values, surroundings, false)
    if (!trust.ok) return trust
    const problems = new Map<string, Problem>()
    const archive = openArchive({
      file,
      readOnly: true,
      expecting: () => 0,
      retention: () => defaultSettings().retention,
      wall: systemClocks.wall,
      notice: (key, problem) => (problem === null ? problems.delete(key) : problems.set(key, problem)),
    })
    if (!archive.ok) return archive
    tell(surroundings.output, Array.from(problems.values()))
    try {
      await writeAll(archive.value, trust.value.current(), surroundings)
    } finally {
      archive.value.close()
    }
    return done
  },
}

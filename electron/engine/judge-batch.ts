import type { CallbackFacts, StoredEntry } from '../../shared/model/stored.ts'
import type { RowDelivery } from '../../shared/model/inbox.ts'
import { groupRequest } from './deliveries/identity.ts'
import { callbackRow, troubleRow } from './inbox-row.ts'
import type { Archive, IndexEntry } from './store/types.ts'
import type { Judge, Judgement, TrustBase } from './verify/types.ts'

/** A callback that is stored, judged and indexed: what the command line prints. */
export interface JudgedEntry {
  readonly entry: StoredEntry
  /** null for a connection event. */
  readonly judgement: Judgement | null
  /** Which attempt of which delivery it is; absent where it belongs to none. */
  readonly delivery?: RowDelivery | undefined
}

export interface JudgingParts {
  readonly archive: Pick<Archive, 'index'>
  readonly judge: Judge
  /** What an entry is judged against; the demonstration has a trust base of its own. */
  readonly trustFor: (facts: CallbackFacts) => TrustBase
  /** What real callbacks are judged against now: another object after each change. */
  readonly trust: () => TrustBase
  readonly onJudged: (entries: readonly JudgedEntry[]) => void
}

/** Lets answers go out between two pieces of a batch, where it is time for that. */
export type Breathe = () => Promise<void> | null

const SEARCH_CHARACTERS = 16_384

/** Judges a batch and writes it into the index in one transaction; the command line and views hear only of what is fresh. */
export async function judgeBatch(
  parts: JudgingParts,
  batch: readonly StoredEntry[],
  fresh: boolean,
  breathe: Breathe,
): Promise<void> {
  const judgements = await judgeAll(parts, batch, breathe)
  const rows = parts.archive.index(
    batch.map((entry, position) => indexEntry(parts, entry, judgements[position] ?? null)),
    fresh,
  )
  if (!fresh) return
  await breathe()
  const deliveries = new Map(rows.map(({ sequence, delivery }) => [sequence, delivery]))
  const judged = (entry: StoredEntry, position: number): JudgedEntry => ({
    entry,
    judgement: judgements[position] ?? null,
    delivery: deliveries.get(entry.sequence),
  })
  parts.onJudged(batch.map(judged))
}

/** Tokens are verified side by side. Judging again after a change looks at what is indexed: so nothing goes there with an old verdict. */
async function judgeAll(
  parts: JudgingParts,
  batch: readonly StoredEntry[],
  breathe: Breathe,
): Promise<readonly (Judgement | null)[]> {
  const trust = parts.trust()
  const asked: (Judgement | null | Promise<Judgement>)[] = []
  for (const entry of batch) {
    asked.push(entry.facts.kind === 'callback' ? parts.judge(entry, parts.trustFor(entry.facts)) : null)
    await breathe()
  }
  const judged = await Promise.all(asked)
  return parts.trust() === trust ? judged : judgeAll(parts, batch, breathe)
}

/** The row and search text of one entry. */
function indexEntry(parts: JudgingParts, entry: StoredEntry, judgement: Judgement | null): IndexEntry {
  const facts = entry.facts
  if (facts.kind === 'connection') {
    return { row: troubleRow(entry, facts), searchText: facts.trouble.summary, outcome: null }
  }
  if (judgement === null) throw new Error('a callback must be judged before it is indexed')
  const row = callbackRow(entry, facts, judgement)
  const grouping = groupRequest(entry, facts, judgement, parts.trustFor(facts).profiles, row.status)
  return { row, grouping, searchText: judgement.bodyText.slice(0, SEARCH_CHARACTERS), outcome: entry.outcome }
}

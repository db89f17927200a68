import { afterEach, describe, expect, it, vi } from 'vitest'
import type { CallbackFacts, StoredEntry } from '../../shared/model/stored.ts'
import type { Light, Verdict } from '../../shared/model/verdict.ts'
import type { Problem } from '../../shared/protocol/errors.ts'
import type { JudgedEntry } from './judge-batch.ts'
import { createPipeline } from './pipeline.ts'
import type { Pipeline } from './pipeline.ts'
import type { Archive, IndexEntry } from './store/types.ts'
import type { Judgement, TrustBase } from './verify/types.ts'

const FACTS: CallbackFacts = {
  kind: 'callback',
  connection: {
    number: 1,
    peer: { address: '127.0.0.1', port: 1 },
    local: { address: '127.0.0.1', port: 2 },
    scheme: 'http',
    tls: null,
  },
  requestNumber: 1,
  headLength: 0,
  framing: 'none',
  times: { secured: null, firstByte: 0, headEnd: 0, bodyEnd: 0, stored: null, answered: null },
  answerStatus: 204,
  simulated: false,
}
const LIGHT: Light = { state: 'pass', findings: [] }
const VERDICT: Verdict = { digest: LIGHT, signature: LIGHT, source: LIGHT, transport: LIGHT, answer: LIGHT }
const JUDGEMENT: Judgement = {
  head: { method: 'GET', target: '/', httpVersion: '1.1', headers: [] },
  recognition: {
    family: 'legacy',
    eventType: 'UNFREEZE',
    reference: null,
    parameters: [],
    digest: null,
    jws: null,
    matchedBy: 'none',
    profileName: null,
    template: null,
    notes: [],
  },
  verdict: VERDICT,
  digest: [],
  jws: null,
  bodyText: '',
}

const entry = (sequence: number): StoredEntry => ({
  sequence,
  receivedAt: sequence,
  raw: new Uint8Array([65]),
  facts: FACTS,
  outcome: { sent: true, afterMs: 1 },
})

interface Circumstances {
  readonly trust?: () => TrustBase
  /** Told of each callback that is judged, with what. */
  readonly judging?: (trust: TrustBase) => void
  readonly monotonic?: () => number
  readonly upkeep?: Archive['upkeep']
}

const NO_TRUST: TrustBase = { profiles: [], keySets: [] }

/** An archive in memory: what is stored, what is indexed, and whether indexing works. */
function setUp(stored: readonly number[] = [], around: Circumstances = {}) {
  const { trust = () => NO_TRUST, judging = () => undefined, monotonic = () => 0, upkeep = () => false } = around
  const indexed = new Set<number>()
  const calls: { sequences: number[]; fresh: boolean }[] = []
  const faults: (Problem | null)[] = []
  const judged: number[] = []
  const all = new Set(stored)
  let broken = 0
  const above = (mark: number, limit: number, keep: (sequence: number) => boolean) =>
    [...all]
      .filter((sequence) => sequence > mark && keep(sequence))
      .slice(0, limit)
      .map(entry)
  const archive = {
    index: (entries: readonly IndexEntry[], fresh: boolean) => {
      if (broken > 0) {
        broken -= 1
        throw new Error('no space left')
      }
      const sequences = entries.map((one) => one.row.sequence)
      calls.push({ sequences, fresh })
      for (const sequence of sequences) indexed.add(sequence)
      return entries.map((one) => one.row)
    },
    upkeep,
    deliveries: { ungrouped: () => [] },
    unindexed: (mark: number, limit: number) => above(mark, limit, (sequence) => !indexed.has(sequence)),
    waiting: () => 0,
    lastSequence: () => Math.max(0, ...all),
  } as unknown as Archive
  const pipeline = createPipeline({
    archive,
    judge: (one, against) => {
      judging(against)
      return one.sequence % 2 === 0 ? Promise.resolve(JUDGEMENT) : JUDGEMENT
    },
    trustFor: trust,
    trust,
    onJudged: (entries: readonly JudgedEntry[]) => judged.push(...entries.map((one) => one.entry.sequence)),
    onFault: (problem) => faults.push(problem),
    monotonic,
  })
  const push = (sequence: number) => {
    all.add(sequence)
    pipeline.push(entry(sequence))
  }
  return { pipeline, push, calls, judged, faults, indexed, breakFor: (times: number) => (broken = times) }
}

const count = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

async function settled(pipeline: Pipeline): Promise<void> {
  while (pipeline.backlog() > 0) await pipeline.idle()
}

afterEach(() => void vi.useRealTimers())

describe('the pipeline', () => {
  it('judges in arrival order, whether a check takes a turn or not', async () => {
    const { pipeline, push, judged } = setUp()
    for (const sequence of count(1, 700)) push(sequence)
    await settled(pipeline)
    expect(judged).toEqual(count(1, 700))
    expect(pipeline.backlog()).toBe(0)
  })

  it('puts a burst into few transactions', async () => {
    const { pipeline, push, calls } = setUp()
    for (const sequence of count(1, 512)) push(sequence)
    await settled(pipeline)
    expect(calls.length).toBeLessThanOrEqual(3)
    expect(calls.every((call) => call.fresh)).toBe(true)
  })

  it('gives the loop back between callbacks when judging them takes long, and keeps their transaction', async () => {
    let now = 0
    const turns: number[] = []
    const { pipeline, push, calls } = setUp([], {
      monotonic: () => now,
      judging: () => {
        const began = (now += 1)
        setImmediate(() => turns.push(now - began))
      },
    })
    for (const sequence of count(1, 4)) push(sequence)
    await settled(pipeline)
    // In the turn after each callback no other one had been judged.
    expect(turns).toEqual([0, 0, 0, 0])
    expect(calls.map((call) => call.sequences)).toEqual([count(1, 4)])
  })

  it('does the upkeep after the verdicts are told, in pieces with turns of the loop between them', async () => {
    let now = 0
    let turns = 0
    const pieces: { turn: number; told: number; whole: boolean }[] = []
    const { pipeline, push, judged } = setUp([], {
      monotonic: () => now,
      upkeep: (whole) => {
        now += 1
        pieces.push({ turn: turns, told: judged.length, whole })
        setImmediate(() => (turns += 1))
        return pieces.length < 3
      },
    })
    push(1)
    await settled(pipeline)
    expect(pieces).toEqual([0, 1, 2].map((turn) => ({ turn, told: 1, whole: false })))
  })

  it('judges a batch again when salts or keys change under it', async () => {
    const [before, after] = [{ ...NO_TRUST }, { ...NO_TRUST }]
    let trust = before
    const used: TrustBase[] = []
    const { pipeline, push, judged } = setUp([], {
      trust: () => trust,
      judging: (against) => {
        used.push(against)
        if (used.length === 3) trust = after
      },
    })
    for (const sequence of count(1, 4)) push(sequence)
    await settled(pipeline)
    expect(used.slice(-4).every((against) => against === after)).toBe(true)
    expect(judged).toEqual(count(1, 4))
  })

  it('reads a backlog beyond memory back from the archive, and loses none', async () => {
    const { pipeline, push, judged } = setUp()
    for (const sequence of count(1, 20_500)) push(sequence)
    await settled(pipeline)
    expect(judged).toEqual(count(1, 20_500))
  })

  it('tries a batch again that could not be indexed, and says so meanwhile', async () => {
    const { pipeline, push, judged, faults, breakFor } = setUp()
    breakFor(1)
    for (const sequence of count(1, 3)) push(sequence)
    await settled(pipeline)
    expect(faults[0]).toMatchObject({ message: expect.stringContaining('no space left') as unknown })
    expect(faults.at(-1)).toBeNull()
    expect(judged).toEqual([1, 2, 3])
  })

  it('indexes what a crash left unindexed', async () => {
    const { pipeline, indexed, judged } = setUp(count(1, 300))
    expect(await pipeline.catchUp()).toBe(300)
    expect(indexed.size).toBe(300)
    expect(judged).toHaveLength(300)
  })

  it('goes on with what a crash left when the index can be written again', async () => {
    const { pipeline, indexed, faults, breakFor } = setUp(count(1, 5))
    breakFor(1)
    expect(await pipeline.catchUp()).toBe(0)
    expect(faults[0]).toMatchObject({ message: expect.stringContaining('no space left') as unknown })
    await settled(pipeline)
    expect(indexed.size).toBe(5)
  })

  it('has work that nobody waits for rest in a stream, and only there', async () => {
    let now = 0
    const { pipeline } = setUp([], { monotonic: () => now })
    const standBack = async (callbacks: number): Promise<number> => {
      for (let n = 0; n < callbacks; n++) pipeline.push(entry(n + 1))
      await pipeline.idle()
      now += 100
      vi.useFakeTimers({ toFake: ['setTimeout'] })
      const began = now
      now += 3
      const back = pipeline.standBack(began)
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
      const before = vi.getTimerCount()
      await vi.advanceTimersByTimeAsync(60)
      await back
      vi.useRealTimers()
      return before
    }
    expect(await standBack(0)).toBe(0)
    expect(await standBack(8)).toBe(1)
  })

  it('judges entries again without announcing them as new', async () => {
    const { pipeline, calls, judged } = setUp()
    await pipeline.judgeAgain([entry(2), entry(1)])
    expect(calls).toEqual([{ sequences: [2, 1], fresh: false }])
    expect(judged).toEqual([])
  })
})

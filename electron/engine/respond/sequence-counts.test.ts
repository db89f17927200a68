import { describe, expect, it } from 'vitest'
import { grow } from '../../../shared/checks/deliveries/grow.ts'
import { place } from '../../../shared/checks/deliveries/place.ts'
import { readDelivery } from '../../../shared/checks/deliveries/reading.ts'
import { knownStream } from '../../../shared/checks/deliveries/testing-stream.ts'
import type { Delivery, GroupRequest } from '../../../shared/checks/deliveries/types.ts'
import { countTries } from '../../../shared/respond/count-tries.ts'
import type { KeptDelivery } from '../deliveries/codec.ts'
import { CANDIDATES } from '../deliveries/shelf.ts'
import { createSequenceCounts } from './sequence-counts.ts'

/** The deliveries of an archive in memory, grouped as the archive groups: what the Deliveries panel shows. */
class Panel {
  readonly #kinds = new Map<number, KeptDelivery[]>()
  latest(key: number): readonly KeptDelivery[] {
    return (this.#kinds.get(key) ?? []).slice(0, CANDIDATES)
  }
  add(request: GroupRequest): Delivery {
    const known = this.#kinds.get(request.key) ?? []
    const delivery = grow(
      request,
      place(
        request,
        known.slice(0, CANDIDATES).map((one) => one.delivery),
      ),
    )
    const others = known.filter((one) => one.delivery.id !== delivery.id)
    this.#kinds.set(request.key, [{ delivery, packed: [], last: request.sequence }, ...others])
    return delivery
  }
}

const RULE = { profile: null, name: 'rule' }

/** Plays a stream; the archive groups each request `lag` requests later. Gives what rule and panel say of each. */
function play(seed: number, lag: number) {
  const panel = new Panel()
  const now = new Panel()
  const archive = {
    latest: ({ key }: { readonly key: number }) => panel.latest(key),
    entry: () => null,
    row: () => null,
  }
  const counts = createSequenceCounts(archive)
  const stream = knownStream(seed, 3_000).map(({ request }) => request)
  return stream.map((request, index) => {
    const late = stream[index - lag]
    if (late !== undefined && lag > 0) panel.add(late)
    const { status, outcome, lastedMs } = request
    const counted = counts.count(RULE, { ...request, status: 0, outcome: 'unknown' }, 0)
    counted.planned({ status, outcome, lastedMs })
    counted.stored(request.sequence)
    if (lag === 0) panel.add(request)
    const delivery = now.add(request)
    return { counted: counted.attempt, delivery, reading: readDelivery(delivery) }
  })
}

const repeats = ({ attempts }: Delivery) => attempts.some(({ requests }) => requests.some(({ repeat }) => repeat))

describe('the attempt that a rule counts', () => {
  it.each([
    ['grouped at once', 11, 0],
    ['grouped while the next ones are answered', 12, 7],
    ['grouped much later', 13, 400],
  ])('is that of the Deliveries panel: %s', (_, seed, lag) => {
    const played = play(seed, lag)
    expect(played.filter(({ counted, delivery }) => counted !== countTries(delivery))).toEqual([])
    // Nothing missed, nothing sent twice: the same number as the panel shows, too.
    const plain = played.filter(
      ({ delivery, reading }) => !repeats(delivery) && reading.numbers.every(({ number }, at) => number === at + 1),
    )
    expect(plain.length).toBeGreaterThan(played.length / 2)
    expect(plain.filter(({ counted, reading }) => counted !== reading.numbers.at(-1)?.number)).toEqual([])
  })

  it('forgets what was never stored', () => {
    const counts = createSequenceCounts({ latest: () => [], entry: () => null, row: () => null })
    const [first] = knownStream(1, 1)
    if (first === undefined) throw new Error('no request')
    const unanswered = { ...first.request, outcome: 'unknown' } as const
    expect(counts.count(RULE, unanswered, 0).attempt).toBe(1)
    expect(counts.count(RULE, unanswered, 10).attempt).toBe(2)
    expect(counts.count(RULE, unanswered, 100_000).attempt).toBe(1)
  })

  it('counts in memory what the archive cannot be asked about', () => {
    const broken = () => {
      throw new Error('cannot be read')
    }
    const counts = createSequenceCounts({ latest: broken, entry: broken, row: broken })
    const [first] = knownStream(1, 1)
    if (first === undefined) throw new Error('no request')
    const numbers = [1, 2, 3].map((sequence) => {
      const counted = counts.count(RULE, first.request, sequence)
      counted.stored(sequence)
      return counted.attempt
    })
    expect(numbers).toEqual([1, 2, 3])
  })
})

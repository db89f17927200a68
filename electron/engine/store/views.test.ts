import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InboxFilter, InboxRow } from '../../../shared/model/inbox.ts'
import { DRIVERS, appendAll, arrival, entryOf, fill, openSample, row, tempFolder } from './testing/samples.ts'
import type { Archive } from './types.ts'

const words = fc.constantFrom('alpha', 'alphabet', 'beta', 'Åsa', 'x-1', 'order_7')
const changes = fc.record({
  kind: fc.constantFrom('callback', 'connection'),
  family: fc.constantFrom('legacy', 'mapi', 'unknown'),
  eventType: fc.constantFrom('BOOKED', 'UPDATE', null),
  reference: fc.option(words, { nil: null }),
  target: fc.constantFrom('/a', '/b?c=→'),
  lights: fc.constantFrom<InboxRow['lights']>(
    ['pass', 'pass', 'pass', 'pass', 'pass'],
    ['fail', 'unchecked', 'warn', 'pass', 'not-applicable'],
  ),
})
const made = fc.record({ changes, body: fc.array(words, { maxLength: 2 }) })
type Made = typeof made extends fc.Arbitrary<infer T> ? T : never
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ add: fc.array(made, { minLength: 1, maxLength: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ remove: fc.array(fc.integer({ min: 1, max: 25 }), { maxLength: 6 }) }) },
  { weight: 1, arbitrary: fc.record({ again: fc.integer({ min: 1, max: 25 }), changes }) },
  { weight: 1, arbitrary: fc.record({ clear: fc.constant(true) }) },
)
const FILTERS: readonly InboxFilter[] = [
  {},
  { kind: 'callback' },
  { kind: 'connection', family: 'mapi' },
  { eventType: 'BOOKED' },
  { family: 'legacy', light: { name: 'digest', state: 'fail' } },
  { kind: 'callback', light: { name: 'answer', state: 'pass' }, eventType: 'UPDATE' },
  { text: 'alph' },
  { text: 'ALPHABET beta' },
  { text: 'asa', kind: 'callback' },
  { text: '→' },
  { text: '  ', family: 'mapi' },
]

interface Kept {
  row: InboxRow
  body: string
}

/** The plain meaning of a filter: every word is the beginning of a word of the entry; letters without case or accents. */
function admits(filter: InboxFilter, { row: one, body }: Kept): boolean {
  const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const text = plain(`${one.reference ?? ''} ${one.eventType ?? ''} ${one.target} ${body}`)
  const has = (word: string): boolean =>
    /[a-z0-9]/.test(word) ? text.split(/[^a-z0-9]+/).some((each) => each.startsWith(word)) : text.includes(word)
  const place = ['digest', 'signature', 'source', 'transport', 'answer'].indexOf(filter.light?.name ?? '')
  return (
    (filter.kind === undefined || filter.kind === one.kind) &&
    (filter.family === undefined || filter.family === one.family) &&
    (filter.eventType === undefined || filter.eventType === one.eventType) &&
    (filter.light === undefined || one.lights[place] === filter.light.state) &&
    plain(filter.text ?? '')
      .split(/\s+/)
      .filter(Boolean)
      .every(has)
  )
}

class Model {
  readonly kept = new Map<number, Kept>()
  #next = 1

  async add(archive: Archive, many: readonly Made[]): Promise<void> {
    await appendAll(
      archive,
      many.map(() => arrival('x')),
    )
    const entries = many.map(({ changes: change, body }) => {
      const kept = { row: row(this.#next, change), body: body.join(' ') }
      this.kept.set(this.#next, kept)
      this.#next += 1
      return entryOf(kept.row, kept.body)
    })
    archive.index(entries, true)
  }

  again(archive: Archive, sequence: number, change: Partial<InboxRow>): void {
    const kept = this.kept.get(sequence)
    if (kept === undefined) return
    kept.row = row(sequence, change)
    archive.index([entryOf(kept.row, kept.body)], false)
  }

  remove(archive: Archive, sequences: readonly number[]): void {
    const there = new Set(sequences.filter((sequence) => this.kept.has(sequence)))
    expect(archive.remove(sequences)).toBe(there.size)
    for (const sequence of there) this.kept.delete(sequence)
  }

  expected(filter: InboxFilter): InboxRow[] {
    return [...this.kept.values()]
      .filter((kept) => admits(filter, kept))
      .map((kept) => kept.row)
      .reverse()
  }
}

describe.each(DRIVERS)('views with the %s driver', { timeout: 60_000 }, (driver) => {
  it('show what a plain list would show, opened before or after the changes', async () => {
    const folder = tempFolder()
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.nat(12), fc.nat(8), async (steps, from, count) => {
        run += 1
        const options = { file: join(folder.path, `${String(run)}.db`) }
        let { archive } = openSample(options, { driver })
        const model = new Model()
        const early = FILTERS.map((filter) => archive.open(filter))
        for (const one of steps) {
          if ('add' in one) await model.add(archive, one.add)
          else if ('remove' in one) model.remove(archive, one.remove)
          else if ('again' in one) model.again(archive, one.again, one.changes)
          else {
            expect(archive.clear()).toBe(model.kept.size)
            model.kept.clear()
          }
        }
        const check = (views: typeof early): void => {
          FILTERS.forEach((filter, index) => {
            const view = views[index]
            const expected = model.expected(filter)
            expect([filter, view?.total()]).toEqual([filter, expected.length])
            expect(view?.rows(from, count)).toEqual(expected.slice(from, from + count))
            expected.forEach((each, place) => expect(view?.position(each.sequence)).toBe(place))
            for (const kept of model.kept.values()) expect(view?.admits(kept.row)).toBe(admits(filter, kept))
          })
        }
        check(early)
        check(FILTERS.map((filter) => archive.open(filter)))
        archive.close()
        archive = openSample(options, { driver }).archive
        check(FILTERS.map((filter) => archive.open(filter)))
        archive.close()
      }),
      { numRuns: 25 },
    )
    folder.remove()
  })

  it('takes any search text without an error', async () => {
    const folder = tempFolder()
    const { archive, notices } = openSample({ file: join(folder.path, 'a.db') }, { driver })
    await fill(archive, 3, (n) => entryOf(row(n), `body "quoted" ${String(n)} \u{1F600} NEAR * ^ {} ${'\0'}behind`))
    const hostile = [
      '"',
      "'",
      'a"b',
      'NEAR(',
      'AND',
      'OR NOT',
      'words:x',
      '*',
      '^x',
      '{',
      '}',
      '-',
      '+',
      '(',
      ')',
      '\\',
      '%',
      '_',
      '\0',
      '\uD800',
      'a\0b',
      '\u{1F600}',
      '\u{1E900}',
      '--',
      ';DROP',
      'ｆｕｌｌ',
      '\u0301',
      'x\u0301\u{E000}',
      '\u{F0000}\uA8B4\u3400',
      'quoted \u{F0000}\uA8B4\u3400',
    ]
    for (const text of hostile) expect(archive.open({ text }).total()).toBeGreaterThanOrEqual(0)
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 12 }),
        (text) => archive.open({ text }).rows(0, 9).length <= 3,
      ),
    )
    expect(archive.open({ text: '"quoted" body' }).total()).toBe(3)
    expect(archive.open({ text: 'behind' }).total()).toBe(3)
    expect(archive.open({ text: 'quoted missing' }).total()).toBe(0)
    expect(archive.open({ text: 'near' }).total()).toBe(3)
    expect(notices.size).toBe(0)
    archive.close()
    folder.remove()
  })
})

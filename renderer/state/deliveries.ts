import { createStore } from 'zustand/vanilla'
import type { DeliveryCounts, DeliveryFilter } from '../../shared/model/delivery-filter.ts'
import type { DeliveryRecord } from '../../shared/protocol/deliveries.ts'
import { toProblem } from '../../shared/protocol/errors.ts'
import type { Problem } from '../../shared/protocol/errors.ts'
import type { EventData, MethodResult } from '../../shared/protocol/table.ts'
import type { Call } from '../link/client.ts'

export type PaymentView = MethodResult<'deliveries.payment'>

export interface DeliveriesState {
  /** Number of the engine's list; null until it is open. */
  readonly view: number | null
  readonly filter: DeliveryFilter
  readonly total: number
  readonly counts: DeliveryCounts
  /** Changes with the filter. */
  readonly list: number
  /** Deliveries that came in on top of this list so far. */
  readonly grown: number
  /** Changes whenever the content of a row changes. */
  readonly revision: number
  readonly selected: number | null
  readonly detail: DeliveryRecord | null
  readonly payment: PaymentView | null
  readonly problem: Problem | null
}

const NO_COUNTS: DeliveryCounts = { first: 0, later: 0, waiting: 0, lost: 0, open: 0 }
const START: DeliveriesState = {
  view: null,
  filter: {},
  total: 0,
  counts: NO_COUNTS,
  list: 0,
  grown: 0,
  revision: 0,
  selected: null,
  detail: null,
  payment: null,
  problem: null,
}
const PAGE = 60
/** Rows that are held; with more, those far from what is seen are forgotten. */
const MOST_ROWS = 4_000

/** The deliveries: one list of the engine, its rows by rank (0 = oldest), and the chosen one with its payment. */
export class DeliveriesStore {
  readonly store = createStore<DeliveriesState>(() => START)
  readonly #call: Call
  readonly #rows = new Map<number, DeliveryRecord>()
  #round = 0
  #fetching = false
  #wanted: { readonly first: number; readonly end: number } | null = null

  constructor(call: Call) {
    this.#call = call
  }

  #get(): DeliveriesState {
    return this.store.getState()
  }
  #set(change: Partial<DeliveriesState>): void {
    this.store.setState(change)
  }
  #touch(): void {
    this.#set({ revision: this.#get().revision + 1 })
  }

  /** Opens the list with a filter; the same filter again keeps its place. */
  async open(filter: DeliveryFilter): Promise<void> {
    this.#round += 1
    const round = this.#round
    const { view: old, filter: before, list } = this.#get()
    const same = list > 0 && JSON.stringify(before) === JSON.stringify(filter)
    this.#set({ filter, view: null })
    this.#close(old)
    try {
      const { view, total, counts } = await this.#call('deliveries.open', { filter })
      if (round !== this.#round) return this.#close(view)
      this.#rows.clear()
      this.#set({ view, total, counts, problem: null, ...(same ? {} : { list: list + 1, grown: 0 }) })
      this.#touch()
      this.#look()
    } catch (thrown) {
      if (round === this.#round) this.#set({ problem: toProblem(thrown) })
    }
  }

  #close(view: number | null): void {
    if (view !== null) this.#call('deliveries.close', { view }).catch(() => undefined)
  }

  /** Lets the engine forget the list while nobody looks; what was chosen stays. */
  leave(): void {
    const { view } = this.#get()
    this.forget()
    this.#close(view)
  }

  /** Forgets the engine's list after a lost link. */
  forget(): void {
    this.#round += 1
    this.#fetching = false
    this.#set({ view: null })
  }

  /** The table tells which positions are in sight. */
  see(first: number, end: number): void {
    this.#wanted = { first, end }
    this.#look()
  }

  /** Fetches what is missing of the rows in sight, one call at a time. */
  #look(): void {
    const { view, total } = this.#get()
    if (this.#fetching || this.#wanted === null || view === null) return
    const end = Math.min(this.#wanted.end, total)
    let from = this.#wanted.first
    while (from < end && this.#rows.has(total - 1 - from)) from += 1
    if (from >= end) return
    this.#fetching = true
    const round = this.#round
    this.#call('deliveries.rows', { view, from, count: PAGE })
      .then((answer) => {
        if (round !== this.#round) return
        this.#fetching = false
        if (this.#rows.size > MOST_ROWS) this.#rows.clear()
        answer.rows.forEach((row, index) => this.#rows.set(answer.total - 1 - answer.from - index, row))
        this.#touch()
        if (answer.rows.length > 0) this.#look()
      })
      .catch((thrown: unknown) => {
        if (round !== this.#round) return
        this.#fetching = false
        this.#set({ problem: toProblem(thrown) })
      })
  }

  onChange(change: EventData<'deliveries.changed'>): void {
    const { view, total: before, grown } = this.#get()
    if (change.view !== view) return
    if (change.reset) this.#rows.clear()
    const { total, counts } = change
    this.#set({ total, counts, grown: grown + Math.max(0, total - before) })
    const ranks = new Map([...this.#rows].map(([rank, row]) => [row.id, rank]))
    for (const row of change.changed) {
      const rank = ranks.get(row.id)
      if (rank !== undefined) this.#rows.set(rank, row)
    }
    this.#touch()
    const { selected, payment } = this.#get()
    const shown = new Set([selected, ...(payment?.deliveries ?? []).map(({ id }) => id)])
    const concerned = change.reset || change.changed.some(({ id }) => shown.has(id))
    if (selected !== null && concerned) void this.#load(selected)
    this.#look()
  }

  rowAt(position: number): DeliveryRecord | undefined {
    return this.#rows.get(this.#get().total - 1 - position)
  }

  /** Position of the selected delivery among the rows that are held; null: not among them. */
  selectedPosition(): number | null {
    const { selected, total } = this.#get()
    for (const [rank, row] of this.#rows) if (row.id === selected) return total - 1 - rank
    return null
  }

  /** Finds where a delivery stands in the list; null: the filter leaves it out. */
  async locate(id: number): Promise<number | null> {
    const { view } = this.#get()
    return view === null ? null : (await this.#call('deliveries.locate', { view, id })).position
  }

  select(id: number | null): void {
    if (id === this.#get().selected) return
    this.#set({ selected: id, detail: null, payment: null, problem: null })
    if (id !== null) void this.#load(id)
  }

  async #load(id: number): Promise<void> {
    const chosen = (): boolean => this.#get().selected === id
    try {
      const detail = await this.#call('deliveries.detail', { id })
      if (!chosen()) return
      this.#set({ detail })
      const { reference } = detail
      const payment =
        reference === null || reference === '' ? null : await this.#call('deliveries.payment', { reference })
      if (chosen()) this.#set({ payment })
    } catch (thrown) {
      if (chosen()) this.#set({ selected: null, detail: null, payment: null, problem: toProblem(thrown) })
    }
  }

  /** Makes a request the first one of a delivery of its own, and chooses that. */
  async split(sequence: number): Promise<void> {
    this.#chooseAnew(await this.#call('deliveries.split', { sequence }))
  }

  /** Makes one delivery a part of another one, and chooses both. */
  async join(id: number, into: number): Promise<void> {
    this.#chooseAnew(await this.#call('deliveries.join', { id, into }))
  }

  #chooseAnew({ id }: { readonly id: number }): void {
    this.#set({ selected: null })
    this.select(id)
  }
}

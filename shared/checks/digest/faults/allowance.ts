/** A clock and the moment (ms on that clock) at which a search has to end. A value, so that whoever searches owns no clock. */
export interface SearchLimit {
  readonly clock: () => number
  readonly deadline: number
}

/** So much work may pass between two looks at the clock, in units of the allowance. */
const LOOK_EVERY = 16

/**
 * What a search may still do. In units of about two microseconds once the program is warm; without a clock the same question has the
 * same answer on every machine. The clock is for machines that are slow, or busy, or have just started: from `sure` units on the
 * search also ends at its deadline.
 */
export class Allowance {
  /** True once the deadline has ended the search. */
  stopped = false
  /** True once work was left out for want of units. */
  cut = false
  #left: number
  #look: number
  readonly #limit: SearchLimit | null

  constructor(units: number, sure: number, limit: SearchLimit | null) {
    this.#left = units
    this.#look = units - sure
    this.#limit = limit
  }

  get over(): boolean {
    return this.#left <= 0
  }

  spend(units: number): void {
    this.#left -= units
    if (this.#limit === null || this.#left > this.#look) return
    this.#look = this.#left - LOOK_EVERY
    if (this.#limit.clock() < this.#limit.deadline) return
    if (this.#left > 0) this.stopped = true
    this.#left = Math.min(this.#left, 0)
  }

  /** Allows so many units for another kind of work, however much was spent before; nothing after the deadline. */
  grant(units: number): void {
    this.cut ||= this.over
    if (this.stopped) return
    this.#left = units
    this.#look = units
  }

  /** Allows some units more, unless something was left out already. */
  extend(units: number): void {
    if (this.over) return
    this.#left += units
    this.#look += units
  }
}

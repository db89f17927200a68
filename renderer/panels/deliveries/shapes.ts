import type { MarkKind } from './model.ts'

/** A mark drawn around 0,0: its outline, and the sign in it. */
export interface Shape {
  readonly outline: string
  readonly inside: string | null
}

const circle = (r: number): string => `M ${-r} 0 a ${r} ${r} 0 1 0 ${2 * r} 0 a ${r} ${r} 0 1 0 ${-2 * r} 0 Z`
const TICK = 'M -3.2 0.2 L -1 2.6 L 3.4 -2.4'
const CROSS = 'M -2.4 -2.4 L 2.4 2.4 M 2.4 -2.4 L -2.4 2.4'

/** One shape for each kind of mark, so that nobody has to tell colours apart. */
export const SHAPES: Readonly<Record<MarkKind, Shape>> = {
  delivered: { outline: circle(8), inside: TICK },
  again: { outline: circle(7), inside: TICK },
  refused: { outline: circle(6.5), inside: CROSS },
  redirect: { outline: 'M 0 -8 L 8 0 L 0 8 L -8 0 Z', inside: 'M -3 0 L 3 0 M 0.6 -2.4 L 3 0 L 0.6 2.4' },
  late: { outline: 'M 0 -8 L 8 6 L -8 6 Z', inside: 'M 0 -3 L 0 1.4 M 0 3.6 L 0 3.7' },
  unanswered: { outline: 'M -6.5 -6.5 H 6.5 V 6.5 H -6.5 Z', inside: 'M -2.8 0 H 2.8' },
  unknown: { outline: circle(6.5), inside: 'M 0 -0.1 L 0 0.1' },
  next: { outline: circle(8.5), inside: circle(2.6) },
  predicted: { outline: circle(4.5), inside: null },
  unseen: { outline: circle(2), inside: null },
}

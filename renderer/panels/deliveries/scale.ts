import { scaleSymlog } from 'd3-scale'
import { PUBLISHED_LADDER } from '../../../shared/checks/ladder/ladder.ts'

/* The time axis: logarithmic with a true zero, so that the first forty minutes, in which half of the attempts fall, can be read. */

/** How far the picture is drawn out, and moved (px, at the left end; never positive). */
export interface Zoom {
  readonly factor: number
  readonly shift: number
}
export const NO_ZOOM: Zoom = { factor: 1, shift: 0 }
const MOST_ZOOM = 24

/** Room for half a mark at either end, px. */
export const EDGE = 14
/** Seconds that are as long as the first decade: below it the axis is nearly linear. */
const CONSTANT = 10
/** The end of the published ladder, in seconds since the first attempt. */
const END = (PUBLISHED_LADDER.offsets.at(-1) ?? 0) / 1000

/** Where a moment after the first attempt (seconds) is drawn, px; what is later than the ladder stands at its end. */
export type Place = (seconds: number) => number

/** The axis for a width in px. */
export function axisOf(width: number, zoom: Zoom): Place {
  const scale = scaleSymlog()
    .constant(CONSTANT)
    .domain([0, END])
    .range([EDGE, Math.max(EDGE + 1, width - EDGE)])
    .clamp(true)
  return (seconds) => scale(seconds) * zoom.factor + zoom.shift
}

/** The same picture drawn out `by` times around a place (px), within bounds. */
export function zoomed(zoom: Zoom, by: number, at: number, width: number): Zoom {
  const factor = Math.min(MOST_ZOOM, Math.max(1, zoom.factor * by))
  return panned({ factor, shift: at - ((at - zoom.shift) / zoom.factor) * factor }, 0, width)
}

/** The same picture moved by px, within bounds. */
export function panned(zoom: Zoom, by: number, width: number): Zoom {
  const least = width - width * zoom.factor
  return { factor: zoom.factor, shift: Math.min(0, Math.max(least, zoom.shift + by)) }
}

export interface Tick {
  readonly x: number
  readonly label: string
}

const MINUTE = 60
const HOUR = 3600
/** In the order in which they are wanted: the ends first, then what divides the axis well. */
const TICKS: readonly (readonly [number, string])[] = [
  [0, 'first'],
  [END, '36 h'],
  [30, '30 s'],
  [40 * MINUTE, '40 min'],
  [5 * MINUTE, '5 min'],
  [2 * HOUR, '2 h'],
  [6 * HOUR, '6 h'],
  [2 * MINUTE, '2 min'],
  [10 * MINUTE, '10 min'],
  [MINUTE, '1 min'],
  [12 * HOUR, '12 h'],
  [20 * MINUTE, '20 min'],
  [HOUR, '1 h'],
  [10, '10 s'],
  [24 * HOUR, '24 h'],
  [4 * HOUR, '4 h'],
  [3 * MINUTE, '3 min'],
  [5, '5 s'],
  [15, '15 s'],
  [45, '45 s'],
  [15 * MINUTE, '15 min'],
  [30 * MINUTE, '30 min'],
  [90 * MINUTE, '1½ h'],
  [18 * HOUR, '18 h'],
  [30 * HOUR, '30 h'],
]

/** Half the width of a character of a tick, px, roughly. */
const GLYPH = 2.7

/** The ticks that fit beside each other, from left to right. */
export function ticksOf(place: Place, width: number, apart = 52): readonly Tick[] {
  const taken: Tick[] = []
  for (const [seconds, label] of TICKS) {
    const x = place(seconds)
    // Half a label must not hang over the edge.
    const half = label.length * GLYPH
    if (x < half || x > width - half || taken.some((tick) => Math.abs(tick.x - x) < apart)) continue
    taken.push({ x, label })
  }
  return taken.toSorted((one, other) => one.x - other.x)
}
